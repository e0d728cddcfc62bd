import fs from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { version } from '@duckdb/node-api'
import type { Table } from '../../../analyses/lib/evidence/tables.ts'
import type { Faults } from '../http/faults.ts'
import { listenForJson } from '../http/aws-json.ts'
import type { ObjectStore } from '../s3/storage/store.ts'
import { openEngine } from './dialect/engine.ts'
import type { QueryStateChange } from './events.ts'
import { digestOf, KeptRows } from './kept/kept-rows.ts'
import { openExecutions } from './executions.ts'
import { clearScratch } from './output/publish.ts'
import { openQueue } from './queue.ts'
import { ROUTES } from './routes.ts'
import type { QueryDeps } from './run.ts'
import { openDamage } from './tables/damage.ts'

export interface AthenaOptions {
  store: ObjectStore
  /** The database's tables; their names are lower case. */
  tables: readonly Table[]
  /** Where executions are kept; made if it is not there. */
  directory: string
  workgroup: string
  /** Lower case. */
  database: string
  /** `s3://bucket/prefix/`, which the workgroup enforces. */
  outputLocation: string
  /** BytesScannedCutoffPerQuery of the workgroup. */
  scanCutoffBytes?: number
  /** Queued and running queries together; default 20, as in most Regions. */
  activeLimit?: number
  /** How many threads a query has; by default all. */
  threads?: number
  /** Keeps what is made of files that lie outside the store, for later processes; by default nothing. */
  kept?: { directory: string; bytes: number } | undefined
  /** Default: any free port. */
  port?: number
  now: () => Date
  /** Called at each change of a query's state, with the event as EventBridge delivers it. */
  onStateChange: (event: QueryStateChange) => void
  faults?: Faults | undefined
}

export interface Athena {
  url: string
  /** Interrupts what runs; the next start on the same directory runs it again. */
  close(): Promise<void>
}

/**
 * Athena on loopback, answering unmodified SDK clients from DuckDB over the objects of `store`. Executions
 * that were not finished when the last process ended are run again, so a client never sees that it did.
 */
export async function startAthena(options: AthenaOptions): Promise<Athena> {
  const { directory, workgroup, faults, onStateChange, activeLimit = 20 } = options
  const deps = await openDeps(options)
  const executions = openExecutions(path.join(directory, 'executions.sqlite'))
  const queue = openQueue({ deps, executions, workgroup, onStateChange, faults })
  for (const execution of executions.unfinished()) queue.add(execution)
  const service = { deps, executions, queue, workgroup, activeLimit }
  const { url, close } = await listenForJson({
    name: 'Athena',
    target: 'AmazonAthena',
    service: 'athena',
    version: '1.1',
    operations: Object.fromEntries(
      Object.entries(ROUTES).map(([name, route]) => [name, (input: object) => route(service, input)]),
    ),
    port: options.port,
    faults,
    detail: textsOf,
  })
  return {
    url,
    async close() {
      await close()
      await queue.close()
      executions.close()
      deps.engine.closeSync()
    },
  }
}

async function openDeps({ directory, ...options }: AthenaOptions): Promise<QueryDeps> {
  const {
    store,
    tables,
    database,
    outputLocation,
    scanCutoffBytes,
    now,
    kept,
    threads = availableParallelism(),
  } = options
  fs.mkdirSync(directory, { recursive: true })
  const scratch = path.join(directory, 'scratch')
  clearScratch(scratch)
  const engine = await openEngine(path.join(directory, 'spill'), threads)
  const damage = openDamage(path.join(directory, 'repaired'))
  return {
    engine,
    store,
    tables,
    database,
    damage,
    scratch,
    outputLocation,
    scanCutoffBytes,
    now,
    ...(kept && {
      kept: { rows: new KeptRows(kept.directory, { most: kept.bytes, now }), engine: engineVersion() },
    }),
  }
}

/** What is kept was made by this code, and by this DuckDB. */
const engineVersion = (): string =>
  `${version()} ${digestOf(['dialect', 'tables', 'output'].map(name => path.join(import.meta.dirname, name)))}`

/** What a fault can be chosen by: the input's texts. */
function textsOf(input: object): Record<string, string> {
  const texts = Object.entries(input).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return Object.fromEntries(texts)
}
