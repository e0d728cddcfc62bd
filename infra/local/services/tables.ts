import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  type KeySchemaElement,
  paginateScan,
  type Projection,
  PutItemCommand,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb'
import { EXPIRES, type Index, type Keys, TABLE_INDEXES, TABLE_KEYS } from '../../../bot/items/table.ts'

/** What creates the table in DynamoDB, under this name. */
export function investigationsTable(name: string): CreateTableCommandInput {
  const keys = [TABLE_KEYS, ...TABLE_INDEXES].flatMap(({ partition, sort }) => [partition, sort ?? partition])
  return {
    TableName: name,
    AttributeDefinitions: [...new Set(keys)].map(AttributeName => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: keySchema(TABLE_KEYS),
    GlobalSecondaryIndexes: TABLE_INDEXES.map(index => ({
      IndexName: index.name,
      KeySchema: keySchema(index),
      Projection: projectionOf(index),
    })),
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  }
}

const keySchema = ({ partition, sort }: Keys): KeySchemaElement[] => [
  { AttributeName: partition, KeyType: 'HASH' },
  ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' as const }]),
]

function projectionOf({ holds }: Index): Projection {
  if (holds === 'keys') return { ProjectionType: 'KEYS_ONLY' }
  if (holds === 'all') return { ProjectionType: 'ALL' }
  return { ProjectionType: 'INCLUDE', NonKeyAttributes: [...holds] }
}

/**
 * Creates the table unless it is there, and resolves once it is ACTIVE. One of an earlier version, without an
 * index that is needed now, is rebuilt with the items it held.
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

/** Lets DynamoDB delete the items whose time has passed, as it does in AWS. */
export async function enableTimeToLive(client: DynamoDBClient, TableName: string): Promise<void> {
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }))
  if (TimeToLiveDescription?.TimeToLiveStatus === 'ENABLED') return
  const TimeToLiveSpecification = { Enabled: true, AttributeName: EXPIRES }
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }))
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
