import type { Message } from '../clients/message.ts'
import type { Investigation } from '../investigation/investigation.ts'
import { describeWindow } from '../request/window.ts'
import { analysisOf } from '../investigation/analysis-asked.ts'
import { context, section } from './blocks.ts'
import { yourTime } from './date.ts'
import { escapeMrkdwn, literal, notification } from './mrkdwn.ts'

/** What somebody says is wrong with an answer, for the channel of those who run s3audit. */
export function feedbackMessage(
  investigation: Investigation,
  { user, text, link }: { user: string; text: string; link: string | undefined },
): Message {
  const { id, request, query } = investigation
  const question = `${analysisOf(investigation).title} in ${request.bucket}, ${describeWindow(request.window)}`
  const said = text.split(/\s*[\r\n]+/).map(line => `> ${literal(line)}`)
  const thread = link === undefined ? '' : ` <${escapeMrkdwn(link)}|The thread>`
  return {
    text: notification(literal(`An answer is said to be wrong: ${question}`)),
    blocks: [
      section(`<@${user}> says that an answer is wrong: *${literal(question)}*${thread}`),
      yourTime(request),
      section(said.join('\n')),
      context([`Answered: ${query?.answer?.headline ?? 'nothing'}`, `Reference ${id}`]),
    ],
  }
}
