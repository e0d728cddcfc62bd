import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { DynamoDBRecord } from 'aws-lambda'
import db from 'dynalite/db/index.js'
import type { BatchOperation, Store, Table } from 'dynalite/db/index.js'
import { damaged } from '../disk/unusable.ts'
import { keepInMemory } from './descriptions.ts'
import { lacksItsList, readAll, secondNames } from './intact.ts'
import type { Change, Staging } from './staging.ts'
import { isChange, streamRecord, type TIME_TO_LIVE_IDENTITY } from './stream.ts'

export interface DatabaseOptions {
  /** Where the LevelDB files lie; made when absent. One process at a time may have it open. */
  directory: string
  /** What was written beside the tables refers to them: an empty database has lost them. */
  expectTables?: boolean
  region: string
  now: () => Date
  onStream: (records: DynamoDBRecord[]) => void
}

/** A decision to write: what the caller is answered, and everything that goes to disk in one batch. */
export interface Write<T> {
  answer: T
  staged: Staging[]
  operations?: BatchOperation[]
  identity?: typeof TIME_TO_LIVE_IDENTITY
}

export interface Database {
  store: Store
  now: () => Date
  /** Runs `read` while nobody writes. */
  exclusively<T>(read: () => Promise<T>): Promise<T>
  /** Runs `decide` while nobody else writes, puts its decision on disk at once, then tells the stream. */
  write<T>(decide: () => Promise<Write<T>>): Promise<T>
  close(): Promise<void>
}

/** Where the number of the last stream record is kept: it must go on growing after a restart. */
const SEQUENCE_KEY = 'stream~sequence'

/**
 * Opens the database; one that is damaged, or has lost its tables, is refused and left as it is. A write is acknowledged when LevelDB has handed it to the operating system: it outlives
 * the death of the process, not that of the machine. Stream records that were not handed over by then are lost.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { now, onStream } = options
  const store = await openStore(options)
  let sequence = (await store.db.get<number>(SEQUENCE_KEY)) ?? 0
  let last: Promise<unknown> = Promise.resolve()

  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }
  const commit = async <T>({ answer, staged, operations = [], identity }: Write<T>): Promise<T> => {
    const at = now()
    const changes = await streamedChanges(store, staged)
    const records = changes.map(({ change, table }, index) =>
      streamRecord(change, table, sequence + index + 1, at, identity),
    )
    sequence += records.length
    const counted: BatchOperation = { type: 'put', key: SEQUENCE_KEY, value: sequence }
    await store.db.batch([...staged.flatMap(each => each.operations), ...operations, counted])
    // Not in this turn: what the listener does or throws must not decide whether the write succeeded.
    if (records.length > 0) setImmediate(onStream, structuredClone(records))
    return answer
  }
  return {
    store,
    now,
    exclusively,
    write: decide => exclusively(async () => commit(await decide())),
    close: async () => {
      await last
      await store.lifecycleManager.gracefulClose()
    },
  }
}

async function openStore({ directory, region, expectTables }: DatabaseOptions): Promise<Store> {
  await mkdir(directory, { recursive: true })
  if (lacksItsList(directory)) throw damaged(directory, path.dirname(directory))
  const second = secondNames(directory)
  const store = db.create({ path: directory, createTableMs: 0, deleteTableMs: 0 })
  // dynalite would take these two from the environment.
  Object.assign(store.tableDb, { awsRegion: region, awsAccountId: '000000000000' })
  try {
    await store.db.open()
  } catch (cause) {
    second.drop()
    if (isDamage(cause)) throw damaged(directory, path.dirname(directory), cause)
    throw new Error(`Cannot open the tables in ${directory}; does another process use them?`, { cause })
  }
  try {
    await readAll(store, directory)
    if (expectTables && (await isEmpty(store))) throw new Error('There is no table')
  } catch (cause) {
    await store.lifecycleManager.gracefulClose()
    second.restore()
    throw damaged(directory, path.dirname(directory), cause)
  }
  second.drop()
  await settleTables(store)
  const tables: Table[] = []
  for await (const [, table] of storedTables(store)) tables.push(table)
  keepInMemory(store.tableDb, tables)
  return store
}

/** LevelDB's own words; a lock or a folder that cannot be written is no damage. */
const isDamage = (error: unknown): boolean =>
  error instanceof Error &&
  (/corruption|no such file|does not exist/i.test(error.message) || isDamage(error.cause))

async function isEmpty(store: Store): Promise<boolean> {
  for await (const _ of storedTables(store)) return false
  return true
}

/** dynalite leaves CREATING and DELETING by a timer; a process that died in between never fired it. */
async function settleTables(store: Store): Promise<void> {
  const settled: BatchOperation[] = []
  for await (const [key, table] of storedTables(store)) {
    if (table.TableStatus === 'DELETING') settled.push({ type: 'del', key })
    if (table.TableStatus === 'CREATING') {
      for (const index of table.GlobalSecondaryIndexes ?? []) index.IndexStatus = 'ACTIVE'
      settled.push({ type: 'put', key, value: { ...table, TableStatus: 'ACTIVE' } })
    }
  }
  await store.db.batch(settled)
}

/** Every table's description, under the key where dynalite keeps it. */
export function storedTables(store: Store): AsyncIterable<[string, Table]> {
  return store.db.iterator<Table>({ gte: 'table~', lt: 'table~\xFF' })
}

/** The changes that a stream tells, each with its table. */
async function streamedChanges(store: Store, staged: Staging[]): Promise<{ change: Change; table: Table }[]> {
  const changes = staged.flatMap(each => each.changes).filter(isChange)
  const told = await Promise.all(
    changes.map(async change => ({ change, table: await getTable(store, change.table) })),
  )
  return told.filter(({ table }) => table.StreamSpecification?.StreamEnabled)
}

/** The table's description; rejects with ResourceNotFoundException when there is none. */
export function getTable(store: Store, name: string): Promise<Table> {
  return new Promise((resolve, reject) =>
    store.getTable(name, false, (error, table) => (table ? resolve(table) : reject(error))),
  )
}
