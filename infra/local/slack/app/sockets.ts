import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import * as z from 'zod'
import { parseJson } from '../model/json.ts'
import type { AppAnswer, Sockets } from '../state/delivery.ts'
import type { AppRequest } from '../state/request.ts'

export interface SocketOptions {
  /** The app's id, which `hello` names. */
  app: string
  /** Where the server listens: `http://127.0.0.1:4000`. */
  url: string
  /** Aborts when the embedded Slack closes. */
  closing: AbortSignal
  now: () => Date
}

const PATH = '/link'
const TICKET_MS = 30_000
/** The SDK gives a connection up that has not been pinged for 30 s. */
const PING_MS = 10_000

const acknowledgement = z.object({ envelope_id: z.string(), payload: z.unknown().optional() })

/**
 * Socket Mode over a server's own port: `apps.connections.open` gives an address, `hello` greets, every request is an
 * envelope that the app acknowledges by its id. https://docs.slack.dev/apis/events-api/using-socket-mode
 */
export function openSockets(server: Server, { app, url, closing, now }: SocketOptions): Sockets {
  const sockets = new WebSocketServer({ noServer: true })
  const tickets = new Map<string, number>()
  const waiting = new Map<string, (payload: unknown) => void>()
  const open = () => [...sockets.clients].filter(socket => socket.readyState === socket.OPEN)

  server.on('upgrade', (request, stream, head) => {
    if (!admitted(request, stream, { tickets, now })) return
    sockets.handleUpgrade(request, stream, head, socket => {
      socket.on('message', (data: Buffer) => acknowledged(data.toString()))
      greet(socket, app, open().length)
    })
  })
  const pings = setInterval(() => open().forEach(socket => socket.ping()), PING_MS)
  closing.addEventListener('abort', () => {
    clearInterval(pings)
    for (const socket of sockets.clients) socket.terminate()
  })

  function acknowledged(text: string): void {
    const { data } = acknowledgement.safeParse(parseJson(text))
    if (data) waiting.get(data.envelope_id)?.(data.payload)
  }

  return {
    open() {
      const ticket = randomUUID()
      tickets.set(ticket, now().getTime() + TICKET_MS)
      return `${url.replace(/^http/, 'ws')}${PATH}/?ticket=${ticket}&app_id=${app}`
    },
    isConnected: () => open().length > 0,
    deliver(request, headers) {
      const [socket] = open()
      if (!socket) return new Promise(() => {})
      const envelope = { envelope_id: randomUUID(), ...contentOf(request, headers) }
      const { promise, resolve } = Promise.withResolvers<unknown>()
      waiting.set(envelope.envelope_id, resolve)
      socket.send(JSON.stringify(envelope))
      return promise.then(answerOf).finally(() => waiting.delete(envelope.envelope_id))
    },
    refresh() {
      const message = JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' })
      for (const socket of open()) socket.send(message)
    },
  }
}

/** A ticket opens one connection; without one it is refused. */
function admitted(
  request: IncomingMessage,
  stream: Duplex,
  { tickets, now }: { tickets: Map<string, number>; now: () => Date },
): boolean {
  const { pathname, searchParams } = new URL(request.url ?? '', 'ws://localhost')
  const ticket = searchParams.get('ticket') ?? ''
  const until = tickets.get(ticket) ?? 0
  tickets.delete(ticket)
  if (pathname === `${PATH}/` && until >= now().getTime()) return true
  stream.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n')
  return false
}

function greet(socket: WebSocket, app: string, connections: number): void {
  const hello = { type: 'hello', num_connections: connections, connection_info: { app_id: app } }
  socket.send(JSON.stringify(hello))
}

/** What HTTP says by its path and form, an envelope says by its type. */
function contentOf(request: AppRequest, headers: Record<string, string>) {
  if ('json' in request) {
    const retry = Number(headers['x-slack-retry-num'] ?? 0)
    return {
      type: 'events_api',
      payload: request.json,
      accepts_response_payload: false,
      retry_attempt: retry,
      retry_reason: headers['x-slack-retry-reason'] ?? '',
    }
  }
  const { payload } = request.form
  return payload === undefined
    ? { type: 'slash_commands', payload: request.form, accepts_response_payload: true }
    : { type: 'interactive', payload: parseJson(payload), accepts_response_payload: true }
}

const answerOf = (payload: unknown): AppAnswer => ({
  status: 200,
  body: payload === undefined ? '' : typeof payload === 'string' ? payload : JSON.stringify(payload),
  headers: {},
})
