import { columnsOf } from '../../analyses/lib/analysis.ts'
import { counted } from '../../analyses/lib/words.ts'
import type { Block, Message } from '../clients/thread.ts'
import type { Investigation } from '../investigation/investigation.ts'
import { analysisOf } from '../stages/query.ts'
import { button, context, section } from './blocks.ts'
import { chartBlock } from './chart.ts'
import { coverageLines } from './coverage.ts'
import { literal, truncate, visible } from './mrkdwn.ts'
import { tableBlock } from './table.ts'

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
      ...(answer.rows.length > 0
        ? [tableBlock(columnsOf(analysisOf(investigation), request.parameters), answer.rows)]
        : []),
      ...(more > 0 ? [context([`${counted(more, 'more row')} in the CSV.`])] : []),
      ...answer.charts.map(chartBlock),
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
