import { ASKED_INDEX, LISTED, RECENT_INDEX } from '../../bot/clients/investigations.ts'
import { USES_INDEX } from '../../bot/clients/uses.ts'
import { INDEXED, WATCHES_INDEX } from '../../bot/clients/watches.ts'
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  paginateScan,
  PutItemCommand,
  ResourceInUseException,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb'

/**
 * The table of investigations: one item each, by `id`. Every change goes to the stream, which triggers
 * reconcile. The index `open` is sparse: an item has the attribute `open` ('1') only while its investigation
 * is open, so that the sweep lists exactly those, oldest first, and reads each by its id. The indexes `recent`
 * and `asked` list the investigations of a month and of a person, with what a list shows of them. The index `watches` holds the watches alone, by
 * where they stand (`watch`) and when they are due, so that the sweep reads those that are due and no others. What people
 * did is in the same table, an item each, which only the index `uses` holds: by month, in order of time.
 */
export function investigationsTable(name: string): CreateTableCommandInput {
  return {
    TableName: name,
    AttributeDefinitions: [
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: 'open', AttributeType: 'S' },
      { AttributeName: 'createdAt', AttributeType: 'S' },
      { AttributeName: 'month', AttributeType: 'S' },
      { AttributeName: 'askedBy', AttributeType: 'S' },
      { AttributeName: 'usedIn', AttributeType: 'S' },
      { AttributeName: 'usedAt', AttributeType: 'S' },
      { AttributeName: 'watch', AttributeType: 'S' },
      { AttributeName: 'dueAt', AttributeType: 'S' },
    ],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'open',
        KeySchema: [
          { AttributeName: 'open', KeyType: 'HASH' },
          { AttributeName: 'createdAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
      listIndex(RECENT_INDEX, 'month'),
      listIndex(ASKED_INDEX, 'askedBy'),
      {
        IndexName: USES_INDEX,
        KeySchema: [
          { AttributeName: 'usedIn', KeyType: 'HASH' },
          { AttributeName: 'usedAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
      {
        IndexName: WATCHES_INDEX,
        KeySchema: [
          { AttributeName: 'watch', KeyType: 'HASH' },
          { AttributeName: 'dueAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...INDEXED] },
      },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  }
}

const listIndex = (IndexName: string, key: string): GlobalSecondaryIndex => ({
  IndexName,
  KeySchema: [
    { AttributeName: key, KeyType: 'HASH' },
    { AttributeName: 'createdAt', KeyType: 'RANGE' },
  ],
  Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...LISTED] },
})

/**
 * Creates the table unless it is there, and resolves once it is ACTIVE. One of an earlier version, without an
 * index that is needed now, is made anew with the items it held.
 */
export async function ensureTable(client: DynamoDBClient, input: CreateTableCommandInput): Promise<void> {
  try {
    await client.send(new CreateTableCommand(input))
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error
    await renew(client, input)
  }
  await active(client, input.TableName)
}

const active = (client: DynamoDBClient, TableName: string | undefined) =>
  waitUntilTableExists({ client, minDelay: 1, maxWaitTime: 60 }, { TableName })

async function renew(client: DynamoDBClient, input: CreateTableCommandInput): Promise<void> {
  const { TableName, GlobalSecondaryIndexes: needed = [] } = input
  const { Table } = await client.send(new DescribeTableCommand({ TableName }))
  const there = new Set(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName))
  if (needed.every(({ IndexName }) => there.has(IndexName))) return
  const items = []
  for await (const page of paginateScan({ client }, { TableName })) items.push(...(page.Items ?? []))
  await client.send(new DeleteTableCommand({ TableName }))
  await waitUntilTableNotExists({ client, minDelay: 1, maxWaitTime: 60 }, { TableName })
  await client.send(new CreateTableCommand(input))
  await active(client, TableName)
  for (const Item of items) await client.send(new PutItemCommand({ TableName, Item }))
}
