import { notationOf, type Reader } from '../../analyses/lib/reader.ts'
import { columnsOf } from '../../analyses/lib/analysis.ts'
import { beside, count, counted, figureWords } from '../../analyses/lib/words.ts'
import type { Block, Message } from '../slack/message.ts'
import type { Investigation } from '../model/investigation.ts'
import type { Answer } from '../model/stored/query.ts'
import { analysisOf } from '../model/analysis-asked.ts'
import { button, context, mrkdwn, READ_ALONG, section } from '../slack/blocks.ts'
import { chartBlock, isTooLarge } from './chart/chart.ts'
import { chartWords } from './chart/chart-words.ts'
import { coverageLines } from './coverage.ts'
import { minuteUtc, shownDate } from '../slack/date.ts'
import { literal, notification, truncate, visible } from '../text/mrkdwn.ts'
import { headlineOf, type Known, knownOf } from '../model/known.ts'
import { readerOf } from '../model/reader-of.ts'
import { severityLine, severityWords } from './severity.ts'
import { tableBlock } from './table.ts'
import { Invariant } from '../calls/failures.ts'

/** Rows of an answer, and the place of the first of them among all. */
interface Page {
  from: number
  rows: Answer['rows']
}

/**
 * The answer, in the thread: the sentence first, then figures, rows, chart, and what it rests on.
 * @param page the rows to show; the first ones by default
 * @param isExternal whether people of another organization read the channel
 */
export function reply(investigation: Investigation, page?: Page, isExternal = false): Message {
  const { id, request, query } = investigation
  const answer = query?.answer
  if (!answer) throw new Invariant('The reply comes after the query')
  const reader = readerOf(investigation)
  const notation = notationOf(reader)
  const headline = headlineOf(investigation) ?? answer.headline
  const known = knownOf(investigation)
  const figures = figuresShown(answer, known)
  const { from, rows } = page ?? { from: 0, rows: answer.rows }
  const lines = [...earlierEvidence(investigation, reader), ...coverageLines(investigation, reader)]
  const charts = answer.charts.map(chart => chartWords(chart, notation))
  return {
    // Slack reads mentions out of this text, too.
    text: notification(
      [
        headline,
        ...(answer.severity ? [severityWords(answer.severity)] : []),
        ...figures.map(figure => `${figure.label}: ${figureWords(figure, notation)}`),
        ...charts,
        ...lines,
        ...answer.notes,
      ]
        .map(literal)
        .join('\n'),
    ),
    charts,
    blocks: [
      ...severityLine(answer),
      section(`<@${request.asker.user}> *${literal(truncate(headline, HEADLINE))}*`),
      ...(isExternal ? [context([READ_ALONG])] : []),
      ...lookAgain(id, known),
      ...figureSections(figures, notation),
      ...(rows.length > 0
        ? [tableBlock(columnsOf(analysisOf(investigation), request.parameters), rows, reader)]
        : []),
      ...turning(id, { from, rows }, answer, notation),
      ...nextButtons(id, answer, known?.lookAgainAt === undefined),
      ...answer.charts.map((chart, n) =>
        isTooLarge(chart) ? drawnBelow(charts[n] ?? '') : chartBlock(chart),
      ),
      ...(answer.notes.length > 0 ? [context(answer.notes)] : []),
      context(lines),
      ...samples(investigation),
      {
        type: 'actions',
        elements: [
          button('get-csv', 'Get the CSV', id),
          button('show-sql', 'Show the SQL', id),
          ...(known?.lookAgainAt === undefined ? [button('ask-again', 'Ask again', id)] : []),
          button('change-and-run', 'Change and run again', id),
        ],
      },
      {
        type: 'actions',
        elements: [
          button('share-answer', 'Share', id),
          button('save-question', 'Save this question', id),
          button('watch-this', 'Watch this', id),
          button('answer-is-wrong', 'This answer is wrong', id),
        ],
      },
    ],
  }
}

/** Longest headline; the rows hold the details. */
const HEADLINE = 1500

/** Slack draws fewer points: the picture comes in the thread. */
const drawnBelow = (words: string): Block => context([`${words} It is drawn below.`])

/** Which rows these are, and the buttons that turn to others; nothing where all are shown. */
function turning(
  id: string,
  { from, rows }: Page,
  { rowCount, rows: first }: Answer,
  notation: string,
): Block[] {
  const size = first.length
  const to = from + rows.length
  if (rowCount <= size || size === 0) return []
  const which = `Rows ${count(from + 1, notation)}–${count(to, notation)} of ${count(rowCount, notation)}; ${counted(rowCount - rows.length, 'more row')} in the CSV.`
  const elements = [
    ...(from > 0 ? [button('rows-previous', 'Previous rows', `${id}:${Math.max(0, from - size)}`)] : []),
    ...(to < rowCount ? [button('rows-next', 'Next rows', `${id}:${to}`)] : []),
  ]
  return [context([which]), { type: 'actions', elements }]
}

/**
 * What one may ask next of the same evidence; the buttons carry their place in the stored answer.
 * @param isFirst whether the first of them is the message's primary button
 */
const nextButtons = (id: string, { next }: Answer, isFirst: boolean): Block[] =>
  next.length > 0
    ? [
        {
          type: 'actions',
          elements: next.map(({ label }, at) =>
            button(
              `ask-next-${at}`,
              truncate(visible(label), 75),
              id,
              isFirst && at === 0 ? { style: 'primary' } : {},
            ),
          ),
        },
      ]
    : []

/** A follow-up reads no log: what came since is not in its answer. */
const earlierEvidence = ({ follows, evidence }: Investigation, reader: Reader): string[] =>
  follows && evidence?.doneAt
    ? [
        `Answered from the logs that were read for an earlier question at ${minuteUtc(evidence.doneAt)}${beside([evidence.doneAt], reader)}; “Ask again” reads the logs again.`,
      ]
    : []

/**
 * The figures that say something: of nothing found a row of zeros is none, and of what is not known a number would be
 * taken for one.
 */
const figuresShown = ({ figures, rowCount }: Answer, known: Known | undefined): Answer['figures'] => {
  if (rowCount > 0) return figures
  return known?.nothing ? [] : figures.filter(({ value }) => value !== 0 && value !== null)
}

const inOwnTime = (iso: string): string => shownDate(iso, minuteUtc(iso))

/** When the records that are not there yet should be, and the button that asks again then. */
function lookAgain(id: string, known: Known | undefined): Block[] {
  const { lookAgainAt, completeAt } = known ?? {}
  if (lookAgainAt === undefined || completeAt === undefined) return []

  const complete =
    completeAt === lookAgainAt ? '' : ` The last records may arrive until ${inOwnTime(completeAt)}.`
  return [
    section(`:hourglass_flowing_sand: Look again at about ${inOwnTime(lookAgainAt)}.${complete}`),
    { type: 'actions', elements: [button('ask-again', 'Look again', id, { style: 'primary' })] },
  ]
}

/** A section has at most ten fields. */
const FIELDS = 10

function figureSections(figures: Answer['figures'], notation: string): Block[] {
  const fields = figures.map(figure =>
    mrkdwn(`*${literal(figure.label)}*\n${literal(figureWords(figure, notation))}`, 2000),
  )
  const sections = Array.from({ length: Math.ceil(fields.length / FIELDS) }, (_, n) =>
    fields.slice(n * FIELDS, (n + 1) * FIELDS),
  )
  return sections.map(some => ({ type: 'section', fields: some }))
}

const text = (value: string) => [{ type: 'text', text: value }]

/** Unparsable lines, unchanged. Rich text is not parsed as markup, so any content is safe. */
function samples({ evidence }: Investigation): Block[] {
  const lines = (evidence?.coverage ?? []).flatMap(({ samples: some }) => some)
  if (lines.length === 0) return []
  return [
    {
      type: 'rich_text',
      elements: [
        { type: 'rich_text_section', elements: text('Lines that could not be read, for example:') },
        {
          type: 'rich_text_preformatted',
          elements: text(lines.map(line => truncate(visible(line), 300)).join('\n')),
        },
      ],
    },
  ]
}
