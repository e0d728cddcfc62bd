import { setImmediate as nextTurn } from 'node:timers/promises'
import createTable from 'dynalite/actions/createTable.js'
import deleteTable from 'dynalite/actions/deleteTable.js'
import type { Store } from 'dynalite/db/index.js'
import createTableRules from 'dynalite/validations/createTable.js'
import deleteTableRules from 'dynalite/validations/deleteTable.js'
import * as z from 'zod'
import type { Input } from '../http/aws-json.ts'
import { type Action, type Output, parsed, perform, validated } from './action.ts'
import { type Database, getTable } from './database.ts'
import { forgetTimeToLive } from './time-to-live.ts'

const createAction: Action = { run: createTable, validation: createTableRules }
const deleteAction: Action = { run: deleteTable, validation: deleteTableRules }

const streamSpecification = z
  .discriminatedUnion('StreamEnabled', [
    z.strictObject({ StreamEnabled: z.literal(true), StreamViewType: z.literal('NEW_AND_OLD_IMAGES') }),
    z.strictObject({ StreamEnabled: z.literal(false) }),
  ])
  .nullish()

/** CreateTable, with a stream if asked for; the only view supported is NEW_AND_OLD_IMAGES. */
export async function create(database: Database, input: Input): Promise<Output> {
  const { StreamSpecification: wish, ...rest } = input
  const data = validated(createAction, database.store, rest)
  const answer = await perform(createAction, database.store, { ...data, ...streamOf(database, data, wish) })
  await untilActive(database.store, String(data['TableName']))
  return answer
}

/**
 * The answer says CREATING, as AWS does, but the table can be used once it is given: otherwise every caller
 * would wait a whole second for its next look.
 */
async function untilActive(store: Store, name: string): Promise<void> {
  while ((await getTable(store, name)).TableStatus !== 'ACTIVE') await nextTurn()
}

/** DeleteTable: the items, the indexes and the time to live go with it. */
export async function remove(database: Database, input: Input): Promise<Output> {
  const data = validated(deleteAction, database.store, input)
  await forgetTimeToLive(database, String(data['TableName']))
  return database.exclusively(() => perform(deleteAction, database.store, data))
}

/** The members of a table's description that tell its stream; none when it has none. */
function streamOf({ store, now }: Database, { TableName: name }: Input, wish: unknown): object {
  if (!parsed(streamSpecification, wish)?.StreamEnabled) return {}
  const label = now().toISOString().replace(/Z$/, '')
  const { awsRegion, awsAccountId } = store.tableDb
  return {
    StreamSpecification: wish,
    LatestStreamLabel: label,
    LatestStreamArn: `arn:aws:dynamodb:${awsRegion}:${awsAccountId}:table/${String(name)}/stream/${label}`,
  }
}
