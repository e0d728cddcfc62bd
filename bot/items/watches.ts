import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { stateOf, watchSchema, type Watch } from '../model/watch.ts'
import type { Kind } from './work.ts'
import { EXPIRES, WATCHES_INDEX } from './table.ts'
import { createItem, getItem, queryAll, saveItem } from './items.ts'

const indexedSchema = z.object({
  id: z.string(),
  channel: z.string(),
  owner: z.string(),
  bucket: z.string(),
})
/** A watch as the index tells of it. */
export type IndexedWatch = z.infer<typeof indexedSchema>

type State = ReturnType<typeof stateOf>
const STATES: readonly State[] = ['running', 'waiting', 'paused']

export interface Watches {
  /** Stores a new watch unless this submission is stored already. */
  create(watch: Watch): Promise<{ created: boolean }>
  /** undefined where there is none, it was deleted, or it is damaged. */
  load(id: string): Promise<Watch | undefined>
  loadAll(ids: readonly string[]): Promise<Watch[]>
  /** Saves it if its version is still the stored one. @throws Conflict */
  save(watch: Watch): Promise<Watch>
  /** Those that are in the middle of a run, or have something to tell. */
  running(): Promise<string[]>
  /** At most so many of those that wait and are due by now, the longest due first. */
  due(most: number): Promise<string[]>
  /** All there are, whatever their state. */
  all(): Promise<IndexedWatch[]>
  /** Which investigation reads a stretch of logs for all that ask about it: whoever came first. */
  lead(interval: string, investigation: string): Promise<string>
}

/** `watch` is where it stands, `dueAt` sorts it: the sweep reads the few that run and the few that are due. */
const stored = (watch: Watch, recordDays: number, now: Date) => ({
  ...watch,
  kind: 'watch' satisfies Kind,
  channel: watch.request.channel,
  owner: watch.request.asker.user,
  bucket: watch.request.bucket,
  ...(watch.deletedAt
    ? { [EXPIRES]: Math.floor(now.getTime() / 1000) + recordDays * 86_400 }
    : { watch: stateOf(watch) }),
})

/** As long as the workspace may keep evidence: after that nobody asks for it. */
const LEADS_DAYS = 30

export function watchesFrom(
  db: DynamoDBDocumentClient,
  TableName: string,
  now: () => Date,
  recordDays = 400,
): Watches {
  const table = { db, TableName }
  const inState = (state: State) => ({
    TableName,
    IndexName: WATCHES_INDEX,
    ExpressionAttributeNames: { '#watch': 'watch' },
    ExpressionAttributeValues: { ':state': state },
    KeyConditionExpression: '#watch = :state',
  })
  const idsIn = async (state: State) => (await queryAll(db, inState(state))).map(({ id }) => String(id))
  const load = async (id: string): Promise<Watch | undefined> => {
    const watch = watchSchema.safeParse(await getItem(table, id)).data
    return watch?.deletedAt === undefined ? watch : undefined
  }
  return {
    async create(watch) {
      return { created: await createItem(table, stored(watch, recordDays, now())) }
    },
    load,
    async loadAll(ids) {
      const found = await Promise.all(ids.map(load))
      return found.filter(watch => watch !== undefined)
    },
    async save(watch) {
      const next = { ...watch, version: watch.version + 1 }
      await saveItem(table, stored(next, recordDays, now()))
      return next
    },
    running: () => idsIn('running'),
    async due(most) {
      if (most <= 0) return []
      const { ExpressionAttributeValues, ...query } = inState('waiting')
      const { Items = [] } = await db.send(
        new QueryCommand({
          ...query,
          KeyConditionExpression: '#watch = :state AND dueAt <= :now',
          ExpressionAttributeValues: {
            ...ExpressionAttributeValues,
            ':now': `${now().toISOString().slice(0, 19)}Z`,
          },
          Limit: most,
        }),
      )
      return Items.map(({ id }) => String(id))
    },
    async all() {
      const items = await Promise.all(STATES.map(state => queryAll(db, inState(state))))
      return items.flat().flatMap(item => indexedSchema.safeParse(item).data ?? [])
    },
    async lead(interval, investigation) {
      const id = `evidence#${interval}`
      const expires = Math.floor(now().getTime() / 1000) + LEADS_DAYS * 86_400
      const item = { id, investigation, [EXPIRES]: expires }
      if (await createItem(table, item)) return investigation
      const stored = (await getItem(table, id))?.investigation
      return typeof stored === 'string' ? stored : investigation
    },
  }
}
