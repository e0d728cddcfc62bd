import { log } from '../calls/log.ts'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  BatchWriteCommand,
  PutCommand,
  QueryCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb'
import { DateTime } from 'luxon'
import * as z from 'zod'
import { inGroups } from '../calls/in-groups.ts'
import { EXPIRES, USES_INDEX } from './table.ts'

/** What somebody did, or was refused: one line of the record. */
export const useSchema = z.object({
  user: z.string(),
  /** Slack's name of them then, by which a person types them. */
  name: z.string().optional(),
  team: z.string().optional(),
  channel: z.string().optional(),
  surface: z.string(),
  bucket: z.string().optional(),
  analysis: z.string().optional(),
  investigation: z.string().optional(),
  /** Of which person the record was read. */
  whose: z.string().optional(),
  allowed: z.boolean(),
  /** Which rule allowed it; or which one came closest. */
  rule: z.string().optional(),
  /** The channel whose member the person was, where they asked elsewhere: in a direct message, or at the home. */
  through: z.string().optional(),
  /** What stood against it: the channel, the person, the bucket or the question. */
  refusedFor: z.string().optional(),
})
export type Use = z.infer<typeof useSchema>

const storedSchema = useSchema.extend({ usedAt: z.string() })
/** A use with its place on record: the time, ISO, and something that tells uses of the same millisecond apart. */
export type RecordedUse = z.infer<typeof storedSchema>

/** Which uses: by whom or of which bucket, in a half-open stretch of time; up to now where it has no end. */
export const wantedSchema = z.object({
  user: z.string().optional(),
  name: z.string().optional(),
  bucket: z.string().optional(),
  from: z.iso.datetime(),
  to: z.iso.datetime().optional(),
  /** Only what is older than the use at this place. */
  before: z.string().optional(),
})
export type Wanted = z.infer<typeof wantedSchema>

export interface Uses {
  /** Puts a use on record. Nobody fails with it: what cannot be written is logged whole. */
  record(use: Use): void
  /**
   * Resolves when everything is written or, where DynamoDB is slow, logged whole: before an answer, as whoever has
   * answered may be frozen for ever with writes under way.
   */
  settled(): Promise<void>
  /** The newest first; `older` where there may be more, to go on with as `before`. */
  page(wanted: Wanted, most: number): Promise<{ uses: RecordedUse[]; older: string | undefined }>
}

/** Writing takes some milliseconds beside all else; Slack's answer waits no longer than this for it. */
const PATIENCE_MS = 250
/** A page of a bucket or a person reads at most so many answers of DynamoDB (1 MB each) before it shows what it has. */
const MOST_READS = 10

export function usesFrom(
  db: DynamoDBDocumentClient,
  TableName: string,
  now: () => Date,
  recordDays: number,
): Uses {
  /** Resolves when all that is on record so far is written: groups are written one after the other. */
  let written: Promise<void> | undefined
  /** Neither written nor logged yet. */
  const pending = new Set<Item>()
  const notWritten = (item: Item, error: unknown) => {
    if (pending.delete(item)) log('error', 'audit-not-written', { notOnRecord: item, error })
  }
  const put = inGroups(AT_ONCE, (items: readonly Item[]) => write(db, TableName, items, notWritten))
  return {
    record(use) {
      const item = itemOf(use, now(), recordDays)
      pending.add(item)
      const last = put(item).finally(() => {
        pending.delete(item)
        if (written === last) written = undefined
      })
      written = last
    },
    async settled() {
      if (written === undefined) return
      const patience = new AbortController()
      const patient = sleep(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => undefined)
      await Promise.race([written, patient])
      patience.abort()
      for (const item of pending) notWritten(item, `DynamoDB has not confirmed it within ${PATIENCE_MS} ms`)
    },
    async page(wanted, most) {
      const uses: RecordedUse[] = []
      const span = spanOf(wanted, now())
      let reads = 0
      for (const month of monthsOf(span)) {
        let next: Record<string, unknown> | undefined
        do {
          const input = { TableName, ...query(month, span, wanted), ExclusiveStartKey: next }
          const { Items = [], LastEvaluatedKey } = await db.send(new QueryCommand(input))
          const found = Items.flatMap(item => storedSchema.safeParse(item).data ?? [])
          uses.push(...found.filter(({ usedAt }) => usedAt !== wanted.before))
          next = LastEvaluatedKey
          if (uses.length > most) return { uses: uses.slice(0, most), older: uses[most - 1]?.usedAt }
          if (++reads >= MOST_READS && next) return { uses, older: String(next.usedAt) }
        } while (next)
      }
      return { uses, older: undefined }
    },
  }
}

type Item = ReturnType<typeof itemOf>

/** DynamoDB takes so many in one call. */
const AT_ONCE = 25

/** What the table had no room for at once is put alone, which the SDK tries again. */
async function write(
  db: DynamoDBDocumentClient,
  table: string,
  items: readonly Item[],
  unwritten: (item: Item, error: unknown) => void,
): Promise<void> {
  try {
    const puts = items.map(Item => ({ PutRequest: { Item } }))
    const { UnprocessedItems } = await db.send(new BatchWriteCommand({ RequestItems: { [table]: puts } }))
    const left = new Set((UnprocessedItems?.[table] ?? []).map(({ PutRequest }) => PutRequest?.Item?.id))
    const alone = items.filter(({ id }) => left.has(id))
    await Promise.all(
      alone.map(Item =>
        db.send(new PutCommand({ TableName: table, Item })).catch((error: unknown) => unwritten(Item, error)),
      ),
    )
  } catch (error) {
    for (const item of items) unwritten(item, error)
  }
}

/** An item of its own: without `open` and `day`, so that nothing takes it for an investigation. */
function itemOf(use: Use, at: Date, recordDays: number) {
  const usedAt = `${at.toISOString()}#${randomUUID().slice(0, 8)}`
  const said = Object.entries(use).filter(([, value]) => value !== undefined)
  return {
    ...Object.fromEntries(said),
    id: `use#${usedAt}`,
    usedAt,
    usedIn: usedAt.slice(0, 7),
    [EXPIRES]: Math.floor(at.getTime() / 1000) + recordDays * 86_400,
  }
}

interface Span {
  from: string
  to: string
}

/** As places on record, which compare as texts. */
const spanOf = ({ from, to, before }: Wanted, now: Date): Span => ({
  from: new Date(from).toISOString(),
  to: before ?? (to === undefined ? `${now.toISOString()}~` : new Date(to).toISOString()),
})

/** The months that the time touches, the newest first: `2026-11`, `2026-10`. */
function monthsOf({ from, to }: Span): string[] {
  const [first, last] = [from, to].map(at => DateTime.fromISO(at.slice(0, 7), { zone: 'utc' }))
  if (first === undefined || last === undefined) return []
  const count = Math.max(0, Math.round(last.diff(first, 'months').months)) + 1
  return Array.from({ length: count }, (_, back) => last.minus({ months: back }).toFormat('yyyy-LL'))
}

function query(month: string, { from, to }: Span, { user, name, bucket }: Wanted) {
  const filters = Object.entries({ user, name, bucket }).filter(([, value]) => value !== undefined)
  return {
    IndexName: USES_INDEX,
    KeyConditionExpression: 'usedIn = :month AND usedAt BETWEEN :from AND :to',
    ScanIndexForward: false,
    ...(filters.length > 0 && {
      FilterExpression: filters.map(([of]) => `#${of} = :${of}`).join(' AND '),
      ExpressionAttributeNames: Object.fromEntries(filters.map(([of]) => [`#${of}`, of])),
    }),
    ExpressionAttributeValues: {
      ':month': month,
      ':from': from,
      ':to': to,
      ...Object.fromEntries(filters.map(([of, value]) => [`:${of}`, value])),
    },
  }
}
