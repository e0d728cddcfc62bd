import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { appOf, faultBefore, type Faults } from '../http/faults.ts'
import { listen, type Reply } from '../http/listen.ts'
import { headersOf, targetOf } from '../s3/call.ts'
import { type Failure, failureReply, Injected, notImplemented, S3Error } from '../s3/protocol/errors.ts'
import type { Credentials } from '../http/signature.ts'
import { type Authorization, authorize } from '../s3/protocol/signature.ts'
import type { SignedRequest } from '../s3/protocol/signature-claim.ts'
import type { ObjectStore } from '../s3/storage/store.ts'
import { xmlDocument } from '../http/xml.ts'
import { openJobs } from './jobs.ts'
import { type ControlService, HANDLERS } from './operations.ts'
import type { ReportLocation } from './report.ts'
import { createRunner } from './runner.ts'

export interface S3ControlOptions {
  /** Where the jobs copy from and to. */
  store: ObjectStore
  /** Holds the jobs; those found unfinished are carried on. */
  directory: string
  account: string
  region: string
  /** Without them, signatures are not looked at. */
  credentials?: Credentials
  /** Default: any free port. */
  port?: number
  now: () => Date
  /** Called when a completion report has been written, like an S3 event. */
  onReport: (report: ReportLocation) => void
  faults?: Faults
  /** How long a job stays in each state, milliseconds. */
  pace?: number
}

type Operation = keyof typeof HANDLERS

const ROUTES: readonly { name: Operation; method: string; path: RegExp; takes: readonly string[] }[] = [
  { name: 'CreateJob', method: 'POST', path: /^\/v20180820\/jobs$/, takes: [] },
  { name: 'DescribeJob', method: 'GET', path: /^\/v20180820\/jobs\/([^/]+)$/, takes: [] },
  {
    name: 'UpdateJobStatus',
    method: 'POST',
    path: /^\/v20180820\/jobs\/([^/]+)\/status$/,
    takes: ['requestedJobStatus', 'statusUpdateReason'],
  },
]

/** Every operation that the embedded S3 Control knows; all others are refused. */
export const OPERATIONS: readonly string[] = ROUTES.map(route => route.name)

/**
 * Starts the embedded S3 Control: S3 Batch Operations jobs that copy objects.
 *
 * The client puts the account id in front of the host of `url`; see `loopback.ts`.
 */
export async function startS3Control(
  options: S3ControlOptions,
): Promise<{ url: string; close: () => Promise<void> }> {
  const { account, region, now } = options
  const jobs = openJobs(options.directory)
  const runner = createRunner({ pace: 50, ...options, jobs })
  for (const job of jobs.all()) runner.start(job.id)
  const service = { jobs, runner, account, region, now }
  const server = await listen({
    port: options.port,
    answer: (request, response) => answer({ request, response }, service, options),
    failure: failureReply(errorDocument),
  })
  return {
    url: server.url.replace('127.0.0.1', 'localhost'),
    async close() {
      await server.close()
      await runner.stop()
      jobs.close()
    },
  }
}

async function answer(
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  service: ControlService,
  { credentials, faults }: S3ControlOptions,
): Promise<Reply> {
  const { path, query } = targetOf(request.url ?? '/')
  const signed = { method: request.method ?? '', path, query, headers: headersOf(request) }
  const authorization = credentials
    ? await authorize(signed, { ...service, credentials })
    : unverified(signed)
  const { name, jobId } = operationOf(signed)
  const detail = { jobId, ...appOf(signed.headers['user-agent']) }
  const fault = await faultBefore(faults, 's3-control', name, detail, response)
  if (fault) throw new Injected(fault)
  checkAccount(signed, jobId, service.account)
  return HANDLERS[name]({ ...signed, authorization, body: request, jobId }, service)
}

function operationOf({ method, path, query }: SignedRequest): { name: Operation; jobId: string } {
  const parameters = Object.keys(query)
  const route = ROUTES.find(
    candidate =>
      candidate.method === method &&
      candidate.path.test(path) &&
      parameters.every(parameter => candidate.takes.includes(parameter)),
  )
  if (!route) throw notImplemented(`${method} ${path} with ?${parameters.join('&')}`)
  return { name: route.name, jobId: route.path.exec(path)?.[1] ?? '' }
}

/** A job of another account is one that does not exist. */
function checkAccount({ headers }: SignedRequest, jobId: string, account: string): void {
  if (headers['x-amz-account-id'] === account) return
  if (jobId) throw new S3Error('NoSuchJob', 'The specified job does not exist')
  throw new S3Error('AccessDenied', 'Access Denied')
}

/** Only the body's hash is taken from a request whose signature nobody looks at. */
function unverified({ headers }: SignedRequest): Authorization {
  const payload = headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD'
  return { payload, signature: '', timestamp: '', scope: '', signingKey: new Uint8Array() }
}

function errorDocument({ code, message, elements }: Failure): string {
  const error = { Code: code, Message: message, ...elements }
  return xmlDocument('ErrorResponse', { Error: error, RequestId: randomUUID() })
}
