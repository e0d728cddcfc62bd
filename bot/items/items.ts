import {
  GetCommand,
  paginateQuery,
  PutCommand,
  type DynamoDBDocumentClient,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { failureOf } from '../calls/failures.ts'

/** What the clients of the one table do alike with its items. */

/** Somebody else saved the item first: what they saved stands. */
export class Conflict extends Error {
  override readonly name = 'Conflict'
}

/** The stored item is not what any version of the bot wrote. */
export class DamagedItem extends Error {
  override readonly name = 'DamagedItem'
  /** What can still be read of it, to tell the person. */
  readonly item: Record<string, unknown>
  constructor(id: string, item: Record<string, unknown>, cause: unknown) {
    super(`The stored item ${id} is damaged`, { cause })
    this.item = item
  }
}

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

/** The table and its client. */
export interface Table {
  db: DynamoDBDocumentClient
  TableName: string
}

/** Reads an item as it is now, not as an index has it. */
export async function getItem(
  { db, TableName }: Table,
  id: string,
): Promise<Record<string, unknown> | undefined> {
  if (!isKey(id)) return undefined
  return (await db.send(new GetCommand({ TableName, Key: { id }, ConsistentRead: true }))).Item
}

/** Stores a new item. @returns false where one with its id is stored already */
export const createItem = ({ db, TableName }: Table, Item: { id: string }): Promise<boolean> =>
  unlessConflict(
    db.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(id)' })),
  )

/** Stores the next version of an item if the version before it is still the stored one. @throws Conflict */
export async function saveItem(
  { db, TableName }: Table,
  Item: { id: string; version: number },
): Promise<void> {
  const put = new PutCommand({
    TableName,
    Item,
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':version': Item.version - 1 },
  })
  if (!(await unlessConflict(db.send(put)))) throw new Conflict(`${Item.id} was saved by somebody else first`)
}
