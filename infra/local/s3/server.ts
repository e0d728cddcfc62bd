import { defined } from '../../../analyses/lib/defined.ts'
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { appOf, faultBefore, type Faults } from '../http/faults.ts'
import { listen, type Listening, type Reply } from '../http/listen.ts'
import { xmlDocument } from '../http/xml.ts'
import { bucketOperations, checkBucket } from './buckets.ts'
import { type Handler, headersOf, resourceOf, type Service, targetOf } from './call.ts'
import { configurationOperations } from './configurations.ts'
import { copyOperations } from './copy.ts'
import { type Failure, failureReply, Injected, S3Error } from './protocol/errors.ts'
import { multiObjectOperations } from './multi-object.ts'
import { multipartOperations } from './multipart.ts'
import { objectOperations } from './objects.ts'
import { type Operation, operationOf } from './routes.ts'
import type { Credentials } from '../http/signature.ts'
import { authorize } from './protocol/signature.ts'
import type { Sessions } from '../http/sessions.ts'
import type { ObjectStore } from './storage/store.ts'

export interface S3Options {
  store: ObjectStore
  /** The one identity that may call, and may do everything. */
  credentials: Credentials
  /** Roles of other accounts that were assumed: they, too, may do everything. */
  sessions?: Sessions
  region: string
  /** Checked against `x-amz-expected-bucket-owner`; without it any owner is believed. */
  account?: string
  /** Default: any free port. */
  port?: number
  now: () => Date
  faults?: Faults
}

const HANDLERS: Record<Operation, Handler> = {
  ...bucketOperations,
  ...configurationOperations,
  ...objectOperations,
  ...copyOperations,
  ...multiObjectOperations,
  ...multipartOperations,
}

/** These say something about buckets that need not exist or be in this Region. */
const WITHOUT_BUCKET: ReadonlySet<Operation> = new Set(['ListBuckets', 'CreateBucket', 'GetBucketLocation'])

/**
 * Starts the embedded S3 on 127.0.0.1. Buckets are addressed by path (`/bucket/key`), which is what SDK
 * clients do when the endpoint is an IP address.
 */
export const startS3 = (options: S3Options): Promise<Listening> =>
  listen({
    port: options.port,
    answer: (request, response) => answer(request, response, options),
    failure: failureReply(errorDocument),
  })

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: S3Options,
): Promise<Reply> {
  const { path, query } = targetOf(request.url ?? '/')
  const signed = { method: request.method ?? '', path, query, headers: headersOf(request) }
  const authorization = await authorize(signed, options)
  const headers = { ...headersInQuery(query), ...signed.headers }
  const operation = operationOf({ ...signed, headers })
  const call = { ...signed, ...resourceOf(path), headers, authorization, body: request }

  const about = {
    bucket: call.bucket,
    key: call.key,
    ...(query['prefix'] && { prefix: query['prefix'] }),
    ...appOf(signed.headers['user-agent']),
    ...defined({ account: authorization.account }),
  }
  const fault = await faultBefore(options.faults, 's3', operation, about, response)
  if (fault) throw new Injected(fault)
  if (!WITHOUT_BUCKET.has(operation)) checkBucket(call, options)
  checkOwner(headers, options.store.configuration(call.bucket, 'owner') ?? options.account)
  const reply = await HANDLERS[operation](call, options satisfies Service)
  return { ...reply, headers: { 'x-amz-request-id': requestId(), ...reply.headers } }
}

/** In a presigned URL, `x-amz-` headers are parameters; the signer puts them there. */
function headersInQuery(query: Record<string, string>): Record<string, string> {
  const own = /^X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Content-Sha256)$/
  const entries = Object.entries(query).filter(([name]) => /^x-amz-/i.test(name) && !own.test(name))
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]))
}

function checkOwner(headers: Record<string, string>, account: string | undefined): void {
  const expected = headers['x-amz-expected-bucket-owner']
  if (expected === undefined || account === undefined || expected === account) return
  throw new S3Error('AccessDenied', 'Access Denied')
}

function errorDocument({ code, message, elements }: Failure, request: IncomingMessage): string {
  const { path } = targetOf(request.url ?? '/')
  return xmlDocument('Error', {
    Code: code,
    Message: message,
    ...elements,
    Resource: path,
    RequestId: requestId(),
  })
}

const requestId = (): string => randomBytes(8).toString('hex').toUpperCase()
