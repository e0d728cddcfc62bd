import { retryAfterOf, slackRefusalOf } from '../calls/failures.ts'
import type { Message } from '../slack/message.ts'
import type { Investigation } from '../model/investigation.ts'
import type { World } from '../services/world.ts'

/** A stored item that says which of its messages are out. */
export type Postable = Pick<Investigation, 'id' | 'createdAt' | 'announcement' | 'reply'>

/** Its messages that are posted once, and claimed before. */
export type Part = 'announcement' | 'reply'

interface Posting<Item> extends Pick<World, 'thread' | 'leaseSeconds' | 'now'> {
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
  world: Posting<Item>,
): Promise<Item | { refused: string; observed: Item }> {
  const { claimedUntil } = item[part]
  if (claimedUntil && new Date(claimedUntil) > world.now()) return item
  const claimedFor = { claimedUntil: inSeconds(world.leaseSeconds, world) }
  const claimed = await world.save({ ...item, [part]: claimedFor })
  try {
    const found = claimedUntil && (await find(item, part, where, world))
    const posted = found
      ? { channel: where.channel, ...found }
      : await world.thread.post(where.channel, message, { investigation: item.id, part }, where.threadTs)
    return { ...claimed, [part]: posted }
  } catch (error) {
    const wait = retryAfterOf(error)
    // Not posted, for certain: the claim need not last for all of its lease.
    if (wait !== undefined) return { ...claimed, [part]: { claimedUntil: inSeconds(wait, world) } }
    const refused = slackRefusalOf(error)
    // Anything else may have gone through: the claim stays, and whoever takes it over looks first.
    if (!refused) throw error
    return { refused, observed: { ...claimed, [part]: {} } }
  }
}

const inSeconds = (seconds: number, { now }: Pick<World, 'now'>): string =>
  new Date(now().getTime() + seconds * 1000).toISOString()

/** Whether a message may be out of which no id is stored: it is being posted, or its poster died. */
export const isPending = ({ claimedUntil, ts }: Postable['reply']): boolean =>
  claimedUntil !== undefined && ts === undefined

/** Messages have the time of Slack's clock, which may be behind ours. */
const CLOCKS_DIFFER_MS = 60_000

function find(
  { id, createdAt }: Postable,
  part: Part,
  { channel, threadTs }: { channel: string; threadTs?: string },
  { thread }: Pick<World, 'thread'>,
) {
  return thread.find(
    channel,
    { investigation: id, part },
    threadTs ? { threadTs } : { since: new Date(Date.parse(createdAt) - CLOCKS_DIFFER_MS) },
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
