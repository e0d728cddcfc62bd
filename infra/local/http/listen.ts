import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** An answer to a request. */
export interface Reply {
  status: number
  headers?: Record<string, string>
  body?: string | Buffer | Readable
}

/** A refusal before any protocol is spoken: a bad request line, `Host` or body. */
export class HttpError extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.name = 'HttpError'
    this.status = status
    this.code = code
  }
}

export interface Listener {
  /** Default: any free port. */
  port?: number | undefined
  /** Undefined where it wrote to the response itself, or cut the connection. */
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<Reply | undefined>
  /** The error document, in the service's protocol, for what `answer` or a check here threw. */
  failure: (error: unknown, request: IncomingMessage) => Reply
}

/** A server of ours that listens. */
export interface Listening {
  url: string
  server: Server
  /** Stops listening and ends what is connected. May be called again. */
  close: () => Promise<void>
}

/** The largest body that is read into memory, bytes. */
const BODY_LIMIT = 4_000_000

/**
 * Serves HTTP on 127.0.0.1. A request must name a loopback host: a page elsewhere that gives its own name to this
 * address (DNS rebinding) is refused.
 */
export async function listen({ port = 0, answer, failure }: Listener): Promise<Listening> {
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      checkHost(request.headers.host)
      const reply = await answer(request, response)
      if (reply) await send(reply, request, response)
    } catch (error) {
      if (response.headersSent) response.destroy()
      else await send(failure(error, request), request, response)
    }
  }

  const server = createServer((request, response) => void respond(request, response))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: urlOf(server),
    server,
    async close() {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** Where a server on 127.0.0.1 is reached. @throws Error unless it listens */
export function urlOf(server: Server): string {
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The embedded service does not listen')
  return `http://127.0.0.1:${address.port}`
}

/** Reads a request's body as it is. @throws HttpError 413 when it is larger than 4 MB */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  // A stream that is destroyed takes its connection with it, and the refusal could not be sent.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > BODY_LIMIT) throw new HttpError(413, 'RequestEntityTooLarge', 'The body is larger than 4 MB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Reads a request's body as text. @throws HttpError 413 when it is larger than 4 MB */
export const readBody = async (request: IncomingMessage): Promise<string> =>
  (await readBytes(request)).toString('utf8')

/** The media type without its parameters, in lower case. */
export function mediaType(request: IncomingMessage): string {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

const HOST = /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i

function checkHost(host: string | undefined): void {
  const name = HOST.exec(host ?? '')?.[1]?.toLowerCase()
  if (name === undefined) throw new HttpError(400, 'InvalidHost', 'The Host header is missing or malformed')
  if (name !== '127.0.0.1' && name !== 'localhost' && !name.endsWith('.localhost'))
    throw new HttpError(403, 'ForbiddenHost', 'This service answers on loopback only')
}

async function send(
  { status, headers = {}, body = '' }: Reply,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // What was not read of the body must go before the connection can carry another request.
  request.resume()
  const whole = typeof body === 'string' || Buffer.isBuffer(body)
  if (whole && status !== 204 && request.method !== 'HEAD')
    response.setHeader('content-length', Buffer.byteLength(body))
  try {
    response.writeHead(status, headers)
    if (whole) response.end(body)
    else await pipeline(body, response)
  } catch {
    // The client went away, or a file could not be read to its end: a cut connection says so.
    response.destroy()
  }
}
