import {
  DeleteTableCommand,
  DescribeTimeToLiveCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb'
import {
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ensureTable, investigationsTable } from '../../../infra/local/services/tables.ts'
import { openDynamoDb, TABLE } from '../../support/dynamodb.ts'

let local: Awaited<ReturnType<typeof openDynamoDb>>
beforeEach(async () => {
  local = await openDynamoDb()
})
afterEach(() => local.remove())

const put = (item: Record<string, unknown>) =>
  local.documents.send(new PutCommand({ TableName: TABLE, Item: item }))
const remove = (id: string) => local.documents.send(new DeleteCommand({ TableName: TABLE, Key: { id } }))
const setNote = (id: string, note: string) =>
  local.documents.send(
    new UpdateCommand({
      TableName: TABLE,
      Key: { id },
      UpdateExpression: 'SET note = :note',
      ExpressionAttributeValues: { ':note': note },
    }),
  )
const told = () =>
  local.records.map(({ eventName, dynamodb }) => [
    eventName,
    dynamodb?.Keys?.['id']?.S,
    dynamodb?.NewImage?.['note']?.S,
  ])

describe('the stream', () => {
  it('reports an insert in the form that Lambda receives', async () => {
    await put({ id: 'one', tags: new Set(['b', 'a']), raw: Buffer.from('raw') })
    const image = {
      id: { S: 'one' },
      tags: { SS: ['b', 'a'] },
      raw: { B: Buffer.from('raw').toString('base64') },
    }
    expect(local.records).toEqual([
      {
        eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
        eventName: 'INSERT',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: 'eu-west-1',
        eventSourceARN:
          'arn:aws:dynamodb:eu-west-1:000000000000:table/investigations/stream/2026-11-20T07:00:00.000',
        dynamodb: {
          ApproximateCreationDateTime: Date.parse('2026-11-20T07:00:00Z') / 1000,
          Keys: { id: { S: 'one' } },
          NewImage: image,
          SequenceNumber: expect.stringMatching(/^\d{21,40}$/),
          // Twice id and 'one'; tags, b, a; raw and its 3 bytes.
          SizeBytes: 5 + 5 + 6 + 6,
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
      },
    ])
  })

  it('has both images of a change, and the old image of a deletion', async () => {
    await put({ id: 'one', note: 'a' })
    await setNote('one', 'b')
    await remove('one')
    const [, modified, removed] = local.records.map(record => record.dynamodb)
    expect(modified).toMatchObject({ OldImage: { note: { S: 'a' } }, NewImage: { note: { S: 'b' } } })
    expect(removed).toMatchObject({ OldImage: { note: { S: 'b' } } })
    expect(removed).not.toHaveProperty('NewImage')
    expect(local.records.map(record => record.eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE'])
    expect(local.records.every(record => !('userIdentity' in record))).toBe(true)
  })

  it('has no record of writes that fail or change nothing', async () => {
    await put({ id: 'one', note: 'a', tags: new Set(['a', 'b']) })
    await put({ tags: new Set(['b', 'a']), note: 'a', id: 'one' })
    await setNote('one', 'a')
    await remove('never there')
    const failing = new DeleteCommand({
      TableName: TABLE,
      Key: { id: 'one' },
      ConditionExpression: 'attribute_not_exists(id)',
    })
    await expect(local.documents.send(failing)).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
    })
    expect(told()).toEqual([['INSERT', 'one', 'a']])
  })

  it('keeps the order of concurrent writes to an item, by rising sequence numbers', async () => {
    await Promise.all(Array.from({ length: 30 }, (_, index) => put({ id: 'busy', note: `${index}` })))
    const images = local.records.map(record => record.dynamodb)
    expect(images).toHaveLength(30)
    for (const [index, image] of images.entries())
      expect(image?.OldImage).toEqual(images[index - 1]?.NewImage)
    const numbers = images.map(image => BigInt(image?.SequenceNumber ?? 0))
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => Number(a - b)))
  })

  it('continues with higher sequence numbers after a restart', async () => {
    await put({ id: 'one', note: 'before' })
    await local.close()
    const before = local.records
    local = await openDynamoDb({ directory: local.directory })
    await setNote('one', 'after')
    expect(told()).toEqual([['MODIFY', 'one', 'after']])
    const [first, second] = [before, local.records].map(records =>
      BigInt(records[0]?.dynamodb?.SequenceNumber ?? 0),
    )
    expect(second).toBeGreaterThan(first ?? 0n)
  })

  it('has a record of every item of a batch', async () => {
    const puts = ['a', 'b'].map(id => ({ PutRequest: { Item: { id } } }))
    await local.documents.send(new BatchWriteCommand({ RequestItems: { [TABLE]: puts } }))
    expect(told()).toEqual([
      ['INSERT', 'a', undefined],
      ['INSERT', 'b', undefined],
    ])
  })

  it('is silent for a table without a stream', async () => {
    const { StreamSpecification: _, ...input } = investigationsTable('quiet')
    await ensureTable(local.client, input)
    await local.documents.send(new PutCommand({ TableName: 'quiet', Item: { id: 'one' } }))
    expect(local.records).toEqual([])
  })
})

const setTimeToLive = (enabled: boolean) =>
  local.client.send(
    new UpdateTimeToLiveCommand({
      TableName: TABLE,
      TimeToLiveSpecification: { Enabled: enabled, AttributeName: 'expiresAt' },
    }),
  )

const describeTimeToLive = async () =>
  (await local.client.send(new DescribeTimeToLiveCommand({ TableName: TABLE }))).TimeToLiveDescription

const ids = async () =>
  (await local.documents.send(new ScanCommand({ TableName: TABLE }))).Items?.map(item => item['id']).sort()

const seconds = () => local.clock.now.getTime() / 1000

describe('time to live', () => {
  it('is returned as set, and cannot be set twice', async () => {
    expect(await describeTimeToLive()).toEqual({ TimeToLiveStatus: 'DISABLED' })
    await setTimeToLive(true)
    expect(await describeTimeToLive()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' })
    await expect(setTimeToLive(true)).rejects.toMatchObject({ message: 'TimeToLive is already enabled' })
    await setTimeToLive(false)
    await expect(setTimeToLive(false)).rejects.toMatchObject({ message: 'TimeToLive is already disabled' })
  })

  it('deletes what has expired and nothing else, by the clock given', async () => {
    await setTimeToLive(true)
    await put({ id: 'short', expiresAt: seconds() + 60 })
    await put({ id: 'long', expiresAt: seconds() + 600 })
    await put({ id: 'in milliseconds', expiresAt: seconds() * 1000 })
    await put({ id: 'text', expiresAt: '1' })
    await put({ id: 'over five years ago', expiresAt: 1 })
    await put({ id: 'without' })
    await local.sweep()
    expect(await ids()).toHaveLength(6)
    local.clock.now = new Date(local.clock.now.getTime() + 61_000)
    await local.sweep()
    expect(await ids()).toEqual(['in milliseconds', 'long', 'over five years ago', 'text', 'without'])
  })

  it('says in the stream who deleted the item', async () => {
    await setTimeToLive(true)
    await put({ id: 'short', expiresAt: seconds() - 1 })
    await local.sweep()
    expect(local.records[1]).toMatchObject({
      eventName: 'REMOVE',
      userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      dynamodb: { OldImage: { id: { S: 'short' } } },
    })
  })

  it('leaves an expired item readable until it is swept', async () => {
    await setTimeToLive(true)
    await put({ id: 'short', expiresAt: seconds() - 1 })
    const read = new GetCommand({ TableName: TABLE, Key: { id: 'short' } })
    expect((await local.documents.send(read)).Item).toBeDefined()
  })

  it('goes with its table', async () => {
    await setTimeToLive(true)
    await local.client.send(new DeleteTableCommand({ TableName: TABLE }))
    await waitUntilTableNotExists(
      { client: local.client, minDelay: 1, maxWaitTime: 10 },
      { TableName: TABLE },
    )
    await ensureTable(local.client, investigationsTable(TABLE))
    expect(await describeTimeToLive()).toEqual({ TimeToLiveStatus: 'DISABLED' })
  })
})
