import type { IncomingMessage, ServerResponse } from 'node:http'
import { mediaType, readBody, type Reply } from '../../http/listen.ts'
import type { SlackClient } from '../client/client.ts'
import { notice } from '../client/lookup.ts'
import { ClientMistake } from '../client/mistake.ts'
import { isRecord, parseJson } from '../model/json.ts'
import { type Slack, workspace } from '../state/slack.ts'
import { askSuggestion, POSTS } from './client-posts.ts'
import { json } from './replies.ts'

const HEARTBEAT_MS = 20_000

/** Answers the page: `/client/state`, `/client/events`, `/client/requests`, and what a person does, as posts. */
export async function answerClient(
  slack: Slack,
  client: SlackClient,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Reply | undefined> {
  const url = new URL(request.url ?? '', slack.url)
  const name = url.pathname.slice('/client/'.length)
  const user = url.searchParams.get('user') ?? undefined
  try {
    if (request.method === 'POST') return await answerPost(slack, client, name, request)
    if (name === 'state') return json(200, user ? client.state(user) : nobodysState(slack))
    if (name === 'events') return stream(slack, client, user, response)
    if (name === 'requests') return json(200, slack.traffic.list())
    return json(404, { error: `nothing at /client/${name}` })
  } catch (error) {
    if (error instanceof ClientMistake) return json(400, { error: error.message })
    throw error
  }
}

/** Who there is, for a page that does not know yet who is looking. */
function nobodysState(slack: Slack): object {
  return { workspace: workspace(slack), messages: [], views: [], faults: [], run: slack.run }
}

async function answerPost(
  slack: Slack,
  client: SlackClient,
  name: string,
  request: IncomingMessage,
): Promise<Reply> {
  // A page of another origin cannot send this type without being asked about first, and we do not answer that.
  if (mediaType(request) !== 'application/json') throw new ClientMistake('the body must be application/json')
  const body = parseJson(await readBody(request))
  if (name === 'suggestion') return json(200, await askSuggestion(client, body))
  const act = POSTS.get(name)
  if (!act) return json(404, { error: `nothing at /client/${name}` })
  void act(client, body).catch(error => reportFailure(slack, body, error))
  return json(200, {})
}

/** The page has its answer already, so that the person is told by a notice. */
function reportFailure(slack: Slack, body: unknown, error: unknown): void {
  if (slack.closing.aborted) return
  if (!(error instanceof ClientMistake)) slack.log(`a client's request broke: ${String(error)}`)
  const user = isRecord(body) && typeof body.user === 'string' ? body.user : ''
  notice(slack, user, error instanceof Error ? error.message : String(error))
}

/** Server-sent events; a comment now and then keeps the connection from being taken for dead. */
function stream(
  slack: Slack,
  client: SlackClient,
  user: string | undefined,
  response: ServerResponse,
): undefined {
  if (user === undefined) throw new ClientMistake('user is missing')
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  })
  response.write(': hello\n\n')
  const stop = client.on(event => response.write(`data: ${JSON.stringify(event)}\n\n`), user)
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS).unref()
  const end = () => {
    stop()
    clearInterval(heartbeat)
  }
  response.on('close', end)
  slack.closing.addEventListener('abort', () => response.end(), { once: true })
}
