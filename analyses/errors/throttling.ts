import { isRequest } from '../lib/meaning/operation.ts'
import * as z from 'zod'
import { defineAnalysis, followUp } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, principal } from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { folder, folderDepth } from '../lib/shared/requests.ts'
import { throttled } from '../lib/meaning/outcome.ts'
import { sql } from '../lib/sql/sql.ts'
import { overTime, period } from '../lib/shared/time-chart.ts'
import { count, counted, numberOf, requesterName, span, ratio } from '../lib/words.ts'

const minute = sql`date_trunc('minute', event_time)`

const ofTold = (value: 'operation' | 'key' | 'request_id') =>
  sql`CASE WHEN ${throttled} THEN ${{ text: value }} END`

export default defineAnalysis({
  title: 'Throttling (503 SlowDown)',
  answers: 'Which prefixes and clients were told to slow down, when, and at how many requests?',
  group: 'Access denied and errors',
  words: ['slow down', 'SlowDown', '503', 'throttled', 'rate limit', 'request rate', 'hot prefix'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have the status of every request.',
  parameters: z.object({ depth: folderDepth, prefix: keyPrefix }),
  columns: columns(
    `minute* prefix* requester* throttled* requests* remote_ip* operations example_key example_request_id`,
    { operations: ['Operations', 'text'] },
  ),
  figures:
    figures(`throttled: SlowDown answers | share: Share of all requests #share | minutes: Minutes with any |
    prefixes | requesters | busiest: Most requests to a throttled prefix in a minute |
    perSecond: The same in a second, on average`),
  statements({ depth, prefix }, { window }) {
    const requests = sql`FROM events WHERE ${all(isRequest, keyBegins(prefix))}`
    const told = sql`${requests} AND ${throttled}`
    return {
      rows: sql`SELECT ${minute} AS minute, ${folder(depth)} AS prefix, ${principal} AS requester, remote_ip, count_if(${throttled}) AS throttled, count(*) AS requests,
          array_join(array_sort(array_agg(DISTINCT operation) FILTER (WHERE ${throttled})), ' ') AS operations,
          min(${ofTold('key')}) AS example_key, min(${ofTold('request_id')}) AS example_request_id
        ${requests} GROUP BY 1, 2, 3, 4 HAVING count_if(${throttled}) > 0`,
      order: sql`throttled DESC, minute, prefix, requester, remote_ip`,
      aggregates: {
        totals: sql`SELECT count(*) AS requests, count_if(${throttled}) AS throttled, count(DISTINCT CASE WHEN ${throttled} THEN ${minute} END) AS minutes,
            count(DISTINCT CASE WHEN ${throttled} THEN ${folder(depth)} END) AS prefixes, count(DISTINCT CASE WHEN ${throttled} THEN ${principal} END) AS requesters ${requests}`,
        prefix: sql`SELECT ${folder(depth)} AS prefix, count(*) AS throttled, min(event_time) AS first, max(event_time) AS last ${told} GROUP BY 1 ORDER BY throttled DESC, prefix LIMIT 1`,
        requester: sql`SELECT ${principal} AS requester, count(*) AS throttled ${told} GROUP BY 1 ORDER BY throttled DESC, requester LIMIT 1`,
        busiest: sql`SELECT max(n) AS requests FROM (SELECT count(*) AS n ${requests} GROUP BY ${minute}, ${folder(depth)} HAVING count_if(${throttled}) > 0) AS m`,
        times: sql`SELECT ${period(window)} AS period, count(*) AS throttled ${told} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, window, reader }) {
    const totals = aggregates.totals?.[0]
    const prefix = aggregates.prefix?.[0]
    const requester = aggregates.requester?.[0]
    const throttled = numberOf(totals, 'throttled')
    const under = numberOf(prefix, 'throttled')
    const most = numberOf(requester, 'throttled')
    const busiest = numberOf(aggregates.busiest?.[0], 'requests')
    return {
      headline:
        throttled === 0
          ? `S3 told no client of ${bucket} to slow down in this window.`
          : `S3 answered ${counted(throttled, 'request')} to ${bucket} with 503 SlowDown; ${under === throttled ? 'all' : count(under)} under ${prefix?.prefix}${span(prefix?.first, prefix?.last, reader)}, ${most === throttled ? 'all' : `the most, ${count(most)},`} to ${requesterName(requester?.requester ?? '')}.`,
      figures: {
        share: ratio(throttled, numberOf(totals, 'requests')),
        busiest: throttled > 0 ? busiest : undefined,
        perSecond: throttled > 0 ? Math.round(busiest / 60) : undefined,
      },
      charts: [
        throttled > 0 &&
          overTime('SlowDown answers over time', aggregates.times ?? [], window, {
            SlowDown: 'throttled',
          }),
      ],
      notes: [
        'S3 takes at least 3,500 writes or deletions and 5,500 reads a second for each of its partitions; it splits a busy prefix within minutes to hours, and throttles meanwhile. Which prefixes its partitions begin with is in no log.',
      ],
      next: [
        throttled > 0 &&
          followUp('failed-requests', 'Show the ids that AWS Support asks for', { class: '5xx' }),
      ],
    }
  },
})
