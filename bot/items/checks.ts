import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { type Check, checkSchema, type CheckRequest, newCheck } from '../model/check.ts'
import type { Kind } from './work.ts'
import { EXPIRES } from './table.ts'
import { createItem, getItem, saveItem } from './items.ts'

export interface Checks {
  /** Stores a new check unless this submission is stored already. @returns its id */
  create(request: CheckRequest, submission: string): Promise<string>
  /** undefined where it is no longer kept, or not as this version writes it. */
  load(id: string): Promise<Check | undefined>
  /** Saves it if its version is still the stored one. @returns it with its new version. @throws Conflict */
  save(check: Check): Promise<Check>
}

/** What is configured changes: a check older than this says nothing any more. */
const KEPT_DAYS = 30

/** `open` brings the stream and the sweep to it, as to an investigation. */
const stored = (check: Check) => ({
  ...check,
  kind: 'check' satisfies Kind,
  [EXPIRES]: Math.floor(Date.parse(check.createdAt) / 1000) + KEPT_DAYS * 86_400,
  ...(!check.closedAt && { open: '1' }),
})

export function checksFrom(db: DynamoDBDocumentClient, TableName: string, now: () => Date): Checks {
  const table = { db, TableName }
  return {
    async create(request, submission) {
      const check = newCheck(request, submission, now())
      await createItem(table, stored(check))
      return check.id
    },
    load: async id => checkSchema.safeParse(await getItem(table, id)).data,
    async save(check) {
      const next = { ...check, version: check.version + 1 }
      await saveItem(table, stored(next))
      return next
    },
  }
}
