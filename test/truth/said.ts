import type { Message } from '../../infra/local/slack/model/protocol.ts'
import type { TrueAnswer } from '../independent/answers.mjs'
import type { Kind } from '../independent/facts.mjs'
import { amount, inBytes, plural } from '../independent/wording.mjs'
import type { Truth, Window } from './sample-week.ts'

/** What a person reads in an answer, besides its sentence: figures, table, chart, and what it rests on. */
export interface Said {
  /** Label and value. */
  figures: string[]
  table: string[][]
  chart: { name: string; values: number[] }[]
  coverage: string[]
}

interface Drawn {
  type: string
  fields?: { text: string }[]
  rows?: { text: string }[][]
  chart?: { series: { name: string; data: { value: number }[] }[] }
  elements?: { text?: unknown }[]
}

/** Reads an answer from the blocks that Slack draws. */
export function saidIn({ blocks = [] }: Message): Said {
  const drawn = blocks as Drawn[]
  const of = (type: string) => drawn.filter(block => block.type === type)
  const context = of('context').flatMap(({ elements = [] }) => elements.map(({ text }) => String(text)))
  return {
    figures: of('section').flatMap(({ fields = [] }) => fields.map(({ text }) => text)),
    table: of('table').flatMap(({ rows = [] }) => rows.slice(1).map(row => row.map(({ text }) => text))),
    chart: of('data_visualization').flatMap(({ chart }) =>
      (chart?.series ?? []).map(({ name, data }) => ({ name, values: data.map(({ value }) => value) })),
    ),
    coverage: context.filter(line =>
      /^(Read from|Events in|[\d,]+ (records?|lines?|log objects?) )/.test(line),
    ),
  }
}

/** What it must read, by the independent script; how tables and figures are shown is held by golden messages. */
export const mustSay = ({
  answer,
  truth,
  kind,
  window,
}: {
  answer: TrueAnswer
  truth: Truth
  kind: Kind
  window: Window
}): Pick<Said, 'chart' | 'coverage'> => ({
  chart: answer.chart?.series ?? [],
  coverage: coverage(truth, kind, window),
})

const NOUNS = { 'access-log': 'line', cloudtrail: 'record' }
const LOGS = { 'access-log': 'server access logs', cloudtrail: 'CloudTrail' }
const HOUR = 3_600_000
const at = (time = '') => time.slice(0, 19).replace('T', ' ')

function coverage({ all, read, objects, bytes }: Truth, kind: Kind, { from, to }: Window): string[] {
  const hours = Math.ceil(Date.parse(to) / HOUR) - Math.floor(Date.parse(from) / HOUR)
  const interval = all.first ? `, the first at ${at(all.first)}, the last at ${at(all.last)} UTC` : ''
  return [
    `Read from ${LOGS[kind]}: ${plural(objects, 'log object')} (${inBytes(bytes)}), ${plural(read.lines, NOUNS[kind])}; ${plural(all.records, 'event')} of this bucket in the window.`,
    `Events in ${amount(all.hours)} of ${amount(hours)} hours${interval}.`,
    ...(all.duplicates > 0 ? [`${plural(all.duplicates, 'record')} delivered twice, counted once.`] : []),
    ...(read.unparsed > 0 ? [`${plural(read.unparsed, NOUNS[kind])} could not be read.`] : []),
  ]
}
