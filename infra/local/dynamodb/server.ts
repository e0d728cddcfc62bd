import { defined } from '../../../analyses/lib/defined.ts'
import type { DynamoDBRecord } from 'aws-lambda'
import type { Fault, Faults } from '../http/faults.ts'
import { listenForJson } from '../http/aws-json.ts'
import type { Credentials } from '../http/signature.ts'
import type { Input } from '../http/aws-json.ts'
import { openDatabase } from './database.ts'
import { type Operation, operations } from './operations.ts'
import { sweep } from './time-to-live.ts'

export interface DynamoDbOptions {
  /** Where the tables are kept; the next start on the same directory finds them again. */
  directory: string
  /** An empty database has lost its tables. */
  expectTables?: boolean
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
  const { directory, port, now, onStream, expectTables, region = 'eu-west-1', faults } = options
  const { credentials = { accessKeyId: 'local', secretAccessKey: 'local' } } = options
  const database = await openDatabase({ directory, region, now, onStream, ...defined({ expectTables }) })
  await sweep(database)
  let sweeping = Promise.resolve()
  const sweepOnTime = () => {
    sweeping = sweep(database)
  }
  const timer = setInterval(sweepOnTime, SWEEP_MS).unref()
  const underway = new Set<Promise<unknown>>()
  const tracked = (act: Operation) => (input: Input) => {
    const answer = act(database, input).finally(() => underway.delete(answer))
    underway.add(answer)
    return answer
  }
  const { url, close } = await listenForJson({
    name: 'DynamoDB',
    target: 'DynamoDB_20120810',
    service: 'dynamodb',
    version: '1.0',
    operations: Object.fromEntries(Object.entries(operations).map(([name, act]) => [name, tracked(act)])),
    port,
    credentials,
    faults,
    detail: aboutOf,
    otherAnswer: leftUndone,
  })
  return {
    url,
    sweep: () => sweep(database),
    async close() {
      clearInterval(timer)
      await close()
      // Of callers that have gone away, too.
      await Promise.allSettled([...underway, sweeping])
      await database.close()
    },
  }
}

/** A fault with this code and status 200 lets BatchWriteItem do nothing and say so. */
const LEFT_UNDONE = 'left-undone'

const leftUndone = ({ status, code }: Fault, input: Input): object | undefined =>
  status === 200 && code === LEFT_UNDONE ? { UnprocessedItems: input['RequestItems'] } : undefined

/** What an operation is about; a batch is taken to be about the first of its tables. */
function aboutOf({ TableName, RequestItems, IndexName: index }: Input): Record<string, string> {
  const table = TableName ?? Object.keys(RequestItems ?? {})[0]
  return {
    ...(typeof table === 'string' && { table }),
    ...(typeof index === 'string' && { index }),
  }
}
