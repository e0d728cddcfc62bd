import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import * as z from 'zod'
import type { Table } from '../../../analyses/lib/tables.ts'
import { appOf, faultBefore, type Faults } from '../faults.ts'
import type { ObjectStore } from '../s3/store.ts'
import { openEngine } from './dialect/engine.ts'
import { AthenaError } from './errors.ts'
import type { QueryStateChange } from './events.ts'
import { openExecutions } from './executions.ts'
import { clearScratch } from './output/publish.ts'
import { openQueue } from './queue.ts'
import { answer } from './routes.ts'
import type { QueryWorld } from './run.ts'
import type { Service } from './service.ts'
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
  /** How many threads a query has; default 2, which suit a laptop. */
  threads?: number
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
  const world = await openWorld(options)
  const executions = openExecutions(path.join(directory, 'executions.sqlite'))
  const queue = openQueue({ world, executions, workgroup, onStateChange, faults })
  for (const execution of executions.unfinished()) queue.add(execution)
  const service = { world, executions, queue, workgroup, activeLimit }
  const server = http.createServer((request, response) => void respond(service, faults, request, response))
  await new Promise<void>(resolve => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  return {
    url: urlOf(server),
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await queue.close()
      executions.close()
      world.engine.closeSync()
    },
  }
}

function urlOf(server: http.Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the embedded Athena does not listen')
  return `http://127.0.0.1:${address.port}`
}

async function openWorld({ directory, ...options }: AthenaOptions): Promise<QueryWorld> {
  const { store, tables, database, outputLocation, scanCutoffBytes, now, threads = 2 } = options
  fs.mkdirSync(directory, { recursive: true })
  const scratch = path.join(directory, 'scratch')
  clearScratch(scratch)
  const engine = await openEngine(path.join(directory, 'spill'), threads)
  const damage = openDamage(path.join(directory, 'repaired'))
  return { engine, store, tables, database, damage, scratch, outputLocation, scanCutoffBytes, now }
}

const jsonObject = z.looseObject({})

async function respond(
  service: Service,
  faults: Faults | undefined,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  try {
    const operation = String(request.headers['x-amz-target']).replace(/^AmazonAthena\./, '')
    const input = jsonObject.parse(JSON.parse((await buffer(request)).toString('utf8') || '{}'))
    const fault = await faultBefore(faults, 'athena', operation, {
      ...detailOf(input),
      ...appOf(request.headers['user-agent']),
    })
    if (fault) throw new AthenaError(fault.code, fault.message, { status: fault.status })
    send(response, 200, answer(service, operation, input))
  } catch (error) {
    sendError(response, error)
  }
}

/** What a fault can be chosen by: the input's texts. */
function detailOf(input: object): Record<string, string> {
  const texts = Object.entries(input).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return Object.fromEntries(texts)
}

function sendError(response: http.ServerResponse, error: unknown): void {
  if (!(error instanceof AthenaError)) {
    console.error('the embedded Athena failed', error)
    send(response, 500, { __type: 'InternalServerException', Message: String(error) })
    return
  }
  const { code, message, status, athenaErrorCode } = error
  send(response, status, { __type: code, Message: message, AthenaErrorCode: athenaErrorCode })
}

function send(response: http.ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
  response.end(JSON.stringify(body))
}
