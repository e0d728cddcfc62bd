import batchWriteItem from 'dynalite/actions/batchWriteItem.js'
import deleteItem from 'dynalite/actions/deleteItem.js'
import putItem from 'dynalite/actions/putItem.js'
import updateItem from 'dynalite/actions/updateItem.js'
import batchWriteItemRules from 'dynalite/validations/batchWriteItem.js'
import deleteItemRules from 'dynalite/validations/deleteItem.js'
import putItemRules from 'dynalite/validations/putItem.js'
import updateItemRules from 'dynalite/validations/updateItem.js'
import type { Input } from '../http/aws-json.ts'
import { type Action, invalid, isGiven, type Output, perform, validated } from './action.ts'
import type { Database } from './database.ts'
import { codeOf, isServiceError } from '../http/service-error.ts'
import { type Staging, stage } from './staging.ts'

export const putAction: Action = { run: putItem, validation: putItemRules }
export const updateAction: Action = { run: updateItem, validation: updateItemRules }
export const deleteAction: Action = { run: deleteItem, validation: deleteItemRules }
const batchWriteAction: Action = { run: batchWriteItem, validation: batchWriteItemRules }

/** PutItem, UpdateItem or DeleteItem: one item, on condition. */
export function writeItem(action: Action) {
  return async (database: Database, input: Input): Promise<Output> => {
    const { ReturnValuesOnConditionCheckFailure: wish, ...rest } = input
    const returnsItem = wantsItem(wish)
    const data = validated(action, database.store, rest)
    return database.write(async () => {
      const staging = stage(database.store)
      const answer = await perform(action, staging.store, data).catch(error => {
        throw returnsItem ? withItem(error, staging) : error
      })
      return { answer, staged: [staging] }
    })
  }
}

/** Whether a failed condition returns the item that failed it. @throws ValidationException for an unknown value */
function wantsItem(wish: unknown): boolean {
  if (isGiven(wish) && wish !== 'NONE' && wish !== 'ALL_OLD') {
    throw invalid('ReturnValuesOnConditionCheckFailure must satisfy enum value set: [ALL_OLD, NONE]')
  }
  return wish === 'ALL_OLD'
}

/** The error with the item that the action read, where a condition failed on one. */
function withItem(error: unknown, { reads }: Staging): unknown {
  const [item] = reads.values()
  if (!item || !isServiceError(error) || codeOf(error) !== 'ConditionalCheckFailedException') return error
  error.body['Item'] = item
  return error
}

/** BatchWriteItem: up to 25 puts and deletes. All reach the disk together, where AWS may leave some undone. */
export async function writeBatch(database: Database, input: Input): Promise<Output> {
  const data = validated(batchWriteAction, database.store, input)
  return database.write(async () => {
    const staging = stage(database.store)
    return { answer: await perform(batchWriteAction, staging.store, data), staged: [staging] }
  })
}
