import { ApiError } from '../model/api-error.ts'
import type { Channel } from '../model/protocol.ts'
import type { Slack } from '../state/slack.ts'

/** Where a reply belongs: below a message that is not a reply itself. */
export function inThread(slack: Slack, channel: Channel, ts: string | undefined): { thread_ts?: string } {
  if (!ts) return {}
  const root = slack.store.message(channel.id, ts)
  if (!root || root.thread_ts) throw new ApiError('cannot_reply_to_message')
  return { thread_ts: ts }
}
