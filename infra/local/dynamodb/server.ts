import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { crc32 } from 'node:zlib'
import type { DynamoDBRecord } from 'aws-lambda'
import { appOf, faultBefore, type Faults } from '../faults.ts'
import * as z from 'zod'
import type { Input, Output } from './action.ts'
import { type Database, openDatabase } from './database.ts'
import { isServiceError, type ServiceError, serviceError } from './error.ts'
import { operations } from './operations.ts'
import { urlOf } from '../loopback.ts'
import { type Credentials, verifySignature } from './signature.ts'
import { sweep } from './time-to-live.ts'

export interface DynamoDbOptions {
  /** Where the tables are kept; the next start on the same directory finds them again. */
  directory: string
  /** 0, the default, takes any free port. */
  port?: number
  now: () => Date
  /** Given the records of each write to a table with a stream, in the order of the writes. */
  onStream: (records: DynamoDBRecord[]) => void
  /** What requests must be signed with; `local`/`local` by default. */
  credentials?: Credentials
  /** The Region in the ARNs of tables and in stream records. */
  region?: string
  faults?: Faults
}

export interface DynamoDb {
  url: string
  /** Deletes what has expired by now; it also happens at the start and then every minute. */
  sweep(): Promise<void>
  close(): Promise<void>
}

const SWEEP_MS = 60_000

/**
 * Starts the embedded DynamoDB on 127.0.0.1: dynalite's tables, expressions and limits, and what it lacks:
 * time to live, streams, the item in a failed condition, signatures. Everything it does is in
 * `operations.ts`; other operations and parameters are refused by name.
 */
export async function startDynamoDb(options: DynamoDbOptions): Promise<DynamoDb> {
  const { directory, port = 0, now, onStream, region = 'eu-west-1' } = options
  const database = await openDatabase({ directory, region, now, onStream })
  await sweep(database)
  let sweeping = Promise.resolve()
  const sweepOnTime = () => {
    sweeping = sweep(database)
  }
  const timer = setInterval(sweepOnTime, SWEEP_MS).unref()
  const underway = new Set<Promise<void>>()
  const server = createServer((request, response) => {
    const answering = answer(database, options, request, response).finally(() => underway.delete(answering))
    underway.add(answering)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: urlOf(server),
    sweep: () => sweep(database),
    close: async () => {
      clearInterval(timer)
      server.close()
      await once(server, 'close')
      // Of callers that have gone away, too.
      await Promise.all([...underway, sweeping])
      await database.close()
    },
  }
}

async function answer(
  database: Database,
  options: DynamoDbOptions,
  request: IncomingMessage,
  response: ServerResponse,
) {
  try {
    send(response, 200, await serve(database, options, request))
  } catch (error) {
    const known = isServiceError(error) ? error : unexpected(error)
    send(response, known.statusCode, known.body)
  }
}

async function serve(
  database: Database,
  options: DynamoDbOptions,
  request: IncomingMessage,
): Promise<Output> {
  const { credentials = { accessKeyId: 'local', secretAccessKey: 'local' }, faults } = options
  const body = await buffer(request)
  await verifySignature(request, body, credentials)
  const [version, name = ''] = String(request.headers['x-amz-target']).split('.')
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
  if (request.method !== 'POST' || version !== 'DynamoDB_20120810' || !operation) {
    throw serviceError(
      'UnknownOperationException',
      `The embedded DynamoDB does not support ${name || 'this request'}`,
    )
  }
  const input = parse(body)
  const fault = await faultBefore(faults, 'dynamodb', name, {
    ...aboutOf(input),
    ...appOf(request.headers['user-agent']),
  })
  if (fault?.status === 200 && fault.code === LEFT_UNDONE) return { UnprocessedItems: input['RequestItems'] }
  if (fault) throw Object.assign(serviceError(fault.code, fault.message), { statusCode: fault.status })
  return operation(database, input)
}

/** A fault with this code and status 200 lets BatchWriteItem do nothing and say so. */
const LEFT_UNDONE = 'left-undone'

const jsonObject = z.record(z.string(), z.unknown())

function parse(body: Buffer): Input {
  try {
    return jsonObject.parse(JSON.parse(body.toString()))
  } catch {
    throw serviceError('SerializationException', 'The body is not a JSON object')
  }
}

/** What an operation is about; a batch is taken to be about the first of its tables. */
function aboutOf({ TableName, RequestItems, IndexName: index }: Input): Record<string, string> {
  const table = TableName ?? Object.keys(RequestItems ?? {})[0]
  return {
    ...(typeof table === 'string' && { table }),
    ...(typeof index === 'string' && { index }),
  }
}

function send(response: ServerResponse, status: number, output: object): void {
  const body = JSON.stringify(output)
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': randomUUID(),
    'x-amz-crc32': String(crc32(body)),
  })
  response.end(body)
}

/** A defect of ours or dynalite's: shown where the developer looks, and answered as DynamoDB would. */
function unexpected(error: unknown): ServiceError {
  console.error(error)
  return Object.assign(serviceError('InternalServerError', 'Internal server error'), { statusCode: 500 })
}
