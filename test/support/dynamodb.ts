import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import { inject } from 'vitest'
import { type DynamoDbOptions, startDynamoDb } from '../../infra/local/dynamodb/server.ts'
import { ensureTable, investigationsTable } from '../../infra/local/services/tables.ts'

export const TABLE = 'investigations'

/** Where the tests run against Amazon's own DynamoDB, to see that it does as the embedded one: where that is. */
const amazons = inject('dynamoDbLocal')

/** Whether what only the embedded one promises must be left out. */
export const isAmazons = amazons !== undefined

/** An embedded DynamoDB with the investigations table, its clients, its stream so far, and a clock to move. */
export async function openDynamoDb(given: Partial<DynamoDbOptions> = {}) {
  const directory = given.directory ?? (await mkdtemp(join(tmpdir(), 's3audit-dynamodb-')))
  const clock = { now: new Date('2026-11-20T07:00:00Z') }
  const records: DynamoDBRecord[] = []
  const service = isAmazons
    ? { url: amazons, sweep: () => Promise.resolve(), close: () => Promise.resolve() }
    : await startDynamoDb({
        now: () => clock.now,
        onStream: written => records.push(...written),
        ...given,
        directory,
      })
  // Amazon's keeps the tables of each access key apart.
  const accessKeyId = isAmazons ? randomUUID().replaceAll('-', '') : 'local'
  const client = dynamoDbClient(service.url, { credentials: { accessKeyId, secretAccessKey: 'local' } })
  const documents = DynamoDBDocumentClient.from(client)
  await ensureTable(client, investigationsTable(TABLE))
  const close = async () => {
    client.destroy()
    await service.close()
  }
  const remove = async () => {
    await close()
    await rm(directory, { recursive: true })
  }
  return { ...service, directory, clock, records, client, documents, close, remove }
}

/** A client as the bot would have it, pointed at the embedded service. */
export function dynamoDbClient(endpoint: string, config: DynamoDBClientConfig = {}): DynamoDBClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  return new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials, maxAttempts: 1, ...config })
}
