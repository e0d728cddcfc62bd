import {
  ConditionalCheckFailedException,
  CreateBackupCommand,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBServiceException,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb'
import {
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { OPERATIONS } from '../../../infra/local/dynamodb/operations.ts'
import { investigationsTable } from '../../../infra/local/services/tables.ts'
import { dynamoDbClient, isAmazons, openDynamoDb, TABLE } from '../../support/dynamodb.ts'

let local: Awaited<ReturnType<typeof openDynamoDb>>
beforeAll(async () => {
  local = await openDynamoDb()
})
afterAll(() => local.remove())

const put = (item: Record<string, unknown>, rest: object = {}) =>
  local.documents.send(new PutCommand({ TableName: TABLE, Item: item, ...rest }))
const get = async (id: string) =>
  (await local.documents.send(new GetCommand({ TableName: TABLE, Key: { id } }))).Item

const createRaced = (worker: number) =>
  put({ id: 'raced', worker }, { ConditionExpression: 'attribute_not_exists(id)' })

const saveOver = (expected: number) =>
  local.documents.send(
    new UpdateCommand({
      TableName: TABLE,
      Key: { id: 'versioned' },
      UpdateExpression: 'SET version = version + :one',
      ConditionExpression: 'version = :expected',
      ExpressionAttributeValues: { ':one': 1, ':expected': expected },
    }),
  )

describe('conditions', () => {
  it('lets one of 20 concurrent creations of the same item win', async () => {
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, worker) => createRaced(worker)))
    const winners = results.flatMap((result, worker) => (result.status === 'fulfilled' ? [worker] : []))
    const losses = results.flatMap(result => (result.status === 'rejected' ? [result.reason] : []))
    expect(winners).toHaveLength(1)
    expect(losses.every(loss => loss instanceof ConditionalCheckFailedException)).toBe(true)
    expect(await get('raced')).toEqual({ id: 'raced', worker: winners[0] })
  })

  it('saves only over the version that was read', async () => {
    await put({ id: 'versioned', version: 1 })
    await saveOver(1)
    await expect(saveOver(1)).rejects.toThrow(ConditionalCheckFailedException)
    expect(await get('versioned')).toEqual({ id: 'versioned', version: 2 })
  })

  it.each(['put', 'update', 'delete'])(
    'returns the item that failed the condition of a %s, if asked to',
    async kind => {
      await put({ id: 'kept', holder: 'U1' })
      const condition = {
        TableName: TABLE,
        Key: { id: 'kept' },
        ConditionExpression: 'holder = :me',
        ExpressionAttributeValues: { ':me': 'U2' },
      }
      const attempt = (wish: object) => {
        const input = { ...condition, ...wish }
        if (kind === 'put') return local.documents.send(new PutCommand({ ...input, Item: { id: 'kept' } }))
        if (kind === 'delete') return local.documents.send(new DeleteCommand(input))
        return local.documents.send(new UpdateCommand({ ...input, UpdateExpression: 'REMOVE holder' }))
      }
      const [told, silent] = await Promise.all([
        attempt({ ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }).catch((error: unknown) => error),
        attempt({}).catch((error: unknown) => error),
      ])
      expect(told).toMatchObject({
        name: 'ConditionalCheckFailedException',
        // As it came over the wire: the document client leaves the members of errors alone.
        Item: { id: { S: 'kept' }, holder: { S: 'U1' } },
      })
      expect(silent).toMatchObject({ name: 'ConditionalCheckFailedException' })
      expect(silent).not.toHaveProperty('Item.id')
    },
  )
})

const openPage = (limit: number, start?: Record<string, unknown>) =>
  local.documents.send(
    new QueryCommand({
      TableName: TABLE,
      IndexName: 'open',
      KeyConditionExpression: '#open = :open',
      ExpressionAttributeNames: { '#open': 'open' },
      ExpressionAttributeValues: { ':open': '1' },
      Limit: limit,
      ExclusiveStartKey: start,
    }),
  )

const openIds = async (limit = 100) => {
  const ids: unknown[] = []
  let start: Record<string, unknown> | undefined
  do {
    const page = await openPage(limit, start)
    ids.push(...(page.Items ?? []).map(item => item['id']))
    start = page.LastEvaluatedKey
  } while (start)
  return ids
}

describe('the index of the open ones', () => {
  it('holds an item while it has the attribute, with its keys only, oldest first', async () => {
    await put({ id: 'second', open: '1', createdAt: '2026-11-20T02:00:00Z', asker: 'U1' })
    await put({ id: 'first', open: '1', createdAt: '2026-11-20T01:00:00Z', asker: 'U1' })
    await put({ id: 'closed', createdAt: '2026-11-20T01:30:00Z' })
    const [item] = (await openPage(10)).Items ?? []
    expect(item).toEqual({ id: 'first', open: '1', createdAt: '2026-11-20T01:00:00Z' })
    expect(await openIds()).toEqual(['first', 'second'])

    await local.documents.send(
      new UpdateCommand({
        TableName: TABLE,
        Key: { id: 'first' },
        UpdateExpression: 'REMOVE #o',
        ExpressionAttributeNames: { '#o': 'open' },
      }),
    )
    expect(await openIds()).toEqual(['second'])
    await put({ id: 'second', createdAt: '2026-11-20T02:00:00Z' })
    expect(await openIds()).toEqual([])
  })

  it('pages through every item once', async () => {
    const ids = Array.from({ length: 23 }, (_, index) => `paged-${String(index).padStart(2, '0')}`)
    for (const id of ids) await put({ id, open: '1', createdAt: `2026-11-21T00:00:${id.slice(-2)}Z` })
    expect(await openIds(5)).toEqual(ids)
  })
})

const putBatch = (items: object[]) =>
  local.documents.send(
    new BatchWriteCommand({ RequestItems: { [TABLE]: items.map(Item => ({ PutRequest: { Item } })) } }),
  )

describe('limits and refusals', () => {
  it('takes an item of exactly 400 KB and refuses one byte more, counted in UTF-8', async () => {
    const most = 400 * 1024 - 'id largest text'.replaceAll(' ', '').length
    await put({ id: 'largest', text: 'ü'.repeat(most / 2) + 'a'.repeat(most % 2) })
    await expect(
      put({ id: 'largest', text: 'ü'.repeat(most / 2) + 'a'.repeat((most % 2) + 1) }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Item size has exceeded the maximum allowed size',
    })
  })

  it('refuses an update that makes the item larger than 400 KB', async () => {
    await put({ id: 'grows', list: ['x'.repeat(300_000)] })
    const grow = new UpdateCommand({
      TableName: TABLE,
      Key: { id: 'grows' },
      UpdateExpression: 'SET #l = list_append(#l, :more)',
      ExpressionAttributeNames: { '#l': 'list' },
      ExpressionAttributeValues: { ':more': ['ü'.repeat(60_000)] },
    })
    await expect(local.documents.send(grow)).rejects.toMatchObject({ name: 'ValidationException' })
    expect((await get('grows'))?.['list']).toHaveLength(1)
  })

  // Amazon's supports it.
  it.skipIf(isAmazons)('refuses an operation that it does not support, by name', async () => {
    const refused = local.client.send(new CreateBackupCommand({ TableName: TABLE, BackupName: 'nightly' }))
    await expect(refused).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: 'The embedded DynamoDB does not support CreateBackup',
    })
    expect(OPERATIONS).not.toContain('CreateBackup')
  })

  // Amazon's supports it.
  it.skipIf(isAmazons)('refuses a parameter that it does not support, by name', async () => {
    const refused = local.client.send(
      new CreateTableCommand({ ...investigationsTable('protected'), DeletionProtectionEnabled: true }),
    )
    await expect(refused).rejects.toThrow('does not support the parameter DeletionProtectionEnabled')
  })

  // Amazon's has the other kinds, too.
  it.skipIf(isAmazons)('refuses a stream of another kind than both images', async () => {
    const StreamSpecification = { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } as const
    const refused = local.client.send(
      new CreateTableCommand({ ...investigationsTable('keys-only'), StreamSpecification }),
    )
    await expect(refused).rejects.toMatchObject({ name: 'ValidationException' })
  })

  it('reports a missing table', async () => {
    await expect(local.client.send(new DescribeTableCommand({ TableName: 'absent' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })

  it('writes a batch, and none of it when one item is wrong', async () => {
    await putBatch([{ id: 'batch-1' }, { id: 'batch-2' }])
    expect(await get('batch-2')).toEqual({ id: 'batch-2' })
    await expect(putBatch([{ id: 'batch-3' }, { name: 'no id' }])).rejects.toMatchObject({
      name: 'ValidationException',
    })
    expect(await get('batch-3')).toBeUndefined()
  })
})

const putAs = (credentials: { accessKeyId: string; secretAccessKey: string }) =>
  dynamoDbClient(local.url, { credentials }).send(
    new PutItemCommand({ TableName: TABLE, Item: { id: { S: 'forged' } } }),
  )

// DynamoDB Local takes any signature: here the documentation is followed.
describe.skipIf(isAmazons)('signatures', () => {
  it('refuses an unknown access key', async () => {
    await expect(putAs({ accessKeyId: 'other', secretAccessKey: 'local' })).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    })
  })

  it('refuses a request signed with another secret', async () => {
    await expect(putAs({ accessKeyId: 'local', secretAccessKey: 'other' })).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    })
  })

  it('refuses a body other than the signed one', async () => {
    const tampering = dynamoDbClient(local.url)
    tampering.middlewareStack.add(
      next => args => {
        const { request } = z.object({ request: z.instanceof(Object) }).parse(args)
        Object.assign(request, { body: JSON.stringify({ TableName: TABLE, Item: { id: { S: 'forged' } } }) })
        return next(args)
      },
      { step: 'finalizeRequest', priority: 'low', name: 'tamper' },
    )
    const refused = tampering.send(new PutItemCommand({ TableName: TABLE, Item: { id: { S: 'honest' } } }))
    await expect(refused).rejects.toMatchObject({ name: 'InvalidSignatureException' })
    expect(await get('forged')).toBeUndefined()
  })

  it('refuses a request without a signature', async () => {
    const headers = { 'x-amz-target': 'DynamoDB_20120810.GetItem' }
    const response = await fetch(local.url, { method: 'POST', headers, body: '{}' })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('MissingAuthenticationTokenException')
  })
})

// Only the embedded one fails when it is told to.
describe.skipIf(isAmazons)('faults', () => {
  it('answers with an injected fault, and does not change the item', async () => {
    const asked: unknown[] = []
    let armed = false
    const faulty = await openDynamoDb({
      faults: {
        before: (service, operation, detail) => {
          asked.push([service, operation, detail])
          return armed
            ? { status: 400, code: 'ProvisionedThroughputExceededException', message: 'slow down' }
            : undefined
        },
      },
    })
    armed = true
    const refused = faulty.documents.send(new PutCommand({ TableName: TABLE, Item: { id: 'unlucky' } }))
    await expect(refused).rejects.toSatisfy(
      error => error instanceof DynamoDBServiceException && error.message === 'slow down',
    )
    armed = false
    expect(asked).toContainEqual(['dynamodb', 'PutItem', { table: TABLE }])
    expect(
      (await faulty.documents.send(new GetCommand({ TableName: TABLE, Key: { id: 'unlucky' } }))).Item,
    ).toBeUndefined()
    await faulty.remove()
  })
})
