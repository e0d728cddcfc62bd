import { paginateQuery, type DynamoDBDocumentClient, type QueryCommandInput } from '@aws-sdk/lib-dynamodb'
import { failureOf } from '../calls/failures.ts'

/** What the clients of the one table do alike with its items. */

/** Whether an item can have this id; DynamoDB refuses to look for another, such as an empty one. */
export const isKey = (id: string): boolean => id !== '' && Buffer.byteLength(id) <= 2048

/** The items of all pages. */
export async function queryAll(
  db: DynamoDBDocumentClient,
  input: QueryCommandInput,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = []
  for await (const page of paginateQuery({ client: db }, input)) items.push(...(page.Items ?? []))
  return items
}

/** false where the write's condition did not hold. */
export async function unlessConflict(write: Promise<unknown>): Promise<boolean> {
  try {
    await write
    return true
  } catch (error) {
    if (failureOf(error) === 'conflict') return false
    throw error
  }
}
