import Table from 'cli-table3'
import * as z from 'zod'
import type { Block, Message } from '../slack/model/protocol.ts'
import { USER } from './workspace.ts'

/** A Slack message as text for a terminal: what the page shows, table and chart and all. */
export const messageText = ({ blocks, text, files = [] }: Message): string =>
  [
    ...(blocks?.map(blockText) ?? [plain(text)]),
    ...files.map(({ title, alt_txt }) => `[${title}] ${alt_txt ?? ''}`),
  ]
    .filter(part => part !== '')
    .join('\n\n')

type Value = Record<string, unknown>

function blockText(block: Block): string {
  const render = RENDER[block.type]
  return render ? render(block) : `[${block.type}]`
}

const RENDER: Record<string, (block: Block) => string> = {
  section: ({ text, fields }) =>
    [textOf(text), ...list(fields).map(field => textOf(field).replace('\n', ': '))]
      .filter(Boolean)
      .join('\n'),
  header: ({ text }) => textOf(text).toUpperCase(),
  context: ({ elements }) => list(elements).map(textOf).join('\n'),
  rich_text: block => richText(block),
  plan: ({ title, tasks }) => [String(title), ...list(tasks).map(taskText)].join('\n'),
  table: tableText,
  data_visualization: chartText,
  divider: () => '─'.repeat(40),
  actions: () => '',
}

const MARKS: Record<string, string> = { complete: '✓', in_progress: '…', pending: '·', error: '✗' }

function taskText({ title, status, details }: Value): string {
  const detail = details ? `: ${richText(details)}` : ''
  return `  ${MARKS[String(status)] ?? '?'} ${String(title)}${detail}`
}

function tableText({ rows, column_settings }: Block): string {
  const [head = [], ...body] = list(rows).map(row => list(row).map(textOf))
  const table = new Table({
    head,
    colAligns: list(column_settings).map(({ align }) => (align === 'right' ? 'right' : 'left')),
    style: { head: [], border: [] },
  })
  table.push(...body)
  return table.toString()
}

const WIDTH = 40

/** What the embedded Slack lets through, as far as it is drawn here. */
const chartSchema = z.object({
  type: z.enum(['bar', 'line']),
  series: z.array(
    z.object({ name: z.string(), data: z.array(z.object({ label: z.string(), value: z.number() })) }),
  ),
})

/**
 * Bars beside their numbers. The parts of a bar add up, and the numbers distinguish them; lines are values of
 * their own, and the bar is as long as the largest.
 */
function chartText({ title, chart }: Block): string {
  const { type, series } = chartSchema.parse(chart)
  const between = type === 'bar' ? ' + ' : ', '
  const labels = series[0]?.data.map(({ label }) => label) ?? []
  const values = labels.map((_, i) => series.map(({ data }) => data[i]?.value ?? 0))
  const lengths = values.map(each =>
    type === 'bar' ? each.reduce((sum, one) => sum + one, 0) : Math.max(...each),
  )
  const most = Math.max(1, ...lengths)
  const widest = Math.max(...labels.map(label => label.length))
  const lines = labels.map((label, i) => {
    const bar = '█'.repeat(Math.ceil(((lengths[i] ?? 0) / most) * WIDTH))
    return `  ${label.padEnd(widest)} ${bar} ${(values[i] ?? []).join(between)}`
  })
  return [`${String(title)} (${series.map(({ name }) => name).join(between)})`, ...lines].join('\n')
}

function richText(value: unknown): string {
  if (!isValue(value)) return ''
  if (typeof value.text === 'string') return value.text
  return list(value.elements)
    .map(richText)
    .join(value.type === 'rich_text' ? '\n' : '')
}

const isValue = (value: unknown): value is Value => typeof value === 'object' && value !== null

const list = (value: unknown): Value[] => (Array.isArray(value) ? value.filter(isValue) : [])

const textOf = (value: unknown): string => {
  const text = isValue(value) ? value.text : undefined
  if (typeof text !== 'string') return text ? textOf(text) : ''
  // Only mrkdwn has marks: what a stranger wrote into a cell is shown as it is.
  return isValue(value) && value.type === 'mrkdwn' ? plain(text) : text
}

/** mrkdwn without its marks. */
const plain = (text: string): string =>
  text
    .replaceAll(/<([^|>]+)\|([^>]+)>/g, '$2')
    .replaceAll(`<@${USER}>`, 'you')
    .replaceAll(/<@([A-Z0-9]+)>/g, '@$1')
    .replaceAll(/(?<![\w*])\*([^*\n]+)\*(?![\w*])/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
