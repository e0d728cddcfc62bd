import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import * as z from 'zod'
import { isServiceError, serviceError } from './dynamodb/error.ts'
import { faultBefore, type Faults } from './faults.ts'
import { type Credentials, verifySignature } from './dynamodb/signature.ts'
import { type Listening, listenOnLoopback } from './loopback.ts'

/** Every operation that the embedded Parameter Store knows; all others are refused. */
export const OPERATIONS: readonly string[] = ['GetParameter']

const inputSchema = z.strictObject({ Name: z.string(), WithDecryption: z.boolean().optional() })

/**
 * Starts the embedded Systems Manager Parameter Store on 127.0.0.1, with SecureStrings that do not change.
 * @param values the parameters by name; asked for without decryption they are as unreadable as SSM's
 */
export async function startParameters(
  values: Record<string, string>,
  credentials: Credentials,
  faults?: Faults,
): Promise<Listening> {
  const server = createServer((request, response) => void respond(request, response))
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      response.end(JSON.stringify(await answer(request, values, credentials, faults)))
    } catch (error) {
      if (!isServiceError(error)) throw error
      response.writeHead(error.statusCode).end(JSON.stringify(error.body))
    }
  }
  return listenOnLoopback(server)
}

async function answer(
  request: IncomingMessage,
  values: Record<string, string>,
  credentials: Credentials,
  faults: Faults | undefined,
) {
  const body = await buffer(request)
  await verifySignature(request, body, credentials, 'ssm')
  const [service, operation = ''] = String(request.headers['x-amz-target']).split('.')
  if (service !== 'AmazonSSM' || !OPERATIONS.includes(operation))
    throw serviceError('UnknownOperationException', `The embedded SSM does not support ${operation}`)
  const { Name, WithDecryption = false } = inputSchema.parse(JSON.parse(body.toString()))
  const fault = await faultBefore(faults, 'ssm', operation, { name: Name })
  if (fault) throw serviceError(fault.code, fault.message)
  const value = Object.hasOwn(values, Name) ? values[Name] : undefined
  if (value === undefined) throw serviceError('ParameterNotFound', '')
  const Value = WithDecryption ? value : 'AQICAHencrypted'
  return { Parameter: { Name, Type: 'SecureString', Value, Version: 1 } }
}
