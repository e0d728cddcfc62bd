import { paginateQuery, UpdateCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import {
  investigationSchema,
  isQuiet,
  newInvestigation,
  type Investigation,
  type Taken,
} from '../model/investigation.ts'
import type { Kind } from './work.ts'
import { ASKED_INDEX, EXPIRES, RECENT_INDEX } from './table.ts'
import { headlineOf } from '../model/known.ts'
import { problemSchema } from '../model/stored/problem.ts'
import { DateTime } from 'luxon'
import * as z from 'zod'
import { requestSchema, type Request } from '../time/request.ts'
import { createItem, DamagedItem, getItem, isKey, queryAll, saveItem, unlessConflict } from './items.ts'

export interface Investigations {
  /** Stores a new investigation unless this submission is stored already. */
  create(request: Request, submission: string, taken?: Taken): Promise<{ id: string; created: boolean }>
  /** @throws DamagedItem */
  load(id: string): Promise<Investigation | undefined>
  /** Saves it if its version is still the stored one. @returns it with its new version. @throws Conflict */
  save(investigation: Investigation): Promise<Investigation>
  /** Records the wish to cancel; the next pass acts on it. */
  requestCancel(id: string, user: string): Promise<'requested' | 'closed' | 'unknown'>
  /** Records who confirms that much may be read; the next pass goes on. */
  requestConfirm(id: string, user: string): Promise<'requested' | 'closed' | 'unknown'>
  /**
   * Keeps what a person says is wrong with the answer; what was said once, by its id, is not kept twice.
   * @param found the investigation as it was just loaded
   */
  addFeedback(
    found: Investigation | undefined,
    said: { by: string; text: string },
    sayingId: string,
  ): Promise<'kept' | 'known' | 'full' | 'gone'>
  /** The ids of all that the reconciler has to look after: open investigations and checks, homes to show; the oldest first. */
  openIds(): Promise<string[]>
  /** The investigations of the last days that are `wanted`, the newest first, at most `most`. */
  recent(of: Recent, wanted?: (one: Listed) => boolean): Promise<Listed[]>
}

const listedSchema = z.object({
  id: z.string(),
  createdAt: z.string(),
  request: requestSchema,
  headline: z.string().optional(),
  problem: problemSchema.optional(),
  closedAt: z.string().optional(),
})
/** An investigation as a list shows it. */
export type Listed = z.infer<typeof listedSchema>

export interface Recent {
  days: number
  most: number
  /** Asked by this person; by anybody unless told. */
  user?: string | undefined
}

/** Read at once: what a list shows and a few more. */
const PAGE = 20
/** Looked through for those that are wanted. */
const LOOKED_AT = 500

/**
 * `open` exists only while the investigation is open: the index over it holds nothing else. Only a closed one
 * expires. `month`, `askedBy` and `headline` are there for the lists of recent ones, which those of watches would drown.
 */
const stored = (investigation: Investigation, recordDays: number) => ({
  ...investigation,
  kind: 'investigation' satisfies Kind,
  ...(!isQuiet(investigation) && {
    month: investigation.createdAt.slice(0, 7),
    askedBy: investigation.request.asker.user,
  }),
  ...(investigation.query?.answer && { headline: headlineOf(investigation) }),
  ...(investigation.closedAt
    ? { [EXPIRES]: Math.floor(Date.parse(investigation.createdAt) / 1000) + recordDays * 86_400 }
    : { open: '1' }),
})

/** What reads the last days, the newest first: of a person at once, of everybody by the months. */
function queriesSince(days: number, now: Date, user: string | undefined) {
  const today = DateTime.fromJSDate(now, { zone: 'utc' })
  const since = today.minus({ days })
  const months = Math.round(today.startOf('month').diff(since.startOf('month'), 'months').months)
  const partitions =
    user === undefined
      ? Array.from({ length: months + 1 }, (_, back) => today.minus({ months: back }).toFormat('yyyy-LL'))
      : [user]
  return partitions.map(partition => ({
    IndexName: user === undefined ? RECENT_INDEX : ASKED_INDEX,
    KeyConditionExpression: '#partition = :partition AND createdAt >= :since',
    ExpressionAttributeNames: { '#partition': user === undefined ? 'month' : 'askedBy' },
    ExpressionAttributeValues: { ':partition': partition, ':since': since.toISO() ?? '' },
    ScanIndexForward: false,
  }))
}

/** More is not said of one answer, but by somebody who plays. */
const MOST_FEEDBACK = 20

export function investigationsFrom(
  db: DynamoDBDocumentClient,
  TableName: string,
  now: () => Date,
  recordDays = 400,
): Investigations {
  const table = { db, TableName }
  const load = async (id: string) => {
    const Item = await getItem(table, id)
    if (!Item) return undefined
    const parsed = investigationSchema.safeParse(Item)
    if (!parsed.success) throw new DamagedItem(id, Item, parsed.error)
    return parsed.data
  }
  /** Notes on an open item what a person wants of it; the first one stays. */
  const request = async (wish: 'cancel' | 'confirm', id: string, user: string) => {
    if (!isKey(id)) return 'unknown'
    const requested = await unlessConflict(
      db.send(
        new UpdateCommand({
          TableName,
          Key: { id },
          UpdateExpression: 'SET #wish = if_not_exists(#wish, :wish) ADD #version :one',
          ConditionExpression: '#open = :open',
          ExpressionAttributeNames: { '#wish': wish, '#version': 'version', '#open': 'open' },
          ExpressionAttributeValues: {
            ':wish': { by: user, at: now().toISOString() },
            ':one': 1,
            ':open': '1',
          },
        }),
      ),
    )
    if (requested) return 'requested'
    return (await load(id)) ? 'closed' : 'unknown'
  }
  return {
    async create(request, submission, taken) {
      const item = newInvestigation(request, submission, now(), taken)
      const created = await createItem(table, stored(item, recordDays))
      return { id: item.id, created }
    },
    load,
    async save(investigation) {
      const next = { ...investigation, version: investigation.version + 1 }
      await saveItem(table, stored(next, recordDays))
      return next
    },
    requestCancel: (id, user) => request('cancel', id, user),
    requestConfirm: (id, user) => request('confirm', id, user),
    async addFeedback(found, said, sayingId) {
      if (!found) return 'gone'
      const { id, feedback = [] } = found
      if (feedback.some(one => one.id === sayingId)) return 'known'
      if (feedback.length >= MOST_FEEDBACK) return 'full'
      const one = { ...said, at: now().toISOString(), id: sayingId }
      const added = await unlessConflict(
        db.send(
          new UpdateCommand({
            TableName,
            Key: { id },
            UpdateExpression:
              'SET feedback = list_append(if_not_exists(feedback, :none), :one) ADD #version :next',
            // An investigation with as much feedback as was just read: so nothing is kept twice.
            ConditionExpression:
              feedback.length === 0
                ? 'attribute_exists(id) AND attribute_not_exists(feedback)'
                : 'size(feedback) = :held',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: {
              ':none': [],
              ':one': [one],
              ':next': 1,
              ...(feedback.length > 0 && { ':held': feedback.length }),
            },
          }),
        ),
      )
      return added ? 'kept' : this.addFeedback(await load(id), said, sayingId)
    },
    async openIds() {
      const items = await queryAll(db, {
        TableName,
        IndexName: 'open',
        KeyConditionExpression: '#open = :open',
        ExpressionAttributeNames: { '#open': 'open' },
        ExpressionAttributeValues: { ':open': '1' },
      })
      return items.map(item => String(item.id))
    },
    async recent({ days, most, user }, wanted = () => true) {
      const found: Listed[] = []
      let looked = 0
      for (const query of queriesSince(days, now(), user)) {
        const pages = paginateQuery({ client: db, pageSize: PAGE }, { TableName, ...query })
        for await (const { Items = [] } of pages) {
          // One that no version wrote is told elsewhere; a list goes on without it.
          found.push(...Items.flatMap(item => listedSchema.safeParse(item).data ?? []).filter(wanted))
          looked += Items.length
          if (found.length >= most || looked >= LOOKED_AT) return found.slice(0, most)
        }
      }
      return found
    },
  }
}
