import describeTable from 'dynalite/actions/describeTable.js'
import getItem from 'dynalite/actions/getItem.js'
import query from 'dynalite/actions/query.js'
import scan from 'dynalite/actions/scan.js'
import describeTableRules from 'dynalite/validations/describeTable.js'
import getItemRules from 'dynalite/validations/getItem.js'
import queryRules from 'dynalite/validations/query.js'
import scanRules from 'dynalite/validations/scan.js'
import type { Input } from '../http/aws-json.ts'
import { type Action, type Output, perform, validated } from './action.ts'
import type { Database } from './database.ts'
import { deleteAction, putAction, updateAction, writeBatch, writeItem } from './item-writes.ts'
import { create, remove } from './table-lifecycle.ts'
import { describeTimeToLive, updateTimeToLive } from './time-to-live.ts'

export type Operation = (database: Database, input: Input) => Promise<Output>

/** Operations by the name that the SDK sends in `X-Amz-Target`. */
export const operations: Readonly<Record<string, Operation>> = {
  BatchWriteItem: writeBatch,
  CreateTable: create,
  DeleteItem: writeItem(deleteAction),
  DeleteTable: remove,
  DescribeTable: read({ run: describeTable, validation: describeTableRules }),
  DescribeTimeToLive: describeTimeToLive,
  GetItem: read({ run: getItem, validation: getItemRules }),
  PutItem: writeItem(putAction),
  Query: read({ run: query, validation: queryRules }),
  Scan: read({ run: scan, validation: scanRules }),
  UpdateItem: writeItem(updateAction),
  UpdateTimeToLive: updateTimeToLive,
}

/** What the embedded DynamoDB does, for SUPPORT.md; it refuses everything else by name. */
export const OPERATIONS: readonly string[] = Object.keys(operations)

function read(action: Action): Operation {
  return async ({ store }, input) => perform(action, store, validated(action, store, input))
}
