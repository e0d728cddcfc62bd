import { shared } from '../../analyses/lib/reader.ts'
import type { Button, Overflow } from '@slack/web-api'
import type { Block, Message } from '../slack/message.ts'
import type { Investigation } from '../model/investigation.ts'
import { severityLine, severityWords } from '../answer/severity.ts'
import { button, context, section } from '../slack/blocks.ts'
import { literal, notification, truncate, visible } from '../text/mrkdwn.ts'
import { count, requesterName } from '../../analyses/lib/words.ts'
import { describeWindow } from '../time/window.ts'
import { headlineOf } from '../model/known.ts'
import { conditionWords } from '../model/condition.ts'
import type { Note, Watch } from '../model/watch.ts'
import {
  clockWords,
  digestLines,
  figureName,
  sparkline,
  sparklineWords,
  titleOf,
  wishWords,
} from './texts.ts'

type Words = (watch: Watch, note: Note, investigation: Investigation | undefined) => Message

/** What a watch says in its channel. `investigation` is the run that the note is about, where it can be read. */
export const noteMessage: Words = (watch, note, investigation) => WORDS[note.kind](watch, note, investigation)

const plainMessage = (words: string): Message => ({
  text: notification(literal(words)),
  blocks: [section(literal(words))],
})

/** For the person who pressed “Run now”. */
function quietMessage(watch: Watch, { lines }: Note, investigation: Investigation | undefined): Message {
  const window = investigation && describeWindow(investigation.request.window, shared(watch.request.asker))
  const covered = window === undefined ? '' : ` It covered ${window}.`
  const words = `${titleOf(watch)}. The run has finished: ${lines.join(' ')}${covered}`
  return {
    text: notification(literal(words)),
    blocks: [
      section(literal(words)),
      manage(watch, investigation ? [button('show-investigation', 'Show the answer', investigation.id)] : []),
    ],
  }
}

/** What was found, why it is told, the first rows, and what to do with it. */
function findingMessage(watch: Watch, note: Note, investigation: Investigation | undefined): Message {
  const answer = investigation?.query?.answer
  const { request, condition } = watch
  const headline = (investigation && headlineOf(investigation)) ?? 'The answer of this run has expired.'
  const title = note.kind === 'update' ? 'Still the case' : titleOf(watch)
  const why =
    condition.kind === 'always'
      ? 'Reported after every run'
      : `Reported because: ${conditionWords(condition)}`
  const more = (answer?.rowCount ?? 0) - note.lines.length
  const rows = [...note.lines, ...(note.lines.length > 0 && more > 0 ? [`and ${count(more)} more`] : [])]
  const window = investigation && describeWindow(investigation.request.window, shared(request.asker))
  return {
    text: notification(
      [title, headline, ...(answer?.severity ? [severityWords(answer.severity)] : []), ...rows]
        .map(literal)
        .join('\n'),
    ),
    blocks: [
      section(`:eyes: *${literal(title)}*\n${literal(headline)}`),
      ...(answer ? severityLine(answer) : []),
      ...(rows.length > 0 ? [section(rows.map(row => `• ${literal(truncate(row, 400))}`).join('\n'))] : []),
      context([`${why}. ${window === undefined ? '' : `It covers ${window}. `}Watched ${wishWords(watch)}.`]),
      {
        type: 'actions',
        elements: [
          ...(investigation
            ? [
                button('show-investigation', 'Show the answer', investigation.id),
                button('get-csv', 'Get the CSV', investigation.id),
              ]
            : []),
          button('watch-manage', 'Manage', watch.id),
          muteMenu(watch),
        ],
      },
    ],
  }
}

/** What one may say once it is known. */
export function muteMenu({ id, shown }: Pick<Watch, 'id' | 'shown'>): Overflow {
  const option = (what: string, text: string) => ({
    text: { type: 'plain_text' as const, text: truncate(visible(text), 75) },
    value: `${id} ${what}`,
  })
  return {
    type: 'overflow',
    action_id: 'watch-mute',
    options: [
      option('day', 'Mute for a day'),
      option('week', 'Mute for a week'),
      ...(shown?.requester === undefined
        ? []
        : [option('requester', `Mute ${requesterName(shown.requester)}`)]),
      ...(shown?.prefix === undefined ? [] : [option('prefix', `Mute keys under ${shown.prefix}`)]),
    ],
  }
}

const manage = (watch: Watch, first: readonly Button[] = []): Block => ({
  type: 'actions',
  elements: [...first, button('watch-manage', 'Manage', watch.id)],
})

/** The third line, where there is one, is since when nothing has been looked at. */
function failedMessage(watch: Watch, { lines: [what = '', next = '', since] }: Note): Message {
  const title =
    since === undefined
      ? `The watch “${titleOf(watch)}” failed`
      : `The watch “${titleOf(watch)}” is not working: it has not been able to check anything since ${clockWords(since, watch.schedule.zone)}`
  const later = `It will try again on ${clockWords(watch.dueAt, watch.schedule.zone)}, and covers the time it missed. It posts here when it works again.`
  return {
    text: notification([title, what, next, later].map(literal).join('\n')),
    blocks: [
      section(`:warning: *${literal(title)}*\n${literal(what)}`),
      section(`*What to do:* ${literal(next)}`),
      context([later]),
      manage(watch),
    ],
  }
}

/** The lines are mrkdwn of ours: a refusal names rules and people. */
function pausedMessage(watch: Watch, { lines }: Note): Message {
  const title = `The watch “${titleOf(watch)}” is paused`
  const later = 'Someone who may ask this question here can resume it. It then covers the time it missed.'
  return {
    text: notification([literal(title), ...lines, later].join('\n')),
    blocks: [
      section(`:double_vertical_bar: *${literal(title)}*\n${lines.join('\n')}`),
      context([later]),
      manage(watch, [button('watch-resume', 'Resume', watch.id)]),
    ],
  }
}

function digestMessage(watch: Watch, note: Note): Message {
  const title = `The week of “${titleOf(watch)}”`
  const lines = [...digestLines(watch, note.at), `${figureName(watch)}: ${sparklineWords(watch)}`]
  return {
    text: notification([title, ...lines].map(literal).join('\n')),
    blocks: [
      section(`*${literal(title)}*\n${lines.map(literal).join('\n')}\n${sparkline(watch)}`),
      manage(watch),
    ],
  }
}

const WORDS: Record<Note['kind'], Words> = {
  finding: findingMessage,
  update: findingMessage,
  failed: failedMessage,
  well: watch => plainMessage(`${titleOf(watch)}: the watch works again and has covered the time it missed.`),
  paused: pausedMessage,
  digest: digestMessage,
  quiet: quietMessage,
}
