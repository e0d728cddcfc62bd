import * as z from 'zod'
import { ApiError } from '../model/api-error.ts'
import { change, checkedContent, post, postEphemeral } from '../state/messages.ts'
import type { Message } from '../model/protocol.ts'
import { flag, json, type Method, method } from './arguments.ts'
import { hasBot, joinedChannel, knownChannel, messageOf, postableChannel } from './lookup.ts'
import { messageObject } from './message-object.ts'
import { inThread } from './threads.ts'

const METADATA_CHARACTERS = 8000

const content = {
  text: z.coerce.string().optional(),
  blocks: json('invalid_blocks_format').optional(),
  // Attachments are Slack's older form of blocks; nothing here writes them.
  attachments: z.never('attachments are not supported by the embedded Slack').optional(),
}
/** `{}` is how an update removes the metadata of a message. */
const metadata = json('invalid_metadata_format')
  .pipe(
    z.union([
      z.strictObject({ event_type: z.string().min(1), event_payload: z.record(z.string(), z.unknown()) }),
      z.strictObject({}).transform(() => null),
    ]),
  )
  .optional()

const postMessage = method(
  z.object({
    channel: z.string(),
    ...content,
    metadata,
    thread_ts: z.string().optional(),
    reply_broadcast: flag,
  }),
  (slack, args) => {
    const channel = postableChannel(slack, args.channel)
    const draft: Omit<Message, 'ts'> = {
      channel: channel.id,
      user: slack.seed.app.bot_user,
      ...checkedContent(args),
      ...checkedMetadata(args.metadata),
      ...inThread(slack, channel, args.thread_ts),
      ...(args.thread_ts && args.reply_broadcast && { subtype: 'thread_broadcast' as const }),
    }
    const message = post(slack, draft)
    return { channel: channel.id, ts: message.ts, message: messageObject(slack, message, true) }
  },
)

/** Blocks and metadata that are not sent are kept, as Slack documents. */
const update = method(
  z.object({ channel: z.string(), ts: z.string(), ...content, metadata }),
  (slack, args) => {
    const channel = knownChannel(slack, args.channel)
    const old = messageOf(slack, channel.id, args.ts)
    if (old.user !== slack.seed.app.bot_user) throw new ApiError('cant_update_message')
    const kept = args.blocks === undefined && args.text !== undefined ? { blocks: old.blocks } : {}
    const { metadata: held, ...rest } = old
    const changed = withoutEmptyBlocks({
      ...rest,
      ...checkedContent({ text: args.text, blocks: args.blocks ?? kept.blocks }),
      ...checkedMetadata(args.metadata === undefined ? held : args.metadata),
      edited: { ts: slack.nextTs() },
    })
    change(slack, changed)
    const { ts, text } = changed
    return { channel: channel.id, ts, text, message: messageObject(slack, changed, true) }
  },
)

const ephemeral = method(
  z.object({ channel: z.string(), user: z.string(), ...content, thread_ts: z.string().optional() }),
  (slack, args) => {
    const channel = joinedChannel(slack, args.channel)
    if (channel.is_archived) throw new ApiError('is_archived')
    if (!channel.members.includes(args.user)) throw new ApiError('user_not_in_channel')
    const message = postEphemeral(slack, {
      channel: channel.id,
      user: slack.seed.app.bot_user,
      ephemeral_to: args.user,
      ...checkedContent(args),
      ...inThread(slack, channel, args.thread_ts),
    })
    return { message_ts: message.ts }
  },
)

const getPermalink = method(z.object({ channel: z.string(), message_ts: z.string() }), (slack, args) => {
  const channel = knownChannel(slack, args.channel)
  if (!hasBot(slack, channel)) throw new ApiError('channel_not_found')
  const { ts, thread_ts: thread } = messageOf(slack, channel.id, args.message_ts)
  const query = thread ? `?thread_ts=${thread}&cid=${channel.id}` : ''
  return {
    channel: channel.id,
    permalink: `${slack.url}/archives/${channel.id}/p${ts.replace('.', '')}${query}`,
  }
})

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.postEphemeral': ephemeral,
  'chat.getPermalink': getPermalink,
}

type Metadata = Pick<Message, 'metadata'>

function checkedMetadata(value: Message['metadata'] | null): Metadata {
  if (!value) return {}
  if (JSON.stringify(value).length > METADATA_CHARACTERS) throw new ApiError('metadata_too_large')
  return { metadata: value }
}

/** An empty list of blocks removes those of the message. */
function withoutEmptyBlocks({ blocks, ...message }: Message): Message {
  return blocks?.length ? { ...message, blocks } : message
}
