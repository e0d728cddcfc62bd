import { log } from '../calls/log.ts'
import type { AnyBlock, HomeView, View, WebClient } from '@slack/web-api'
import type { Message } from './message.ts'
import { type Users, usersFrom } from './accounts.ts'
import { plainer, typesOf } from './plainer.ts'
import { failureOf, reasonsOf, retryAfterOf, slackErrorOf, slackRefusalOf } from '../calls/failures.ts'
import { pagesOf } from '../calls/pages.ts'
import { type KnownReader, readersFrom } from './readers.ts'

/** Metadata that identifies a message as ours, so that the next lease holder can find it. A watch's note carries the watch's id and its number; a shared answer the id of the modal that shared it. */
export interface Mark {
  investigation: string
  part: 'announcement' | 'reply' | 'note' | 'share'
}

const EVENT_TYPE = 's3audit_investigation'

/** A message as Slack took it. */
export interface Posted {
  channel: string
  ts: string
  /** Without its newer blocks (tables, charts, plans): Slack would not have them. */
  plain?: true
}

export interface Thread {
  post(channel: string, message: Message, mark: Mark, threadTs?: string): Promise<Posted>
  /** Posts what nobody will look for again, nor change. */
  say(channel: string, message: Message): Promise<void>
  /** Changes a message. @returns whether it is there: one that is gone stays gone */
  edit(channel: string, ts: string, message: Message, mark: Mark): Promise<boolean>
  /** The message with this mark, looked for since a time in a channel or in what was told a person, or in a thread. */
  find(
    channel: string,
    mark: Mark,
    where: { since: Date } | { threadTs: string },
  ): Promise<Omit<Posted, 'channel'> | undefined>
  /**
   * Tells one person alone, in a channel; or in a direct message, where Slack takes nothing for them there. Slack takes no
   * token with it, and shows nobody afterwards what one person was told: where its answer is lost, it is told once more in a
   * direct message that says so. That harms nothing, as every button counts once, whichever message it is pressed in.
   */
  postEphemeral(to: { channel: string; user: string; threadTs?: string }, message: Message): Promise<void>
  /** Tells one person in a direct message what they may have been told in the channel already: Slack shows nobody that. */
  repeatInDirectMessage(to: { channel: string; user: string }, message: Message): Promise<void>
  /** Opens a modal: the form, or something to read. Slack takes a trigger once, for three seconds. */
  openView(triggerId: string, view: View): Promise<void>
  updateView(viewId: string, hash: string, view: View): Promise<void>
  /** Shows a person the app's Home tab. */
  publishHome(user: string, view: HomeView): Promise<void>
  /** The address of a message; undefined where it is gone, or where the bot may not see it. */
  permalink(channel: string, ts: string): Promise<string | undefined>
  /** By which zone and locale the person reads, as Slack said at most ten minutes ago. */
  reader(user: string): Promise<KnownReader>
}

/** A message as Slack's methods take it. */
export const content = ({ text, blocks }: Message, mark?: Mark & Pick<Posted, 'plain'>) => ({
  text,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Slack has blocks that its types lack yet
  ...(blocks && { blocks: blocks as AnyBlock[] }),
  ...(mark && { metadata: { event_type: EVENT_TYPE, event_payload: { ...mark } } }),
})

/** Slack's words for a message whose blocks it will not have. */
const BLOCKS_REFUSED = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long'])

/** Calls with the message and, where Slack will not have its blocks, with plainer ones; the log keeps what was refused. */
async function accepted<T>(
  message: Message,
  call: (one: Message) => Promise<T>,
  [first = message, ...others] = plainer(message),
): Promise<T> {
  try {
    return await call(first)
  } catch (error) {
    const word = slackErrorOf(error) ?? ''
    if (others.length === 0 || !BLOCKS_REFUSED.has(word)) throw error
    log('warn', 'blocks-refused', { refused: word, blocks: typesOf(first.blocks), why: reasonsOf(error) })
    return accepted(message, call, others)
  }
}

export function threadFrom(slack: WebClient, now: () => Date, users: Users = usersFrom(slack, now)): Thread {
  const say = async (channel: string, message: Message): Promise<void> => {
    await accepted(message, one =>
      slack.chat.postMessage({ channel, ...content(one), unfurl_links: false, unfurl_media: false }),
    )
  }
  /** The conversation that messages to a channel, or to a person by their id, are in. */
  const conversationOf = async (channel: string): Promise<string> =>
    isPerson(channel)
      ? ((await slack.conversations.open({ users: channel })).channel?.id ?? channel)
      : channel
  return {
    async post(channel, message, mark, threadTs) {
      const as: Pick<Posted, 'plain'> = {}
      const posted = await accepted(message, one => {
        if (one !== message) as.plain = true
        return slack.chat.postMessage({
          channel,
          ...content(one, { ...mark, ...as }),
          ...(threadTs && { thread_ts: threadTs }),
          unfurl_links: false,
          unfurl_media: false,
        })
      })
      return { channel: posted.channel ?? channel, ts: posted.ts ?? '', ...as }
    },
    say,
    async edit(channel, ts, message, mark) {
      try {
        await accepted(message, one => slack.chat.update({ channel, ts, ...content(one, mark) }))
        return true
      } catch (error) {
        if (failureOf(error) !== 'not-found') throw error
        return false
      }
    },
    async find(place, mark, where) {
      const channel = await conversationOf(place)
      const pages = pagesOf(at => {
        const asked = { channel, include_all_metadata: true, ...at }
        return 'threadTs' in where
          ? slack.conversations.replies({ ...asked, ts: where.threadTs })
          : slack.conversations.history({ ...asked, oldest: String(where.since.getTime() / 1000) })
      })
      for await (const { messages } of pages) {
        const found = messages?.find(({ metadata }) => isMarked(metadata, mark))
        if (found?.ts) return { ts: found.ts, ...(isPlain(found.metadata) && { plain: true }) }
      }
      return undefined
    },
    async postEphemeral({ channel, user, threadTs }, message) {
      try {
        await accepted(message, one =>
          slack.chat.postEphemeral({
            channel,
            user,
            ...content(one),
            ...(threadTs && { thread_ts: threadTs }),
          }),
        )
      } catch (error) {
        log('warn', 'ephemeral-failed', { error })
        const isRefused = slackRefusalOf(error) !== undefined || retryAfterOf(error) !== undefined
        await say(user, elsewhere(message, channel, isRefused))
      }
    },
    repeatInDirectMessage: ({ channel, user }, message) => say(user, elsewhere(message, channel, false)),
    async openView(trigger_id, view) {
      await slack.views.open({ trigger_id, view })
    },
    async updateView(view_id, hash, view) {
      await slack.views.update({ view_id, hash, view })
    },
    async publishHome(user_id, view) {
      await slack.views.publish({ user_id, view })
    },
    async permalink(channel, message_ts) {
      try {
        return (await slack.chat.getPermalink({ channel, message_ts })).permalink
      } catch (error) {
        if (slackErrorOf(error)) return undefined
        throw error
      }
    },
    reader: readersFrom(users, now),
  }
}

const isPerson = (channel: string): boolean => /^[UW]/.test(channel)

/** For the direct message, where Slack will not have it in the channel, or did not say whether it is there. */
function elsewhere({ text, blocks }: Message, channel: string, isRefused: boolean): Message {
  const why = isRefused
    ? `This is about <#${channel}>. Slack could not show you the message there.`
    : `This is about <#${channel}>. You may see this message there as well.`
  const context = { type: 'context', elements: [{ type: 'mrkdwn', text: why }] }
  return { text: `${text}\n${why}`, ...(blocks && { blocks: [...blocks, context] }) }
}

/** A message that is found must carry as much information as one just posted. */
const isPlain = (metadata: { event_payload?: object } | undefined): boolean => {
  const payload: { plain?: boolean } | undefined = metadata?.event_payload
  return payload?.plain === true
}

function isMarked(
  metadata: { event_type?: string; event_payload?: object } | undefined,
  mark: Mark,
): boolean {
  const payload: Partial<Mark> | undefined = metadata?.event_payload
  return (
    metadata?.event_type === EVENT_TYPE &&
    payload?.investigation === mark.investigation &&
    payload.part === mark.part
  )
}
