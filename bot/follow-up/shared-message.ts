import type { Message } from '../slack/message.ts'
import type { Investigation } from '../model/investigation.ts'
import { describeWindow } from '../time/window.ts'
import { headlineOf } from '../model/known.ts'
import { analysisOf } from '../model/analysis-asked.ts'
import { context, READ_ALONG, section } from '../slack/blocks.ts'
import { yourTime } from '../slack/date.ts'
import { escapeMrkdwn, literal, notification } from '../text/mrkdwn.ts'

/** An answer for another channel: who shares it, its headline, and the way to the thread that has the rest. */
export function sharedMessage(
  investigation: Investigation,
  { user, link, isExternal = false }: { user: string; link: string | undefined; isExternal?: boolean },
): Message {
  const { request } = investigation
  const headline = headlineOf(investigation) ?? ''
  const question = `${analysisOf(investigation).title} in ${request.bucket}, ${describeWindow(request.window)}`
  const thread = link === undefined ? '' : ` · <${escapeMrkdwn(link)}|The whole answer>`
  return {
    text: notification(literal(`${headline} ${question}`)),
    blocks: [
      section(`<@${user}> shares: *${literal(headline)}*\n${literal(question)}${thread}`),
      yourTime(request),
      ...(isExternal ? [context([READ_ALONG])] : []),
    ],
  }
}

const WORDS: Record<string, string> = {
  not_in_channel: 'I am not a member of that channel. Type /invite @s3audit there, then press Share again.',
  channel_not_found:
    'I cannot see that channel. If it is a private one, type /invite @s3audit there, then press Share again.',
  is_archived: 'That channel is archived: nobody can post there. Choose another one.',
  restricted_action: 'Your workspace does not let apps post in that channel. Choose another one.',
}

/** Why Slack did not take a message for a channel, and what to do; plain text. */
export const plainProblem = (refused: string): string =>
  WORDS[refused] ?? `Slack refused the message (${refused}). Choose another channel.`
