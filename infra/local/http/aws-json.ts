import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { crc32 } from 'node:zlib'
import * as z from 'zod'
import { appOf, type Fault, faultBefore, type Faults } from './faults.ts'
import { HttpError, listen, type Listening, readBytes, type Reply } from './listen.ts'
import { isServiceError, serviceError } from './service-error.ts'
import { type Credentials, verifySignature } from './signature.ts'

export type Input = Record<string, unknown>

export interface JsonService {
  /** As error messages name it: `DynamoDB`. */
  name: string
  /** What `X-Amz-Target` begins with: `DynamoDB_20120810`. */
  target: string
  /** By which requests are signed, and by which faults are asked for: `dynamodb`. */
  service: string
  /** Of `application/x-amz-json-`. */
  version: '1.0' | '1.1'
  /** By the name that `X-Amz-Target` ends with. */
  operations: Readonly<Record<string, (input: Input, request: IncomingMessage) => object | Promise<object>>>
  /** Default: any free port. */
  port?: number | undefined
  /** Without them, signatures are not looked at. */
  credentials?: Credentials | undefined
  faults?: Faults | undefined
  /** What an operation is about, for choosing faults. */
  detail?: (input: Input) => Record<string, string>
  /** A fault that is another answer instead of an error; undefined for all others. */
  otherAnswer?: (fault: Fault, input: Input) => object | undefined
}

/** Serves operations in the JSON protocol of AWS. It refuses an operation that is not there by name. */
export function listenForJson(service: JsonService): Promise<Listening> {
  return listen({
    port: service.port,
    answer: async (request, response) => reply(service, 200, await serve(service, request, response)),
    failure: error => errorReply(service, error),
  })
}

async function serve(
  service: JsonService,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<object> {
  const { name, target, credentials, faults, operations, detail, otherAnswer } = service
  const body = await readBytes(request)
  if (credentials) await verifySignature(request, body, credentials, service.service)
  const [version, operationName = ''] = String(request.headers['x-amz-target']).split('.')
  const operation = Object.hasOwn(operations, operationName) ? operations[operationName] : undefined
  if (request.method !== 'POST' || version !== target || !operation)
    throw serviceError(
      'UnknownOperationException',
      `The embedded ${name} does not support ${operationName || 'this request'}`,
    )
  const input = parse(body)
  const about = { ...detail?.(input), ...appOf(request.headers['user-agent']) }
  const fault = await faultBefore(faults, service.service, operationName, about, response)
  const other = fault && otherAnswer?.(fault, input)
  if (other) return other
  if (fault) throw Object.assign(serviceError(fault.code, fault.message), { statusCode: fault.status })
  return operation(input, request)
}

const jsonObject = z.record(z.string(), z.unknown())

function parse(body: Buffer): Input {
  try {
    return jsonObject.parse(JSON.parse(body.toString() || '{}'))
  } catch {
    throw serviceError('SerializationException', 'The body is not a JSON object')
  }
}

function errorReply(service: JsonService, error: unknown): Reply {
  if (isServiceError(error)) return reply(service, error.statusCode, error.body)
  if (error instanceof HttpError)
    return reply(service, error.status, { __type: error.code, message: error.message })
  // A defect of ours: shown where the developer looks.
  console.error(`the embedded ${service.name} failed`, error)
  return reply(service, 500, { __type: 'InternalServerError', message: 'Internal server error' })
}

function reply({ version }: JsonService, status: number, output: object): Reply {
  const body = JSON.stringify(output)
  const headers = {
    'content-type': `application/x-amz-json-${version}`,
    'x-amzn-requestid': randomUUID(),
    'x-amz-crc32': String(crc32(body)),
  }
  return { status, headers, body }
}
