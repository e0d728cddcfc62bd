import { ApiError, detailedError } from '../model/api-error.ts'
import { areTooLong, blockErrors, hasTwoTables } from '../blocks/validate.ts'
import { withIds } from '../blocks/walk.ts'
import { blocksIn } from '../model/json.ts'
import type { Block, Channel, Message } from '../model/protocol.ts'
import type { Slack } from './slack.ts'

const TEXT_CHARACTERS = 40_000

/** What an app wants to say. */
export interface Content {
  text?: string | undefined
  blocks?: unknown
}

/**
 * Checks what an app wants to say and completes it with ids. Throws what Slack answers: `no_text`, `msg_too_long`,
 * `invalid_blocks`, `invalid_blocks_format`, `invalid_attachments` (a second table).
 */
export function checkedContent({ text = '', blocks }: Content): { text: string; blocks?: Block[] } {
  if (text.length > TEXT_CHARACTERS) throw new ApiError('msg_too_long')
  if (blocks !== undefined && !Array.isArray(blocks)) throw new ApiError('invalid_blocks_format')
  if (text === '' && !blocks?.length) throw new ApiError('no_text')
  if (!blocks) return { text }
  const errors = blockErrors(blocks, 'message')
  if (errors.length > 0) throw detailedError('invalid_blocks', errors)
  const accepted = blocksIn(blocks)
  if (hasTwoTables(accepted)) throw detailedError('invalid_attachments', ['only_one_table_allowed'])
  if (areTooLong(accepted)) throw new ApiError('msg_blocks_too_long')
  return { text, blocks: withIds(accepted) }
}

/** Stores a new message and shows it. */
export function post(slack: Slack, draft: Omit<Message, 'ts'>): Message {
  const message = { ...draft, ts: slack.nextTs() }
  slack.store.save(message)
  show(slack, { type: 'message', message })
  showReplyCount(slack, message)
  return message
}

/** Shows a message to one person only; Slack does not keep it. */
export function postEphemeral(slack: Slack, draft: Omit<Message, 'ts'> & { ephemeral_to: string }): Message {
  const message = { ...draft, ts: slack.nextTs() }
  slack.ephemerals.push(message)
  slack.broadcast.emit({ type: 'message', message }, [draft.ephemeral_to])
  return message
}

/** Replaces a message, stored or ephemeral, with `changed`, which has the same `channel` and `ts`. */
export function change(slack: Slack, changed: Message): void {
  const index = slack.ephemerals.findIndex(({ ts }) => ts === changed.ts)
  if (index === -1) slack.store.save(changed)
  else slack.ephemerals[index] = changed
  show(slack, { type: 'message_changed', message: changed })
}

/** Removes a message. One that has replies leaves a tombstone, so that the thread stays reachable. */
export function remove(slack: Slack, message: Message): void {
  if (message.reply_count) {
    const { channel, ts, reply_count: replies } = message
    const text = 'This message was deleted.'
    change(slack, { channel, ts, reply_count: replies, user: 'USLACKBOT', subtype: 'tombstone', text })
    return
  }
  slack.ephemerals = slack.ephemerals.filter(({ ts }) => ts !== message.ts)
  slack.store.remove(message.channel, message.ts)
  const { channel, ts } = message
  slack.broadcast.emit({ type: 'message_deleted', channel, ts }, audience(slack, message))
  showReplyCount(slack, message)
}

/** The messages a person can see, oldest first. Public channels are open to everybody, as in Slack. */
export function visibleTo(slack: Slack, user: string, limit: number): Message[] {
  const readable = new Set(
    slack.store
      .channels()
      .filter(channel => canRead(channel, user))
      .map(({ id }) => id),
  )
  return [...slack.store.latest(limit), ...slack.ephemerals]
    .filter(({ channel, ephemeral_to: only }) => readable.has(channel) && (only ?? user) === user)
    .sort((a, b) => (a.ts < b.ts ? -1 : 1))
}

function canRead(channel: Channel, user: string): boolean {
  return !channel.is_private || channel.members.includes(user)
}

/** The first message of the thread shows how many replies there are. */
function showReplyCount(slack: Slack, reply: Message): void {
  const root = reply.thread_ts && slack.store.message(reply.channel, reply.thread_ts)
  if (root) show(slack, { type: 'message_changed', message: root })
}

function show(slack: Slack, event: { type: 'message' | 'message_changed'; message: Message }): void {
  slack.broadcast.emit(event, audience(slack, event.message))
}

function audience(slack: Slack, message: Message): string[] | undefined {
  if (message.ephemeral_to !== undefined) return [message.ephemeral_to]
  const channel = slack.store.channel(message.channel)
  return channel?.is_private ? channel.members : undefined
}
