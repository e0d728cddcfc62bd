import type { Message } from '../model/protocol.ts'
import type { Slack } from '../state/slack.ts'
import { botId } from '../state/workspace.ts'

/**
 * A message as the Web API and interaction payloads show it. `metadata` is left out unless asked for, as
 * `conversations.history` does without `include_all_metadata`.
 */
export function messageObject(slack: Slack, message: Message, withMetadata = false): Record<string, unknown> {
  const { channel: _, metadata, reply_count: replies, ephemeral_to: __, ...shown } = message
  const { app, team } = slack.seed
  return {
    type: 'message',
    ...shown,
    team: team.id,
    ...(message.user === app.bot_user && { bot_id: botId(slack.seed), app_id: app.id }),
    ...(message.edited && { edited: { user: message.user, ts: message.edited.ts } }),
    ...(replies && { thread_ts: message.ts, reply_count: replies }),
    ...(withMetadata && metadata && { metadata }),
  }
}
