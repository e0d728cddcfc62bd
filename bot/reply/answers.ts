import type { View } from '@slack/web-api'
import { counted } from '../../analyses/lib/words.ts'
import type { Block, Message } from '../clients/thread.ts'
import { excludedOf, type Investigation, type Problem } from '../investigation/investigation.ts'
import { unloadsOf } from '../stages/evidence.ts'
import { problemWords } from '../problem.ts'
import { describeWindow } from '../request/window.ts'
import { analysisOf } from '../stages/query.ts'
import type { World } from '../world.ts'
import { chartBlock } from './chart.ts'
import { coverageLines } from './coverage.ts'
import { escapeMrkdwn, literal, truncate, visible } from './mrkdwn.ts'
import { tableBlock } from './table.ts'

/** How long a link to a CSV works: long enough to click, short enough to be worthless in an old thread. */
const LINK_SECONDS = 15 * 60

const section = (text: string): Block => ({
  type: 'section',
  text: { type: 'mrkdwn', text: truncate(text, 3000) },
})
const context = (lines: readonly string[]): Block => ({
  type: 'context',
  elements: lines.slice(0, 10).map(text => ({ type: 'mrkdwn', text: truncate(literal(text), 2000) })),
})
const button = (action_id: string, text: string, value: string, rest = {}) => ({
  type: 'button',
  action_id,
  text: { type: 'plain_text', text },
  value,
  ...rest,
})

/** The answer, in the thread: the sentence first, then figures, rows, chart, and what it rests on. */
export function reply(investigation: Investigation): Message {
  const { id, request, query } = investigation
  const answer = query?.answer
  if (!answer) throw new Error('The reply comes after the query')
  const more = answer.rowCount - answer.rows.length
  const lines = coverageLines(investigation)
  return {
    // Slack reads mentions out of this text, too.
    text: [
      answer.headline,
      ...answer.figures.map(({ label, value }) => `${label}: ${value}`),
      ...lines,
      ...answer.notes,
    ]
      .map(literal)
      .join('\n')
      .slice(0, 3900),
    blocks: [
      section(`<@${request.asker.user}> *${literal(answer.headline)}*`),
      { type: 'section', fields: answer.figures.slice(0, 10).map(figure) },
      ...(answer.rows.length > 0 ? [tableBlock(analysisOf(investigation).columns, answer.rows)] : []),
      ...(more > 0 ? [context([`${counted(more, 'more row')} in the CSV.`])] : []),
      ...(answer.chart ? [chartBlock(answer.chart)] : []),
      ...(answer.notes.length > 0 ? [context(answer.notes)] : []),
      context(lines),
      ...samples(investigation),
      {
        type: 'actions',
        elements: [
          button('get-csv', 'Get the CSV', id),
          button('show-sql', 'Show the SQL', id),
          button('ask-again', 'Ask again', id),
        ],
      },
    ],
  }
}

const figure = ({ label, value }: { label: string; value: string }) => ({
  type: 'mrkdwn' as const,
  text: truncate(`*${literal(label)}*\n${literal(value)}`, 2000),
})

const text = (value: string) => [{ type: 'text', text: value }]

/** Lines that are no record, as they stand: rich text is literal, whatever the line holds. */
function samples({ evidence }: Investigation): Block[] {
  const lines = evidence?.coverage?.samples ?? []
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

/** Why there is no answer, and what to do next. What was asked is kept: one click asks it again. */
export function problemReply(
  { id, request, copy, evidence, query }: Investigation,
  problem: Problem,
): Message {
  const { what, next } = problemWords(problem)
  const asked = `${request.analysis} on ${request.bucket}, ${describeWindow(request.window, request.asker.timeZone)}`
  const skipped = [
    ...(copy?.skipped.samples ?? []).map(({ key, reason }) => `${key}: ${reason}`),
    ...excludedOf(evidence).map(({ path, reason }) => `${path}: ${reason}`),
  ]
  return {
    text: mrkdwn(`${what} ${next}`),
    blocks: [
      // A mention of the channel is markup of ours; all else is as it came, escaped.
      section(`<@${request.asker.user}> ${mrkdwn(what)}`),
      section(`*What to do:* ${mrkdwn(next)}`),
      context([
        `Asked: ${asked}. Reference ${id}.`,
        ...(skipped.length > 0 ? [`Skipped: ${skipped.slice(0, 3).join('; ')}`] : []),
      ]),
      {
        type: 'actions',
        elements: [
          ...(query?.doneAt ? [button('get-csv', 'Get the CSV', id)] : []),
          button('ask-again', 'Ask again', id),
        ],
      },
    ],
  }
}

const mrkdwn = (words: string): string => literal(words).replaceAll(/&lt;#(C[A-Z0-9]+)&gt;/g, '<#$1>')

/** A fresh link to the whole answer, for one person. */
export async function csvMessage(
  investigation: Investigation,
  { logs, workspace }: Pick<World, 'logs' | 'workspace'>,
): Promise<Message> {
  const { id, request, query } = investigation
  const location = query?.runs.rows?.outputLocation
  if (!query?.doneAt || !location)
    return {
      text: 'This question has no answer yet, so there is no CSV. Wait for the answer, then press the button again.',
    }
  const name = `s3audit-${request.analysis}-${request.bucket}-${request.window.from.slice(0, 10)}.csv`
  const link = await logs.link(location.slice(`s3://${workspace}/`.length), name, LINK_SECONDS)
  const rows = counted(query.answer?.rowCount ?? 0, 'row')
  const text = `${name} (${rows}). The link works for ${LINK_SECONDS / 60} minutes, and for whoever has it.`
  return {
    text: `${text} ${link}`,
    blocks: [
      section(escapeMrkdwn(text)),
      {
        type: 'actions',
        elements: [
          button('open-csv', 'Download', id, { url: link, style: 'primary' }),
          button('renew-csv', 'New link', id),
        ],
      },
    ],
  }
}

const SQL_CHARACTERS = 2800
const SQL_BLOCKS = 40

/** The statements as Athena ran them, in a window to read and copy from. */
export function sqlView({ evidence, query }: Investigation): View {
  const runs = [
    ...(evidence ? unloadsOf(evidence).map(([name, { sql }]) => [name, sql] as const) : []),
    ...Object.entries(query?.runs ?? {}).map(([name, { sql }]) => [name, sql] as const),
  ]
  const pieces = runs.flatMap(([name, sql]) => [header(name), ...slices(sql).map(preformatted)])
  const blocks = pieces.length > 0 ? pieces : [section('Nothing has been asked of Athena yet.')]
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'The SQL' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: blocks.slice(0, SQL_BLOCKS),
  }
}

const TITLES: Record<string, string> = {
  evidence: 'evidence: reads the logs, once',
  rows: 'rows: the CSV',
  count: 'count: how many rows the CSV has',
}
const header = (name: string): Block => ({
  type: 'header',
  text: { type: 'plain_text', text: TITLES[name] ?? name },
})
const slices = (text: string): string[] => text.match(new RegExp(`[^]{1,${SQL_CHARACTERS}}`, 'g')) ?? []
const preformatted = (text: string): Block => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
})

/** For an item that cannot be read as an investigation any more: what of it still tells where to answer. */
export const damagedReply = {
  place(item: Record<string, unknown>): { channel: string; threadTs?: string } | undefined {
    const [announcement, request] = [recordOf(item.announcement), recordOf(item.request)]
    const { channel = request.channel, ts } = announcement
    if (typeof channel !== 'string') return undefined
    return { channel, ...(typeof ts === 'string' && { threadTs: ts }) }
  },
  message: (id: string): Message => {
    const { what, next } = problemWords({ code: 'damaged-item', detail: {}, at: '' })
    const words = `${what} ${next} (Reference ${id}.)`
    return { text: words, blocks: [section(words)] }
  },
}

const recordOf = (value: unknown): Record<string, unknown> => ({ ...(typeof value === 'object' && value) })
