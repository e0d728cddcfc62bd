import { ApiError } from '../model/api-error.ts'
import type { Channel, Message, User } from '../model/protocol.ts'
import type { Slack } from '../state/slack.ts'
import { directMessage } from '../state/workspace.ts'

/** Throws `user_not_found`. */
export function userOf(slack: Slack, id: string): User {
  const user = slack.seed.users.find(candidate => candidate.id === id)
  if (!user) throw new ApiError('user_not_found')
  return user
}

/** The channel between the app and a person, opened when it is not there yet. */
export function directMessageWith(slack: Slack, user: string): Channel {
  const channel = directMessage(slack.seed, userOf(slack, user).id)
  slack.store.open(channel)
  return channel
}

/** A channel the bot may know of. Throws `channel_not_found`, for private channels without the bot too. */
export function knownChannel(slack: Slack, id: string): Channel {
  const channel = slack.store.channel(id)
  if (!channel || (channel.is_private && !hasBot(slack, channel))) throw new ApiError('channel_not_found')
  return channel
}

/** Throws `missing_scope` where the token may not look at such a conversation. */
export function needsScope({ seed }: Slack, { is_im: isIm, is_private: isPrivate }: Channel): void {
  const needed = isIm ? 'im:read' : isPrivate ? 'groups:read' : 'channels:read'
  const { scopes } = seed
  if (scopes !== undefined && !scopes.includes(needed))
    throw new ApiError('missing_scope', { needed, provided: scopes.join(',') })
}

/** A channel the bot may read. Throws `channel_not_found` and `not_in_channel`. */
export function joinedChannel(slack: Slack, id: string): Channel {
  const channel = knownChannel(slack, id)
  if (!hasBot(slack, channel)) throw new ApiError('not_in_channel')
  return channel
}

/**
 * Where to post: a channel id, or a user id for the direct messages with that person. Names are refused, although
 * Slack still takes them. Throws `channel_not_found`, `not_in_channel` and `is_archived`.
 */
export function postableChannel(slack: Slack, id: string): Channel {
  const person = slack.seed.users.some(user => user.id === id && !user.is_bot)
  const channel = person ? directMessageWith(slack, id) : joinedChannel(slack, id)
  if (channel.is_archived) throw new ApiError('is_archived')
  return channel
}

/** Throws `message_not_found`. */
export function messageOf(slack: Slack, channel: string, ts: string): Message {
  const message = slack.store.message(channel, ts)
  if (!message) throw new ApiError('message_not_found')
  return message
}

export function hasBot(slack: Slack, channel: Channel): boolean {
  return channel.members.includes(slack.seed.app.bot_user)
}
