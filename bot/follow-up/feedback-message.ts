import type { Message } from '../slack/message.ts'
import type { Investigation } from '../model/investigation.ts'
import { describeWindow } from '../time/window.ts'
import { headlineOf } from '../model/known.ts'
import { analysisOf } from '../model/analysis-asked.ts'
import { context, section } from '../slack/blocks.ts'
import { yourTime } from '../slack/date.ts'
import { escapeMrkdwn, literal, notification } from '../text/mrkdwn.ts'

/** What somebody says is wrong with an answer, for the channel of those who run s3audit. */
export function feedbackMessage(
  investigation: Investigation,
  { user, text, link }: { user: string; text: string; link: string | undefined },
): Message {
  const { id, request } = investigation
  const question = `${analysisOf(investigation).title} in ${request.bucket}, ${describeWindow(request.window)}`
  const said = text.split(/\s*[\r\n]+/).map(line => `> ${literal(line)}`)
  const thread = link === undefined ? '' : ` <${escapeMrkdwn(link)}|The thread>`
  return {
    text: notification(literal(`Someone reported a wrong answer: ${question}`)),
    blocks: [
      section(`<@${user}> reported a wrong answer: *${literal(question)}*${thread}`),
      yourTime(request),
      section(said.join('\n')),
      context([`Answered: ${headlineOf(investigation) ?? 'nothing'}`, `Reference ${id}`]),
    ],
  }
}
