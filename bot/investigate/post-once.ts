import { claimedFor, isHeld, lookedForSince, postOnce as postClaimed } from '../items/post-once.ts'
import type { Message } from '../slack/message.ts'
import type { Posted } from '../slack/thread.ts'
import type { Investigation } from '../model/investigation.ts'
import type { Deps } from '../services/deps.ts'

/** A stored item that says which of its messages are out. */
export type Postable = Pick<Investigation, 'id' | 'createdAt' | 'announcement' | 'reply'>

/** Its messages that are posted once, and claimed before. */
export type Part = 'announcement' | 'reply'

interface Posting<Item> extends Pick<Deps, 'thread' | 'leaseSeconds' | 'now'> {
  /** Saves the item if no other pass has. */
  save: (item: Item) => Promise<Item>
}

/**
 * Slack takes no token with a post. So: claim the post in the stored item for longer than a pass can last,
 * then post; who takes over an expired claim looks for the message first, by its metadata.
 * @returns the same object while another pass holds the claim; `refused` with Slack's word where Slack will
 *   not have it, and the claim given back
 */
export async function postOnce<Item extends Postable>(
  item: Item,
  part: Part,
  where: { channel: string; threadTs?: string },
  message: Message,
  deps: Posting<Item>,
): Promise<Item | { refused: string; observed: Item }> {
  const { claimedUntil } = item[part]
  if (isHeld(claimedUntil, deps.now())) return item
  const until = (seconds: number) => ({ claimedUntil: claimedFor(seconds, deps.now()) })
  const claimed = await deps.save({ ...item, [part]: until(deps.leaseSeconds) })
  const outcome = await postClaimed<Posted>(claimedUntil !== undefined, {
    async find() {
      const found = await find(item, part, where, deps)
      return found && { channel: where.channel, ...found }
    },
    post: () => deps.thread.post(where.channel, message, { investigation: item.id, part }, where.threadTs),
  })
  if ('refused' in outcome) return { refused: outcome.refused, observed: { ...claimed, [part]: {} } }
  return { ...claimed, [part]: 'posted' in outcome ? outcome.posted : until(outcome.waitSeconds) }
}

/** Whether a message may be out of which no id is stored: it is being posted, or its poster died. */
export const isPending = ({ claimedUntil, ts }: Postable['reply']): boolean =>
  claimedUntil !== undefined && ts === undefined

function find(
  { id, createdAt }: Postable,
  part: Part,
  { channel, threadTs }: { channel: string; threadTs?: string },
  { thread }: Pick<Deps, 'thread'>,
) {
  return thread.find(
    channel,
    { investigation: id, part },
    threadTs ? { threadTs } : { since: lookedForSince(createdAt) },
  )
}

/** Slack’s words for a channel that s3audit cannot write to. */
export const UNREACHABLE = new Set([
  'not_in_channel',
  'channel_not_found',
  'is_archived',
  'restricted_action',
])

/** Slack’s words for a thread whose first message was deleted. */
export const THREAD_GONE = new Set(['thread_not_found', 'cannot_reply_to_message', 'message_not_found'])
