import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { App, AwsLambdaReceiver } from '@slack/bolt'
import { LogLevel, type ModalView, WebClient } from '@slack/web-api'
import { onTestFinished } from 'vitest'
import type { Deliver } from '../../../infra/local/slack/app/dispatch.ts'
import type { Block, ClientEvent } from '../../../infra/local/slack/model/protocol.ts'
import { type RunningSlack, type SlackOptions, startSlack } from '../../../infra/local/slack/server.ts'

export const SIGNING_SECRET = 'test-signing-secret'
export const BOT_TOKEN = 'xoxb-test'
export const ADA = 'U0ADA'
export const GRACE = 'U0GRACE'
export const INCIDENTS = 'C0INCIDENTS'

/** A clock that only moves when told. It starts now, as Bolt compares signatures with the system's. */
export interface Clock {
  now: () => Date
  advance(seconds: number): void
}

/** The waits of the embedded Slack: none ends before `elapse`. */
export interface Waits {
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Ends the oldest wait under way and tells how long it was to be. */
  elapse(): Promise<number>
}

export interface Workbench {
  slack: RunningSlack
  web: WebClient
  clock: Clock
  waits: Waits
  /** What clients were told, oldest first. */
  events: ClientEvent[]
  log: string[]
}

/** An embedded Slack and a real Bolt app behind its function-URL events; both end with the test. */
export async function slackWithBolt(
  register: (app: App) => void = () => {},
  options: Partial<SlackOptions> = {},
): Promise<Workbench> {
  const receiver = new AwsLambdaReceiver({ signingSecret: SIGNING_SECRET, logLevel: LogLevel.ERROR })
  const handler = receiver.toHandler()
  const bench = await slackWith(event => handler(event, {}), options)
  const { apiUrl, botId, botUserId } = bench.slack
  const app = new App({
    receiver,
    token: BOT_TOKEN,
    tokenVerificationEnabled: false,
    botId,
    botUserId,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: apiUrl },
  })
  register(app)
  return bench
}

/** An embedded Slack with any handler as its app. */
export async function slackWith(deliver: Deliver, options: Partial<SlackOptions> = {}): Promise<Workbench> {
  const clock = startClock()
  const waits = startWaits()
  const log: string[] = []
  const slack = await startSlack({
    directory: options.directory ?? (await temporaryDirectory()),
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    deliver,
    now: clock.now,
    sleep: waits.sleep,
    pageDirectory: await temporaryDirectory(),
    log: line => log.push(line),
    ...options,
  })
  onTestFinished(() => slack.close())
  const events: ClientEvent[] = []
  slack.client.on(event => events.push(event))
  return { slack, web: webClient(slack), clock, waits, events, log }
}

/** The real SDK client; it neither retries nor logs, so that a refusal is seen at once. */
export function webClient(slack: RunningSlack, token: string | undefined = BOT_TOKEN): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    logger: SILENT,
  })
}

export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 's3audit-slack-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  return directory
}

/** The notices a person got, as text. */
export function noticesOf(bench: Workbench): string[] {
  return bench.events.flatMap(event => (event.type === 'notice' ? [event.text] : []))
}

export function section(text: string, more: Record<string, unknown> = {}): Block {
  return { type: 'section', text: { type: 'mrkdwn', text }, ...more }
}

export function button(
  actionId: string,
  more: Record<string, unknown> = {},
): Record<string, unknown> & { type: string } {
  return { type: 'button', action_id: actionId, text: { type: 'plain_text', text: 'Press' }, ...more }
}

export function modal(blocks: Block[], more: Record<string, unknown> = {}): ModalView {
  const title = { type: 'plain_text', text: 'Ask' } as const
  const submit = { type: 'plain_text', text: 'Start' } as const
  return { type: 'modal', callback_id: 'ask', title, submit, blocks, ...more }
}

export function input(
  blockId: string,
  element: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Block {
  const label = { type: 'plain_text', text: blockId }
  return { type: 'input', block_id: blockId, label, element, ...more }
}

const SILENT = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
}

function startClock(): Clock {
  let at = Date.now()
  return {
    now: () => new Date(at),
    advance: seconds => {
      at += seconds * 1000
    },
  }
}

function startWaits(): Waits {
  const pending: { ms: number; end: () => void }[] = []
  const arrivals: (() => void)[] = []
  return {
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const wait = { ms, end: resolve }
        pending.push(wait)
        arrivals.shift()?.()
        signal.addEventListener('abort', () => {
          if (pending.includes(wait)) pending.splice(pending.indexOf(wait), 1)
          reject(new Error('no longer awaited'))
        })
      }),
    async elapse() {
      if (pending.length === 0) await new Promise<void>(resolve => arrivals.push(resolve))
      const wait = pending.shift()
      wait?.end()
      return wait?.ms ?? 0
    },
  }
}
