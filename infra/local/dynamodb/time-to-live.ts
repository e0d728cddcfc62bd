import type { Item, Table } from 'dynalite/db/index.js'
import * as z from 'zod'
import type { Input } from '../http/aws-json.ts'
import { invalid, type Output, parsed, perform } from './action.ts'
import { type Database, getTable, storedTables } from './database.ts'
import { deleteAction } from './item-writes.ts'
import { itemPrefix, stage } from './staging.ts'
import { keysOf, TIME_TO_LIVE_IDENTITY } from './stream.ts'

/** Items whose time passed longer ago than this are left alone, as in AWS: 5 years, in seconds. */
const FORGOTTEN_SECONDS = 5 * 365 * 24 * 60 * 60

const describeInput = z.strictObject({ TableName: z.string() })
const updateInput = describeInput.extend({
  TimeToLiveSpecification: z.strictObject({ Enabled: z.boolean(), AttributeName: z.string().min(1) }),
})

/** UpdateTimeToLive: names the attribute that holds the item's end, seconds since 1970, or stops using it. */
export async function updateTimeToLive(database: Database, input: Input): Promise<Output> {
  const { TableName, TimeToLiveSpecification: wish } = parsed(updateInput, input)
  const { TableName: name } = await getTable(database.store, TableName)
  return database.write(async () => {
    const current = await attributeOf(database, name)
    if (wish.Enabled && current) throw invalid('TimeToLive is already enabled')
    if (!wish.Enabled && !current) throw invalid('TimeToLive is already disabled')
    const key = settingKey(name)
    const operation = wish.Enabled
      ? ({ type: 'put', key, value: wish.AttributeName } as const)
      : ({ type: 'del', key } as const)
    return { answer: { TimeToLiveSpecification: wish }, staged: [], operations: [operation] }
  })
}

/** DescribeTimeToLive. Changes take effect at once, so that there is no ENABLING or DISABLING. */
export async function describeTimeToLive(database: Database, input: Input): Promise<Output> {
  const { TableName } = parsed(describeInput, input)
  const { TableName: name } = await getTable(database.store, TableName)
  const attribute = await attributeOf(database, name)
  return {
    TimeToLiveDescription: attribute
      ? { TimeToLiveStatus: 'ENABLED', AttributeName: attribute }
      : { TimeToLiveStatus: 'DISABLED' },
  }
}

/** Deletes the items whose time to live has passed by the database's clock. */
export async function sweep(database: Database): Promise<void> {
  for await (const [, table] of storedTables(database.store)) {
    const attribute = await attributeOf(database, table.TableName)
    if (attribute) await sweepTable(database, table, attribute)
  }
}

/** Forgets the setting of a deleted table. */
export function forgetTimeToLive(database: Database, table: string): Promise<unknown> {
  return database.write(async () => ({
    answer: {},
    staged: [],
    operations: [{ type: 'del', key: settingKey(table) }],
  }))
}

async function sweepTable(database: Database, table: Table, attribute: string): Promise<void> {
  const prefix = itemPrefix(table.TableName)
  await database.write(async () => {
    const staging = stage(database.store)
    for await (const [, item] of database.store.db.iterator<Item>({ gte: prefix, lt: `${prefix}\xFF` })) {
      if (!isExpired(item, attribute, database.now())) continue
      await perform(deleteAction, staging.store, { TableName: table.TableName, Key: keysOf(item, table) })
    }
    return { answer: {}, staged: [staging], identity: TIME_TO_LIVE_IDENTITY }
  })
}

function isExpired(item: Item, attribute: string, now: Date): boolean {
  const seconds = now.getTime() / 1000
  const end = Number(item[attribute]?.N ?? Number.NaN)
  return end < seconds && end > seconds - FORGOTTEN_SECONDS
}

function attributeOf(database: Database, table: string): Promise<string | undefined> {
  return database.store.db.get<string>(settingKey(table))
}

function settingKey(table: string): string {
  return `ttl~${table}`
}
