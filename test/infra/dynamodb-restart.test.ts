import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dynamoDbClient, openDynamoDb, TABLE } from '../support/dynamodb.ts'

let local: Awaited<ReturnType<typeof openDynamoDb>>
beforeEach(async () => {
  local = await openDynamoDb()
})
afterEach(() => local.remove())

/** Opens the same files in a process of its own, to be killed. */
async function openInChild(directory: string) {
  const program = new URL('../support/dynamodb-process.ts', import.meta.url).pathname
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

const pair = (index: number) => ({
  TransactItems: ['a', 'b'].map(side => ({
    Put: { TableName: TABLE, Item: { id: `${index}${side}`, open: '1', createdAt: '2026' } },
  })),
})

describe('a process killed with SIGKILL', () => {
  it('has lost none of the writes that it acknowledged', async () => {
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

  it('has done each of the unacknowledged transactions wholly or not at all', async () => {
    await local.close()
    const child = await openInChild(local.directory)
    const indexes = Array.from({ length: 300 }, (_, index) => index)
    const sent = indexes.map(index =>
      child.documents.send(new TransactWriteCommand(pair(index))).catch(() => 'lost'),
    )
    await Promise.any(sent)
    await delay(20)
    await child.kill()
    await Promise.all(sent)

    local = await openDynamoDb({ directory: local.directory })
    const halves = await Promise.all(
      indexes.map(async index => [await exists(`${index}a`), await exists(`${index}b`)]),
    )
    expect(halves.every(([a, b]) => a === b)).toBe(true)
    const items = halves.flatMap(([a], index) => (a ? [`${index}a`, `${index}b`] : []))
    expect((await openItems()).sort()).toEqual(items.sort())
  })
})

it('says so when another process has the files open', async () => {
  await expect(openDynamoDb({ directory: local.directory })).rejects.toThrow('does another process use them?')
})
