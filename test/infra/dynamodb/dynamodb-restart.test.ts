import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import {
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/lib-dynamodb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ensureTable, investigationsTable } from '../../../infra/local/services/tables.ts'
import { dynamoDbClient, openDynamoDb, TABLE } from '../../support/dynamodb.ts'

let local: Awaited<ReturnType<typeof openDynamoDb>>
beforeEach(async () => {
  local = await openDynamoDb()
})
afterEach(() => local.remove())

/** Opens the same files in a process of its own, to be killed. */
async function openInChild(directory: string) {
  const program = new URL('../../support/dynamodb-process.ts', import.meta.url).pathname
  const child = spawn(process.execPath, [program, directory], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [url] = await once(createInterface(child.stdout), 'line')
  const documents = DynamoDBDocumentClient.from(dynamoDbClient(String(url)))
  const kill = async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  return { documents, kill }
}

async function openItems() {
  const { Items = [] } = await local.documents.send(
    new QueryCommand({
      TableName: TABLE,
      IndexName: 'open',
      KeyConditionExpression: '#open = :open',
      ExpressionAttributeNames: { '#open': 'open' },
      ExpressionAttributeValues: { ':open': '1' },
    }),
  )
  return Items.map(item => String(item['id']))
}
const exists = async (id: string) =>
  (await local.documents.send(new GetCommand({ TableName: TABLE, Key: { id } }))).Item !== undefined

/** The largest batch there is: enough for a kill to fall in between, were its items written one by one. */
const BATCH_ITEMS = 25
const batch = (number: number) => ({
  RequestItems: {
    [TABLE]: Array.from({ length: BATCH_ITEMS }, (_, index) => ({
      PutRequest: { Item: { id: `${number}/${index}`, open: '1', createdAt: '2026' } },
    })),
  },
})

async function allIds() {
  const { Items = [] } = await local.documents.send(new ScanCommand({ TableName: TABLE }))
  return Items.map(item => String(item['id']))
}

describe('a process killed with SIGKILL', () => {
  it('lost none of the acknowledged writes', async () => {
    await local.close()
    const child = await openInChild(local.directory)
    const ids = Array.from({ length: 50 }, (_, index) => `kept-${index}`)
    await Promise.all(
      ids.map(id =>
        child.documents.send(
          new PutCommand({ TableName: TABLE, Item: { id, open: '1', createdAt: '2026' } }),
        ),
      ),
    )
    await child.kill()
    local = await openDynamoDb({ directory: local.directory })
    expect(await Promise.all(ids.map(exists))).toEqual(ids.map(() => true))
    expect((await openItems()).sort()).toEqual(ids.sort())
  })

  it('has done each of the unacknowledged batches wholly or not at all', async () => {
    await local.close()
    const child = await openInChild(local.directory)
    let acknowledged = 0
    const send = async (number: number) => {
      await child.documents.send(new BatchWriteCommand(batch(number)))
      acknowledged += 1
      if (acknowledged === 10) await child.kill()
    }
    await Promise.allSettled(Array.from({ length: 40 }, (_, number) => send(number)))

    local = await openDynamoDb({ directory: local.directory })
    const ids = await allIds()
    const sizes = Object.values(Object.groupBy(ids, id => id.replace(/\/.*/, ''))).map(each => each?.length)
    expect(new Set(sizes)).toEqual(new Set([BATCH_ITEMS]))
    expect((await openItems()).sort()).toEqual(ids.sort())
  })
})

it('says so when another process has the files open', async () => {
  await expect(openDynamoDb({ directory: local.directory })).rejects.toThrow('does another process use them?')
})

it('keeps the items of a table that an earlier version made without an index', async () => {
  const { client } = local
  const { GlobalSecondaryIndexes: [open] = [], ...now } = investigationsTable('earlier-version')
  const before = {
    ...now,
    AttributeDefinitions: now.AttributeDefinitions?.filter(
      ({ AttributeName }) => AttributeName !== 'askedBy',
    ),
    GlobalSecondaryIndexes: [open!],
  }
  await ensureTable(client, before)
  const item = { id: 'kept', createdAt: '2026-11-20T07:00:00Z', open: '1', askedBy: 'U0ADA' }
  await local.documents.send(new PutCommand({ TableName: 'earlier-version', Item: item }))
  await ensureTable(client, investigationsTable('earlier-version'))
  const asked = await local.documents.send(
    new QueryCommand({
      TableName: 'earlier-version',
      IndexName: 'asked',
      KeyConditionExpression: 'askedBy = :user',
      ExpressionAttributeValues: { ':user': 'U0ADA' },
    }),
  )
  expect(asked.Items?.map(({ id }) => String(id))).toEqual(['kept'])
})
