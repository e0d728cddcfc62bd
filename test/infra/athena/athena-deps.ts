import { randomUUID } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena'
import { evidenceTable } from '../../../analyses/lib/evidence/evidence.ts'
import {
  accessLogsByDate,
  addressLists,
  accessLogsCopied,
  cloudTrail,
  located,
  type Table,
} from '../../../analyses/lib/evidence/tables.ts'
import type { QueryStateChange } from '../../../infra/local/athena/events.ts'
import { type AthenaOptions, startAthena } from '../../../infra/local/athena/server.ts'
import { type ObjectStore, openStore } from '../../../infra/local/s3/storage/store.ts'

export const WORKSPACE = 'workspace'
export const LOGS = 'log-bucket'
export const OUTPUT = `s3://${WORKSPACE}/results/`

const numbers: Table = {
  name: 'numbers',
  format: 'parquet',
  columns: [
    { name: 'n', type: 'bigint' },
    { name: 'word', type: 'string' },
    { name: 'missing', type: 'timestamp' },
  ],
  partitions: [{ name: 'investigation', projection: 'injected' }],
  ...located(`s3://${WORKSPACE}/numbers/`, '${investigation}/'),
}

export const TABLES: Table[] = [
  accessLogsCopied(WORKSPACE),
  accessLogsByDate({
    kind: 'access-log',
    id: 'dated',
    bucket: LOGS,
    prefix: 'dated/',
    dateSource: 'EventTime',
  }),
  cloudTrail({
    kind: 'cloudtrail',
    id: 'trail',
    bucket: LOGS,
    prefix: '',
    layout: 'account',
    accounts: [],
    regions: [],
  }),
  numbers,
  evidenceTable(WORKSPACE),
  addressLists(WORKSPACE),
]

export const now = (): Date => new Date('2026-11-21T12:00:00Z')

export interface Deps {
  client: AthenaClient
  store: ObjectStore
  events: QueryStateChange[]
  /** Told `change` at each of them. */
  changes: EventEmitter<{ change: [] }>
  directory: string
  put(bucket: string, key: string, body: string | Uint8Array): void
  /** Starts a statement and waits until it has ended, whatever the end. */
  run(sql: string): Promise<QueryExecution>
  /** The header and rows of a statement that must succeed, as texts. */
  table(sql: string): Promise<(string | undefined)[][]>
  /** The same without the header. */
  rows(sql: string): Promise<(string | undefined)[][]>
  /** The CSV object of a statement that must succeed, as bytes in text. */
  csv(sql: string): Promise<string>
  /** Why a statement that must fail has failed. */
  failure(sql: string): Promise<string>
  /** Ends the service and starts another on the same directory. */
  restart(options?: Partial<AthenaOptions>): Promise<void>
  close(): Promise<void>
}

/** Polling would slow the engine down, so wait for the service's event that a query has ended. */
export async function ended(
  { client, events, changes }: Pick<Deps, 'client' | 'events' | 'changes'>,
  id: string,
): Promise<QueryExecution> {
  const isEnded = () => {
    const last = events.findLast(({ detail }) => detail.queryExecutionId === id)
    return ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(last?.detail.currentState ?? '')
  }
  while (!isEnded()) await once(changes, 'change')
  const { QueryExecution: execution } = await client.send(
    new GetQueryExecutionCommand({ QueryExecutionId: id }),
  )
  return execution!
}

const clientOf = (endpoint: string): AthenaClient =>
  new AthenaClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
    maxAttempts: 1,
  })

/** The embedded Athena over an empty store in a folder of its own. */
export async function openDeps(options: Partial<AthenaOptions> = {}): Promise<Deps> {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), 'athena-'))
  const store = openStore(path.join(directory, 's3'), { now })
  for (const bucket of [WORKSPACE, LOGS]) store.createBucket(bucket, { region: 'eu-west-1' })
  const events: QueryStateChange[] = []
  const changes = new EventEmitter<{ change: [] }>().setMaxListeners(0)
  const start = (more: Partial<AthenaOptions> = {}) =>
    startAthena({
      store,
      tables: TABLES,
      directory: path.join(directory, 'athena'),
      workgroup: 's3audit',
      database: 's3audit',
      outputLocation: OUTPUT,
      now,
      onStateChange(event) {
        events.push(event)
        changes.emit('change')
      },
      ...options,
      ...more,
    })
  let athena = await start()
  const deps: Deps = {
    client: clientOf(athena.url),
    store,
    events,
    changes,
    directory,
    put: (bucket, key, body) => void store.putBytes(bucket, key, Buffer.from(body)),
    async run(sql) {
      const input = { QueryString: sql, ClientRequestToken: randomUUID(), WorkGroup: 's3audit' }
      const { QueryExecutionId: id } = await deps.client.send(new StartQueryExecutionCommand(input))
      return ended(deps, id!)
    },
    async table(sql) {
      const execution = await succeeded(deps, sql)
      const input = { QueryExecutionId: execution.QueryExecutionId }
      const { ResultSet: set } = await deps.client.send(new GetQueryResultsCommand(input))
      return set!.Rows!.map(row => row.Data!.map(datum => datum.VarCharValue))
    },
    rows: async sql => (await deps.table(sql)).slice(1),
    async csv(sql) {
      const execution = await succeeded(deps, sql)
      const key = execution.ResultConfiguration!.OutputLocation!.replace(`s3://${WORKSPACE}/`, '')
      return fs.readFile(store.head(WORKSPACE, key)!.path, 'utf8')
    },
    async failure(sql) {
      const { Status: status } = await deps.run(sql)
      if (status!.State !== 'FAILED') throw new Error(`did not fail: ${status!.State} ${sql}`)
      return status!.StateChangeReason!
    },
    async restart(more) {
      await athena.close()
      athena = await start(more)
      deps.client = clientOf(athena.url)
    },
    async close() {
      await athena.close()
      await fs.rm(directory, { recursive: true, force: true })
    },
  }
  return deps
}

async function succeeded(deps: Deps, sql: string): Promise<QueryExecution> {
  const execution = await deps.run(sql)
  const { State: state, StateChangeReason: reason } = execution.Status!
  if (state !== 'SUCCEEDED') throw new Error(`${state}: ${reason} ${sql}`)
  return execution
}
