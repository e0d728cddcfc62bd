import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import type { Fault } from '../faults.ts'
import type { Reply } from './call.ts'
import { S3Error } from './errors.ts'

/** What an error document is made of. */
export type Failure = Pick<S3Error, 'status' | 'code' | 'message' | 'elements'>

export interface Listening {
  port: number
  close: () => Promise<void>
}

interface Listener {
  /** 0 takes any free port. */
  port: number
  answer: (request: IncomingMessage) => Promise<Reply>
  /** The service's own error document. */
  errorDocument: (failure: Failure, request: IncomingMessage) => string
}

/** Thrown to answer with an injected fault. */
export class Injected extends Error {
  readonly fault: Fault

  constructor(fault: Fault) {
    super(fault.message)
    this.name = 'Injected'
    this.fault = fault
  }
}

/** Serves HTTP on 127.0.0.1. What `answer` throws becomes the service's error document. */
export async function listen({ port, answer, errorDocument }: Listener): Promise<Listening> {
  const server = createServer((request, response) => {
    void respond(request, response)
  })

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = await answer(request).catch((error: unknown): Reply => {
      const failure = failureOf(error)
      const body = request.method === 'HEAD' ? '' : errorDocument(failure, request)
      return {
        status: failure.status,
        headers: { 'content-type': 'application/xml', ...redirect(failure) },
        body,
      }
    })
    // Whatever of the body was not read must go before the connection can carry another request.
    request.resume()
    await send(reply, request, response)
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  return {
    port: boundPort(server.address()),
    async close() {
      server.closeAllConnections()
      await new Promise<void>(resolve => {
        server.close(() => resolve())
      })
    },
  }
}

function boundPort(address: AddressInfo | string | null): number {
  if (typeof address === 'object' && address) return address.port
  throw new Error('The server does not listen on a port')
}

async function send(reply: Reply, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, headers = {}, body = '' } = reply
  const length = typeof body === 'string' && status !== 204 && request.method !== 'HEAD'
  if (length) response.setHeader('content-length', Buffer.byteLength(body))
  try {
    response.writeHead(status, headers)
    if (typeof body === 'string') response.end(body)
    else await pipeline(body, response)
  } catch {
    // The client went away, or a file could not be read to its end: a cut connection says so.
    response.destroy()
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof S3Error) return error
  if (error instanceof Injected) return { ...error.fault, elements: {} }
  return {
    status: 500,
    code: 'InternalError',
    message: `We encountered an internal error: ${String(error)}`,
    elements: {},
  }
}

/** HEAD answers have no document, so the Region to turn to is told by a header too. */
function redirect({ elements: { Region } }: Failure): Record<string, string> {
  return Region === undefined ? {} : { 'x-amz-bucket-region': Region }
}
