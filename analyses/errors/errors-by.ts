import * as z from 'zod'
import { defineAnalysis, followUp } from '../lib/analysis.ts'
import { bars } from '../lib/shared/time-chart.ts'
import { columns } from '../lib/columns.ts'
import { ERROR_GROUPS, GROUP_PARTS, GROUP_WORDS, groupName, hasRate } from '../lib/shared/error-groups.ts'
import { all, keyBegins, keyPrefix, who } from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { percent } from '../lib/shared/requests.ts'
import { missing, clientError, failed, serverError } from '../lib/meaning/outcome.ts'
import { identifier, join, sql, type Sql } from '../lib/sql/sql.ts'
import { count, counted, numberOf, share, ratio, capitalised } from '../lib/words.ts'

const CLASSES = { any: failed, '4xx': clientError, '5xx': serverError, '404': missing }
const KINDS = {
  any: 'failed',
  '4xx': 'failed with a 4xx status',
  '5xx': 'failed with a 5xx status',
  '404': 'asked for what does not exist (404)',
}
export default defineAnalysis({
  title: 'Error breakdown',
  answers: 'Which requesters, operations, codes, addresses or keys have the errors?',
  group: 'Access denied and errors',
  words: ['errors by', 'top errors', 'error summary'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have the status of every request.',
  presets: {
    'errors-by-requester-operation': {
      title: 'Errors by requester and operation',
      answers: 'Whose requests fail, doing what, with which status and code?',
      words: ['who fails', 'failing clients', '5xx by requester'],
      parameters: { group: 'requester' },
    },
    'error-code-breakdown': {
      title: 'Error codes',
      answers: 'Which error codes does S3 answer, to which operations?',
      words: ['codes', 'NoSuchKey', 'breakdown', 'kinds of errors'],
      parameters: { group: 'code' },
    },
    'noisy-error-ips': {
      title: 'Addresses with many errors',
      answers: 'Which addresses have more than a few failing requests, and what share of theirs fails?',
      words: ['noisy', 'error ips', 'scanning', 'probing'],
      parameters: { group: 'address', moreThan: 10 },
    },
    'failed-by-key': {
      title: 'Keys with failed attempts',
      answers: 'Which keys do requests fail for, how often, and from how many addresses?',
      words: ['failing keys', 'failed attempts', 'broken files'],
      parameters: { group: 'key' },
    },
    'not-found': {
      title: 'Not found (404)',
      answers: 'Which keys that do not exist are asked for, and from where?',
      words: ['404', 'missing', 'NoSuchKey', 'NoSuchBucket', 'broken links', 'dead links'],
      parameters: { group: 'key-and-address', class: '404' },
    },
  },
  parameters: z.object({
    group: z
      .enum(['requester', 'code', 'address', 'key', 'key-and-address'])
      .default('requester')
      .describe('What makes a row: requester is requester, operation and code; code is code and operation.')
      .meta({ title: 'By' }),
    class: z
      .enum(['any', '4xx', '5xx', '404'])
      .default('any')
      .describe('Which errors: 4xx are the client’s, 5xx are S3’s own.')
      .meta({ title: 'Status' }),
    moreThan: z
      .int()
      .min(0)
      .max(1_000_000_000)
      .default(0)
      .describe('Only rows with more failures than this.')
      .meta({ title: 'More failures than', placeholder: '10' }),
    prefix: keyPrefix,
  }),
  columns: ({ group }) => [
    ...columns('failures*'),
    ...columns(ERROR_GROUPS[group].map(part => `${part}*` as const).join(' ')),
    ...columns(hasRate(group) ? 'share requests* rate* codes*' : 'share* codes', { share: '% of failures' }),
    ...columns(
      `keys ${group === 'key' ? 'addresses*' : 'addresses'} requesters first_seen last_seen example_request_id`,
    ),
  ],
  figures: ({ group }) => ({
    failures: 'Failures',
    share: ['Share of all records', 'share'],
    found: capitalised(GROUP_WORDS[group][1]),
  }),
  statements({ group, class: status, moreThan, prefix }) {
    // Listings and settings have no key.
    const asked = all(group.startsWith('key') ? sql`key IS NOT NULL` : sql`TRUE`, keyBegins(prefix))
    const fails = CLASSES[status]
    const failing = (value: Sql) => sql`CASE WHEN ${fails} THEN ${value} END`
    const parts = ERROR_GROUPS[group].map(part => sql`${GROUP_PARTS[part]} AS ${identifier(part)}`)
    const names = join(ERROR_GROUPS[group].map(identifier), ', ')
    const by = join(
      ERROR_GROUPS[group].map(part => GROUP_PARTS[part]),
      ', ',
    )
    const grouped = sql`SELECT ${join(parts, ', ')}, count_if(${fails}) AS failures, count(*) AS requests, ${percent(sql`count_if(${fails})`, sql`count(*)`)} AS rate,
        ${percent(sql`count_if(${fails})`, sql`sum(count_if(${fails})) OVER ()`)} AS share,
        array_join(array_sort(array_agg(DISTINCT error_code) FILTER (WHERE ${fails} AND error_code IS NOT NULL)), ' ') AS codes,
        count(DISTINCT ${failing(sql`key`)}) AS keys, count(DISTINCT ${failing(sql`remote_ip`)}) AS addresses, count(DISTINCT ${failing(who)}) AS requesters,
        min(${failing(sql`event_time`)}) AS first_seen, max(${failing(sql`event_time`)}) AS last_seen, min(${failing(sql`request_id`)}) AS example_request_id
      FROM events WHERE ${asked} GROUP BY ${by}`
    const shown = sql`(${grouped}) AS g WHERE failures > ${moreThan}`
    return {
      rows: sql`SELECT * FROM ${shown}`,
      order: sql`failures DESC, ${names}`,
      aggregates: {
        totals: sql`SELECT count_if(${fails}) AS failures, count(*) AS requests FROM events WHERE ${asked}`,
        found: sql`SELECT count(*) AS found FROM ${shown}`,
        top: sql`SELECT failures, requests, ${names} FROM ${shown} ORDER BY failures DESC, ${names} LIMIT 10`,
      },
    }
  },
  summarise({ aggregates }, { bucket }, { group, class: status, moreThan }) {
    const failures = numberOf(aggregates.totals?.[0], 'failures')
    const found = numberOf(aggregates.found?.[0], 'found')
    const top = aggregates.top ?? []
    const all = `${counted(failures, 'request')} to ${bucket} ${KINDS[status]}`
    const [one, many] = GROUP_WORDS[group]
    const rate =
      hasRate(group) && top[0]
        ? `, ${share(numberOf(top[0], 'failures'), numberOf(top[0], 'requests'))} of its requests`
        : ''
    return {
      headline:
        failures === 0
          ? `No request to ${bucket} ${KINDS[status]} in this window.`
          : found === 0
            ? `${all}; no ${one} has more than ${count(moreThan)} of them.`
            : `${all}; ${counted(found, one, many)} ${found === 1 ? 'has' : 'have'} ${moreThan > 0 ? `more than ${count(moreThan)}` : 'them'}; the most, ${count(numberOf(top[0], 'failures'))}${rate}: ${groupName(top[0], group)}.`,
      figures: { share: ratio(failures, numberOf(aggregates.totals?.[0], 'requests')), found },
      charts: [found > 0 && bars('Failures', top, row => groupName(row, group), { failures: 'failures' })],
      notes: ['Each key of a batch deletion counts for itself.'],
      next: [
        found !== 0 &&
          followUp('failed-requests', 'Show me each of them, with request ids', {
            class: status === '404' ? '4xx' : status,
          }),
      ],
    }
  },
})
