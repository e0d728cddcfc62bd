import { defined } from '../../../../analyses/lib/defined.ts'
import { randomBytes } from 'node:crypto'
import type { Message } from '../model/protocol.ts'
import type { Slack } from '../state/slack.ts'
import { viewObject } from '../state/modals.ts'
import { directMessage } from '../state/workspace.ts'
import type { Dispatch, Outcome } from './dispatch.ts'
import { teamOf, VERIFICATION_TOKEN } from './payloads.ts'

/** Slack tries an event again at once, after a minute and after five. https://docs.slack.dev/apis/events-api */
const RETRY_AFTER_MS = [0, 60_000, 300_000]

/**
 * Sends an event of the Events API; the promise is that of the first try. When the app does not take it, three more
 * tries follow by themselves, each with `X-Slack-Retry-Num` and `-Reason`, unless it answered `X-Slack-No-Retry: 1`.
 */
export async function sendEvent(
  slack: Slack,
  dispatch: Dispatch,
  event: { type: string } & Record<string, unknown>,
): Promise<void> {
  const json = envelope(slack, event)
  const first = await dispatch(event.type, { json })
  if (shouldRetry(first)) void retry(slack, dispatch, event.type, json, first)
  else if (slack.switches.strikes('repeated-event'))
    await dispatch(event.type, { json }, retryHeaders(0, first))
}

async function retry(
  slack: Slack,
  dispatch: Dispatch,
  type: string,
  json: unknown,
  first: Outcome,
): Promise<void> {
  let outcome = first
  try {
    for (const [index, delay] of RETRY_AFTER_MS.entries()) {
      await slack.sleep(delay, slack.closing)
      outcome = await dispatch(type, { json }, retryHeaders(index, outcome))
      if (!shouldRetry(outcome)) return
    }
  } catch (error) {
    // Closing ends the wait for the next try.
    if (!slack.closing.aborted) throw error
  }
}

/** An answer that was on its way when the time was over is a timeout to Slack. */
function retryHeaders(index: number, outcome: Outcome): Record<string, string> {
  const failed = outcome.kind === 'failed' || outcome.kind === 'refused'
  const reason = failed ? 'http_error' : 'http_timeout'
  return { 'x-slack-retry-num': String(index + 1), 'x-slack-retry-reason': reason }
}

function shouldRetry(outcome: Outcome): boolean {
  if (outcome.kind === 'answered') return false
  const headers = 'headers' in outcome ? Object.entries(outcome.headers) : []
  return !headers.some(([name, value]) => name.toLowerCase() === 'x-slack-no-retry' && String(value) === '1')
}

/** The event of a message that names the app. */
export function appMention(slack: Slack, message: Message): { type: string } & Record<string, unknown> {
  const { channel, user, text, ts, thread_ts: thread, blocks } = message
  return {
    type: 'app_mention',
    user,
    text,
    ts,
    channel,
    event_ts: ts,
    ...(!slack.seed.organisation && {
      team: teamOf(
        slack,
        slack.seed.users.find(({ id }) => id === user),
      ).id,
    }),
    ...(thread && { thread_ts: thread }),
    ...defined({ blocks }),
  }
}

/** The event of a person who opens the app's Home tab. */
export function homeOpened(slack: Slack, user: string): { type: string } & Record<string, unknown> {
  const home = slack.views.home(user)
  return {
    type: 'app_home_opened',
    user,
    channel: directMessage(slack.seed, user).id,
    tab: 'home',
    event_ts: slack.nextTs(),
    ...(home && { view: viewObject(slack, home) }),
  }
}

function envelope(slack: Slack, event: object): Record<string, unknown> {
  const { team, organisation, app } = slack.seed
  return {
    token: VERIFICATION_TOKEN,
    ...(organisation ? { enterprise_id: organisation.id } : { team_id: team.id }),
    api_app_id: app.id,
    event,
    type: 'event_callback',
    event_id: `Ev${randomBytes(5).toString('hex').toUpperCase()}`,
    event_time: Math.floor(slack.now().getTime() / 1000),
    authorizations: [
      {
        enterprise_id: organisation?.id ?? null,
        team_id: organisation ? null : team.id,
        user_id: app.bot_user,
        is_bot: true,
        is_enterprise_install: organisation !== undefined,
      },
    ],
    is_ext_shared_channel:
      'channel' in event && slack.store.channel(String(event.channel))?.is_ext_shared === true,
  }
}
