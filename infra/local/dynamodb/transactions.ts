import getItem from 'dynalite/actions/getItem.js'
import db from 'dynalite/db/index.js'
import type { Callback, Item, Store } from 'dynalite/db/index.js'
import getItemRules from 'dynalite/validations/getItem.js'
import * as z from 'zod'
import { type Action, type Input, invalid, type Output, parsed, perform, validated } from './action.ts'
import type { Database } from './database.ts'
import { codeOf, isServiceError, serviceError } from './error.ts'
import { rememberToken, tokenWasUsed } from './idempotency.ts'
import { deleteAction, itemRead, putAction, updateAction, wantsItem } from './item-writes.ts'
import { type Staging, stage } from './staging.ts'

/** Actions in one transaction, at most. */
const MAX_ACTIONS = 100

/** ConditionCheck reads where DeleteItem would delete, by the same parameters. */
const checkAction: Action = {
  validation: deleteAction.validation,
  run: checkCondition,
}
const writeActions: Record<string, Action> = {
  Put: putAction,
  Update: updateAction,
  Delete: deleteAction,
  ConditionCheck: checkAction,
}
const getAction: Action = { run: getItem, validation: getItemRules }

const member = z.record(z.string(), z.unknown())
const transaction = z.strictObject({
  TransactItems: z.array(z.record(z.string(), member)).min(1).max(MAX_ACTIONS),
  ClientRequestToken: z.string().optional(),
})
const readTransaction = z.strictObject({
  TransactItems: z
    .array(z.strictObject({ Get: member }))
    .min(1)
    .max(MAX_ACTIONS),
})
const conditionCheck = z.object({
  TableName: z.string(),
  Key: z.custom<Item>(),
  ConditionExpression: z.string(),
})

type Reason = { Code: string; Message?: string; Item?: Item }
type Prepared = { action: Action; data: Input; returnsItem: boolean; staging: Staging }

/** TransactWriteItems: every action or none, decided on the items as they were before the transaction. */
export async function transactWrite(database: Database, input: Input): Promise<Output> {
  const { TransactItems } = parsed(transaction, input)
  const prepared = TransactItems.map(each => prepareWrite(database, each))
  return database.write(async () => {
    if (await tokenWasUsed(database, input)) return { answer: {}, staged: [] }
    const reasons = await Promise.all(prepared.map(cancellationReason))
    refuseSharedItems(prepared)
    if (reasons.some(reason => reason.Code !== 'None')) throw cancelled(reasons)
    return {
      answer: {},
      staged: prepared.map(each => each.staging),
      operations: rememberToken(database, input),
    }
  })
}

/** TransactGetItems: the items as they were at one moment, in the order asked for. */
export async function transactGet(database: Database, input: Input): Promise<Output> {
  const { TransactItems } = parsed(readTransaction, input)
  const gets = TransactItems.map(({ Get }) => validated(getAction, database.store, Get))
  const read = (data: Input) => perform(getAction, database.store, { ...data, ConsistentRead: true })
  return { Responses: await database.exclusively(() => Promise.all(gets.map(read))) }
}

function prepareWrite(database: Database, item: Record<string, Input>): Prepared {
  const [[kind, parameters] = ['', {}], ...others] = Object.entries(item)
  const action = writeActions[kind]
  if (!action || others.length > 0) {
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete')
  }
  const { ReturnValuesOnConditionCheckFailure: wish, ...rest } = parameters
  const data = validated(action, database.store, rest)
  return { action, data, returnsItem: wantsItem(wish), staging: stage(database.store) }
}

/** Why this action stands against the transaction, code None when it does not. Throws what concerns the whole. */
async function cancellationReason({ action, data, returnsItem, staging }: Prepared): Promise<Reason> {
  try {
    await perform(action, staging.store, data)
    return { Code: 'None' }
  } catch (error) {
    if (!isServiceError(error)) throw error
    const code = codeOf(error)
    if (code === 'ValidationException') return { Code: 'ValidationError', Message: error.message }
    if (code !== 'ConditionalCheckFailedException') throw error
    const item = returnsItem ? itemRead(staging) : undefined
    return { Code: 'ConditionalCheckFailed', Message: error.message, ...(item && { Item: item }) }
  }
}

function cancelled(reasons: Reason[]): Error {
  const codes = reasons.map(reason => reason.Code).join(', ')
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`
  // This exception alone spells its message with a capital.
  return serviceError('TransactionCanceledException', message, {
    Message: message,
    CancellationReasons: reasons,
  })
}

function refuseSharedItems(prepared: Prepared[]): void {
  const items = prepared.flatMap(each => [...each.staging.reads.keys()])
  if (new Set(items).size === items.length) return
  throw invalid('Transaction request cannot include multiple operations on one item')
}

/** In the callback style of dynalite's own actions. */
function checkCondition(store: Store, data: object, callback: Callback<Output>): void {
  const { TableName, Key } = parsed(conditionCheck, data)
  store.getTable(TableName, true, (error, table) => {
    const mismatch = table ? db.validateKey(Key, table) : error
    if (mismatch || !table) return callback(mismatch)
    store
      .getItemDb(TableName)
      .get(db.createKey(Key, table), (failure, item) =>
        callback(failure ?? db.checkConditional(data, item), {}),
      )
  })
}
