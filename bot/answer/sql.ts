import type { View } from '@slack/web-api'
import type { Block } from '../slack/message.ts'
import type { Investigation } from '../model/investigation.ts'
import type { Evidence } from '../model/stored/evidence.ts'
import { preformatted, section } from '../slack/blocks.ts'

const SQL_BLOCKS = 40

/** The statements as Athena ran them, in a window to read and copy from. */
export function sqlView({ evidence, query }: Investigation): View {
  const runs = [
    ...(evidence ? evidenceSql(evidence) : []),
    ...Object.entries(query?.runs ?? {}).map(([name, { sql }]) => [TITLES[name] ?? name, sql] as const),
  ]
  const pieces = runs.flatMap(([name, sql]) => [header(name), ...preformatted(sql)])
  const blocks = pieces.length > 0 ? pieces : [section('No query has been sent to Athena yet.')]
  return {
    type: 'modal',
    title: { type: 'plain_text', text: 'The SQL' },
    close: { type: 'plain_text', text: 'Close' },
    blocks: blocks.slice(0, SQL_BLOCKS),
  }
}

/** The parts of one log differ in nothing but the days or paths they read. */
function evidenceSql({ parts }: Evidence): [string, string][] {
  const logs = Map.groupBy(Object.values(parts), ({ log }) => log)
  return [...logs].flatMap(([log, [first, ...others]]) => {
    const which = others.length === 0 ? 'read once' : `the first of ${others.length + 1} parts`
    const title = logs.size === 1 ? `evidence: the logs, ${which}` : `evidence: ${LOGS[log]}, ${which}`
    return first ? [[title, first.unload.sql] as [string, string]] : []
  })
}

const LOGS = { 'access-log': 'access logs', cloudtrail: 'CloudTrail' }
const TITLES: Record<string, string> = { rows: 'rows: the CSV', count: 'count: how many rows the CSV has' }
const header = (title: string): Block => ({ type: 'header', text: { type: 'plain_text', text: title } })
