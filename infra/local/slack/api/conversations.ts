import * as z from 'zod'
import { ApiError } from '../model/api-error.ts'
import type { Channel, Message } from '../model/protocol.ts'
import type { Slack } from '../state/slack.ts'
import type { Span } from '../state/store.ts'
import { flag, fromCursor, type Method, method, pageSize, toCursor } from './arguments.ts'
import { directMessageWith, hasBot, joinedChannel, knownChannel, needsScope } from './lookup.ts'
import { messageObject } from './message-object.ts'

const reading = {
  channel: z.string(),
  cursor: z.string().optional(),
  limit: pageSize,
  oldest: z.string().optional(),
  latest: z.string().optional(),
  inclusive: flag,
  include_all_metadata: flag,
}

const history = method(z.object(reading), (slack, args) => {
  const channel = joinedChannel(slack, args.channel)
  const start = fromCursor(args.cursor)
  const span: Span = start ? { oldest: after(args), latest: start, inclusive: true } : args
  const found = slack.store.history(channel.id, span, args.limit + 1)
  return page(slack, found, args.limit, args.include_all_metadata)
})

const replies = method(z.object({ ...reading, ts: z.string() }), (slack, args) => {
  const channel = joinedChannel(slack, args.channel)
  const root = slack.store.message(channel.id, args.ts)
  if (!root) throw new ApiError('thread_not_found')
  const start = fromCursor(args.cursor)
  const span: Span = start ? { oldest: start, latest: before(args), inclusive: true } : args
  const found = slack.store.thread(channel.id, root.thread_ts ?? root.ts, span, args.limit + 1)
  return page(slack, found, args.limit, args.include_all_metadata)
})

const info = method(z.object({ channel: z.string(), include_num_members: flag }), (slack, args) => {
  const channel = knownChannel(slack, args.channel)
  needsScope(slack, channel)
  return {
    channel: {
      ...channelObject(slack, channel),
      ...(args.include_num_members && { num_members: channel.members.length }),
    },
  }
})

const members = method(
  z.object({ channel: z.string(), cursor: z.string().optional(), limit: pageSize }),
  (slack, args) => {
    const channel = knownChannel(slack, args.channel)
    needsScope(slack, channel)
    const start = Number(fromCursor(args.cursor) ?? 0)
    const end = start + args.limit
    const more = end < channel.members.length
    return {
      members: channel.members.slice(start, end),
      response_metadata: { next_cursor: more ? toCursor(String(end)) : '' },
    }
  },
)

/** Opens the direct messages with one person; those with several people are refused. */
const open = method(
  z.object({ users: z.string().optional(), channel: z.string().optional(), return_im: flag }),
  (slack, args) => {
    if (args.users?.includes(',')) throw new ApiError('not_enough_users')
    const channel = args.users
      ? directMessageWith(slack, args.users)
      : knownChannel(slack, args.channel ?? '')
    return { channel: args.return_im ? channelObject(slack, channel) : { id: channel.id } }
  },
)

export const conversationMethods: Record<string, Method> = {
  'conversations.history': history,
  'conversations.replies': replies,
  'conversations.info': info,
  'conversations.members': members,
  'conversations.open': open,
}

function page(slack: Slack, found: Message[], limit: number, withMetadata: boolean): Record<string, unknown> {
  const next = found[limit]
  return {
    messages: found.slice(0, limit).map(message => messageObject(slack, message, withMetadata)),
    has_more: next !== undefined,
    ...(next && { response_metadata: { next_cursor: toCursor(next.ts) } }),
  }
}

/**
 * A cursor names the next message itself, so its span is inclusive; an exclusive bound at the far end is moved by the
 * smallest step there is.
 */
function after({ oldest, inclusive }: Span): string | undefined {
  return oldest && !inclusive ? step(oldest, 1) : oldest
}

function before({ latest, inclusive }: Span): string | undefined {
  return latest && !inclusive ? step(latest, -1) : latest
}

function step(ts: string, by: number): string {
  const [seconds = '0', fraction = ''] = ts.split('.')
  const micros = String(Number(seconds + fraction.padEnd(6, '0')) + by).padStart(7, '0')
  return `${micros.slice(0, -6)}.${micros.slice(-6)}`
}

function channelObject(slack: Slack, channel: Channel): Record<string, unknown> {
  const { id, name, is_private: isPrivate, is_im: isIm, user } = channel
  const { is_archived: isArchived = false, is_ext_shared: isShared = false } = channel
  const shared = { id, is_im: isIm, is_private: isPrivate, is_archived: isArchived }
  if (isIm) return { ...shared, user, is_open: true }
  const isMember = hasBot(slack, channel)
  return {
    ...shared,
    name,
    name_normalized: name,
    is_channel: !isPrivate,
    is_group: isPrivate,
    is_member: isMember,
    is_shared: isShared,
    is_ext_shared: isShared,
    is_org_shared: false,
    is_pending_ext_shared: false,
  }
}
