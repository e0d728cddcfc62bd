import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Fault, type Faults, faultBefore } from '../../http/faults.ts'
import { mediaType, readBody, type Reply } from '../../http/listen.ts'
import { methods } from '../api/methods.ts'
import { ApiError, reasons } from '../model/api-error.ts'
import { isRecord, parseJson } from '../model/json.ts'
import type { Slack } from '../state/slack.ts'
import { isLost } from './lost-answer.ts'
import { json } from './replies.ts'

type Arguments = Record<string, unknown>

/**
 * Answers `/api/<method>`: form-encoded or JSON arguments, the bot token as a bearer or as the argument `token`.
 * Refusals have status 200 and `ok: false`, as Slack's have.
 */
export async function answerApi(
  slack: Slack,
  options: Tokens & { faults?: Faults | undefined },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Reply | undefined> {
  const url = new URL(request.url ?? '', slack.url)
  const name = url.pathname.slice('/api/'.length)
  const args = { ...Object.fromEntries(url.searchParams), ...(await readArguments(request)) }
  const fault = await faultBefore(options.faults, 'slack', name, texts(args), response)
  const lost = isLost(fault)
  const answer = fault && !lost ? faultAnswer(fault) : call(slack, options, name, request, args)
  const { status, body } = answer
  slack.traffic.record({
    direction: 'app->slack',
    operation: name,
    request: args,
    status: lost ? 'failed' : status,
    response: body,
    ...(fault && { injected: true }),
  })
  if (!lost) return json(status, body, status === 429 ? { 'retry-after': '1' } : {})
  request.socket.destroy()
  return undefined
}

async function readArguments(request: IncomingMessage): Promise<Arguments> {
  const body = await readBody(request)
  if (mediaType(request) !== 'application/json') return Object.fromEntries(new URLSearchParams(body))
  const value = parseJson(body)
  return isRecord(value) ? value : {}
}

/** The arguments that say what a call is about, for choosing faults. */
function texts(args: Arguments): Record<string, string> {
  return Object.fromEntries(
    Object.entries(args).flatMap(([name, value]) =>
      typeof value === 'string' && name !== 'token' ? [[name, value] as const] : [],
    ),
  )
}

function faultAnswer({ status, code, message }: Fault): { status: number; body: unknown } {
  if (status === 429) return { status, body: { ok: false, error: 'ratelimited' } }
  return { status, body: { ok: false, error: code, ...(message && reasons([message])) } }
}

function call(
  slack: Slack,
  tokens: Tokens,
  name: string,
  request: IncomingMessage,
  args: Arguments,
): { status: number; body: Record<string, unknown> } {
  try {
    const method = methods.get(name)
    if (!method) throw new ApiError('unknown_method', { req_method: name })
    authenticate(tokenFor(name, tokens), request, args)
    return { status: 200, body: { ok: true, ...method(slack, args) } }
  } catch (error) {
    if (error instanceof ApiError)
      return { status: 200, body: { ok: false, error: error.code, ...error.details } }
    slack.log(`${name} broke: ${error instanceof Error ? error.stack : String(error)}`)
    return { status: 500, body: { ok: false, error: 'internal_error' } }
  }
}

/** What calls are made with: the bot's token, and in Socket Mode the app's own for its connections. */
interface Tokens {
  botToken: string
  appToken?: string | undefined
}

function tokenFor(method: string, { botToken, appToken }: Tokens): string {
  if (method !== 'apps.connections.open') return botToken
  if (appToken === undefined) throw new ApiError('socket_mode_disabled')
  return appToken
}

function authenticate(wantedToken: string, request: IncomingMessage, args: Arguments): void {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
  const token = bearer ?? (typeof args.token === 'string' ? args.token : '')
  if (token === '') throw new ApiError('not_authed')
  const [given, wanted] = [Buffer.from(token), Buffer.from(wantedToken)]
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw new ApiError('invalid_auth')
}
