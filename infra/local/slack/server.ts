import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Faults } from '../http/faults.ts'
import { HttpError, listen, type Listening, type Reply } from '../http/listen.ts'
import { type Deliver, dispatcher, overHttp } from './app/dispatch.ts'
import type { Sockets } from './state/delivery.ts'
import { openSockets } from './app/sockets.ts'
import { openBroadcast } from './state/broadcast.ts'
import { openClient, type SlackClient } from './client/client.ts'
import { openFaultSwitches } from './faults/switches.ts'
import { answerApi } from './http/api-endpoint.ts'
import { json } from './http/replies.ts'
import { answerClient } from './http/client-endpoint.ts'
import { openFiles } from './state/files.ts'
import { fileReply, takeUpload } from './http/files-endpoint.ts'
import { pageReply } from './http/page.ts'
import { answerResponseUrl } from './http/response-endpoint.ts'
import type { Workspace } from './model/protocol.ts'
import { openResponseUrls } from './state/response-urls.ts'
import { type Slack, type Reset, workspace } from './state/slack.ts'
import { openStore } from './state/store.ts'
import { timestampSource } from './state/timestamps.ts'
import { openTraffic } from './state/traffic.ts'
import { openTriggers } from './state/triggers.ts'
import { openViews } from './state/views.ts'
import { botId, directMessage, EXAMPLE_CORP, type WorkspaceSeed } from './state/workspace.ts'

export { WEB_API_METHODS } from './api/methods.ts'
export { BLOCK_TYPES } from './blocks/layout.ts'

export interface SlackOptions {
  /** Where channels and messages are kept. */
  directory: string
  /** On 127.0.0.1; any free one by default. */
  port?: number
  signingSecret: string
  botToken: string
  /** Turns Socket Mode on: the token that the app opens its connections with. `deliver` is not called then. */
  appToken?: string
  /** The app: its shipped Lambda handler, called as a function URL calls it. */
  deliver: Deliver
  now: () => Date
  /** How the three seconds and the waits between event retries pass; must reject when `signal` aborts. */
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>
  workspace?: WorkspaceSeed
  /** The files of the page that plays the Slack client. */
  pageDirectory: string
  faults?: Faults
  reset?: Reset
  log?: (line: string) => void
}

export interface RunningSlack {
  /** Of the page: `http://127.0.0.1:4000`. */
  url: string
  /** For `clientOptions.slackApiUrl`, with the slash at the end that the SDK needs. */
  apiUrl: string
  /** The bot's ids, for a Bolt app that does not ask `auth.test`. */
  botId: string
  botUserId: string
  workspace(): Workspace
  /** What a person can do in Slack, without HTTP. */
  client: SlackClient
  /** The app's connections in Socket Mode; undefined without. */
  sockets: Sockets | undefined
  /** Stops listening; what waits for an answer of the app is given up. May be called again. */
  close(): Promise<void>
}

/** Starts the embedded Slack: Web API, signed requests to the app, and the page's server, on one port. */
export async function startSlack(options: SlackOptions): Promise<RunningSlack> {
  const closing = new AbortController()
  const listening = await listen({
    port: options.port,
    answer: (request, response) => route(slack, client, options, request, response),
    failure: error => failure(slack, error),
  })
  const { url, server } = listening
  const slack = assemble(options, server, url, closing.signal)
  const way = slack.sockets?.deliver ?? overHttp(slack, options.signingSecret, options.deliver)
  const client = openClient(slack, dispatcher(slack, way))
  return {
    url,
    apiUrl: `${url}/api/`,
    botId: botId(slack.seed),
    botUserId: slack.seed.app.bot_user,
    workspace: () => workspace(slack),
    client,
    sockets: slack.sockets,
    close: () => shutDown(listening, slack, closing),
  }
}

function assemble(options: SlackOptions, server: Server, url: string, closing: AbortSignal): Slack {
  const { now, log = () => {}, workspace: seed = EXAMPLE_CORP } = options
  const people = seed.users.filter(user => !user.is_bot)
  const directs = people.map(user => directMessage(seed, user.id))
  const store = openStore(options.directory, [...seed.channels, ...directs])
  const broadcast = openBroadcast()
  const switches = openFaultSwitches(() => broadcast.emit({ type: 'faults', faults: switches.list() }))
  return {
    seed,
    url,
    now,
    sleep: options.sleep ?? ((ms, signal) => delay(ms, undefined, { signal })),
    closing,
    log,
    nextTs: timestampSource(now, store.lastTs()),
    store,
    ephemerals: [],
    files: openFiles(options.directory),
    views: openViews(),
    triggers: openTriggers(now),
    sockets:
      options.appToken === undefined
        ? undefined
        : openSockets(server, { app: seed.app.id, url, closing, now }),
    responseUrls: openResponseUrls(now),
    broadcast,
    traffic: openTraffic(now),
    switches,
    run: randomUUID(),
    reset: options.reset,
  }
}

async function route(
  slack: Slack,
  client: SlackClient,
  options: SlackOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Reply | undefined> {
  const url = URL.parse(request.url ?? '/', slack.url)
  if (!url) throw new HttpError(400, 'bad_request', 'The request target is not a path')
  const { pathname } = url
  if (pathname.startsWith('/api/'))
    return answerApi(slack, { ...options, faults: either(options.faults, slack.switches) }, request, response)
  if (pathname.startsWith('/response/')) return answerResponseUrl(slack, options, request, response)
  if (pathname.startsWith('/upload/')) return takeUpload(slack, options, request, response)
  if (pathname.startsWith('/files/')) return fileReply(slack, url)
  if (pathname.startsWith('/client/')) return answerClient(slack, client, request, response)
  return pageReply(options.pageDirectory, url)
}

/** The faults given at the start come before those that are switched on. */
function either(first: Faults | undefined, second: Faults): Faults {
  return { before: (...asked) => first?.before(...asked) ?? second.before(...asked) }
}

function failure(slack: Slack, error: unknown): Reply {
  if (error instanceof HttpError) return json(error.status, { error: error.message })
  slack.log(`a request broke: ${error instanceof Error ? error.stack : String(error)}`)
  return json(500, { error: 'internal_error' })
}

async function shutDown(listening: Listening, slack: Slack, closing: AbortController): Promise<void> {
  if (closing.signal.aborted) return
  closing.abort()
  await listening.close()
  slack.store.close()
}
