import { shared } from '../../analyses/lib/reader.ts'
import type { Message } from '../slack/message.ts'
import type { Investigation } from '../model/investigation.ts'
import type { Problem } from '../model/stored/problem.ts'
import { problemWords } from '../model/problem.ts'
import { describeWindow } from '../time/window.ts'
import { button, context, section } from '../slack/blocks.ts'
import { skippedObjects } from './coverage.ts'
import { literal, notification } from '../text/mrkdwn.ts'

/** Why there is no answer, and what to do next. What was asked is kept: one click asks it again. */
export function problemReply(
  { id, request, copy, evidence, query }: Investigation,
  problem: Problem,
): Message {
  const { what, next } = problemWords(problem)
  const asked = `${request.analysis} on ${request.bucket}, ${describeWindow(request.window, shared(request.asker))}`
  const skipped = skippedObjects({ copy, evidence })
  return {
    text: notification(problemMrkdwn(`${what} ${next}`)),
    blocks: [
      section(`<@${request.asker.user}> ${problemMrkdwn(what)}`),
      section(`*What to do:* ${problemMrkdwn(next)}`),
      context([
        `Asked: ${asked}. Reference ${id}.`,
        ...(skipped.length > 0 ? [`Skipped: ${skipped.slice(0, 3).join('; ')}`] : []),
      ]),
      {
        type: 'actions',
        elements: [
          ...(query?.doneAt ? [button('get-csv', 'Get the CSV', id)] : []),
          ...(WITHOUT_LOGS.has(problem.code)
            ? [button('check-bucket', 'Check this bucket', request.bucket)]
            : []),
          button('ask-again', 'Ask again', id),
          button('change-and-run', 'Change and run again', id),
        ],
      },
    ],
  }
}

/** The problems of a bucket without logs to read: a check tells how to have some the next time. */
const WITHOUT_LOGS = new Set(['logging-off', 'no-trail', 'no-source', 'no-log-objects', 'log-bucket-gone'])

/** The words of a problem: a channel in them is a mention of ours, all else is as it came. */
export const problemMrkdwn = (words: string): string =>
  literal(words).replaceAll(/&lt;#(C[A-Z0-9]+)&gt;/g, '<#$1>')

/** For an item that cannot be read as an investigation any more: what of it still tells where to answer. */
export const damagedReply = {
  place(item: Record<string, unknown>): { channel: string; threadTs?: string } | undefined {
    const [announcement, request] = [recordOf(item.announcement), recordOf(item.request)]
    const { channel = request.channel ?? item.channel, ts } = announcement
    if (typeof channel !== 'string') return undefined
    return { channel, ...(typeof ts === 'string' && { threadTs: ts }) }
  },
  /** A problem in words alone: nothing of what was asked can be relied on. */
  message(id: string, problem: Pick<Problem, 'code' | 'detail'> = { code: 'damaged-item', detail: {} }) {
    const { what, next } = problemWords(problem)
    const words = problemMrkdwn(`${what} ${next} (Reference ${id}.)`)
    return { text: notification(words), blocks: [section(words)] } satisfies Message
  },
}

const recordOf = (value: unknown): Record<string, unknown> => ({ ...(typeof value === 'object' && value) })
