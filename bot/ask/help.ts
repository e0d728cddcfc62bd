import { GROUPS, type Preset } from '../../analyses/lib/analysis.ts'
import type { Question } from '../../analyses/lib/catalogue/named.ts'
import { sampleAnswers } from '../../analyses/lib/catalogue/sample-answers.ts'
import { sampleSql } from '../../analyses/lib/catalogue/sample-sql.ts'
import type { LogKind } from '../../analyses/lib/evidence/tables.ts'
import { code, codeBlock, escapeMrkdwn, truncate } from '../text/mrkdwn.ts'
import { textMessage, type TextMessage } from '../slack/message.ts'
import type { Catalogue } from './grammar/draft.ts'
import { subcommandHelp } from './subcommands.ts'
import { type Field, fieldsOf } from './grammar/fields.ts'
import { named } from '../text/tokens.ts'

const LOG_NAMES: Record<LogKind, string> = { 'access-log': 'S3 access logs', cloudtrail: 'CloudTrail' }

/**
 * All analyses by group, each with its id; a preset is named with its analysis only. `bucket` is one that may
 * be asked about.
 */
export function helpMessage(catalogue: Catalogue, bucket = 'my-bucket'): TextMessage {
  const groups = GROUPS.map(label => groupLines(label, catalogue))
  const ways = `*Ask.* Type ${code('/s3audit')} for a form, or a question, a bucket and a time to open the form filled in. A plain sentence works too, such as ${code(`why are we refused in ${bucket} since monday`)}. A question, a bucket and a time with ${code('now')} at the end start at once.`
  const times =
    '*Times.* `24h`, `3d`, `yesterday`, `since monday`, `yesterday 14:00 to 16:00`, `2026-11-19 10:00 to 2026-11-19 12:30 UTC`.'
  const more =
    '*Help for one question* and its options: `/s3audit help object-deletion`. The form searches the questions as you type.'
  return textMessage([
    [ways, code(example('object-deletion', bucket))],
    [times],
    [more],
    ...subcommandHelp(bucket).map(paragraph => [paragraph]),
    ...groups,
  ])
}

function groupLines(label: string, catalogue: Catalogue): string[] {
  const lines = Object.entries(catalogue)
    .filter(([, { group, presetOf }]) => group === label && !presetOf)
    .map(([id, { answers }]) => `${code(id)} ${escapeMrkdwn(answers)}`)
  return lines.length === 0 ? [] : [`*${escapeMrkdwn(label)}*`].concat(lines)
}

/** One question: what it answers, from which logs, and what one can set. */
export function questionHelp(id: string, analysis: Question, bucket = 'my-bucket'): TextMessage {
  const { title, answers, words, reads, why, blind, presets = {}, presetOf } = analysis
  const logs = reads.map(log => [LOG_NAMES[log], blind[log]] as const)
  const fields = fieldsOf(analysis)
  return textMessage([
    [
      `*${escapeMrkdwn(title)}*  ${code(id)}`,
      escapeMrkdwn(answers),
      `Also called ${escapeMrkdwn(words.join(', '))}.`,
      ...(presetOf === undefined ? [] : [`A variant of ${code(presetOf)} with other defaults.`]),
    ],
    presetLines(presets),
    [
      `*Logs*, the preferred one first (${code('logs:')} chooses)`,
      ...logs.map(([log, gap]) => `• ${log}${gap === undefined ? '' : `. ${escapeMrkdwn(gap)}`}`),
      escapeMrkdwn(why),
    ],
    fields.length === 0 ? [] : ['*Options*', ...fields.map(describeField)],
    ['*For example*', code(example(id, bucket)), ...fields.flatMap(field => exampleWith(field, id, bucket))],
    answerLines(id),
    [
      `*The SQL of its rows*, for one day and without options\n${codeBlock(truncate(sampleSql(analysis, bucket), MOST_SQL))}`,
    ],
  ])
}

/** Longest excerpt; “Show the SQL” has the whole statement. */
const MOST_SQL = 2000

function answerLines(id: string): string[] {
  const answer = sampleAnswers[id]
  return answer === undefined ? [] : ['*How an answer begins*', `> ${escapeMrkdwn(answer)}`]
}

const presetLines = (presets: Record<string, Preset>): string[] => {
  const lines = Object.entries(presets).map(([id, { answers }]) => `• ${code(id)} ${escapeMrkdwn(answers)}`)
  return lines.length > 0 ? ['*Also asked as*', ...lines] : []
}

const example = (id: string, bucket: string): string => `/s3audit ${id} ${bucket} 24h now`

function exampleWith({ name, placeholder, options }: Field, id: string, bucket: string): string[] {
  const value = placeholder ?? options[0]
  return value === undefined ? [] : [code(`/s3audit ${id} ${bucket} ${named(name, value)} 24h now`)]
}

function describeField({ name, title, help, options, min, max, initial }: Field): string {
  const limits = [
    options.length > 0 ? `one of ${options.join(', ')}` : '',
    min === undefined ? '' : `at least ${min}`,
    max === undefined ? '' : `at most ${max}`,
    initial === undefined || initial === '' ? '' : `${String(initial)} if not set`,
  ].filter(limit => limit !== '')
  const allowed = limits.length > 0 ? ` (${limits.join(', ')})` : ''
  return `• ${code(`${name}:`)} ${escapeMrkdwn(`${title}. ${help ?? ''}`.trim() + allowed)}`
}

/** What is wrong with a command, as mrkdwn, with the command to copy and up to three that run as they stand. */
export function mistakesMessage(
  typed: string,
  mistakes: readonly string[],
  suggestions: readonly string[],
): TextMessage {
  const tries = suggestions.map(suggestion => code(suggestion))
  return textMessage([
    [`I could not run ${code(truncate(`/s3audit ${typed}`, 700))}`],
    mistakes.map(mistake => `• ${mistake}`),
    tries.length === 0 ? [] : [tries.length === 1 ? 'Try this:' : 'Try one of these:', ...tries],
  ])
}
