import { isRequest } from '../lib/meaning/operation.ts'
import { failed } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis, followUp } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, principal } from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { sql } from '../lib/sql/sql.ts'
import { overTime, period } from '../lib/shared/time-chart.ts'
import { count, counted, instant, numberOf } from '../lib/words.ts'

const minute = sql`date_trunc('minute', event_time)`

export default defineAnalysis({
  title: 'High request rates',
  answers: 'Which addresses made unusually many requests in a minute?',
  group: 'Volume and cost',
  words: ['burst', 'rate', 'requests per minute', 'flood', 'hammering', 'ddos', 'hot client'],
  ...ONLY_ACCESS_LOGS,
  why: 'Access logs have every request; CloudTrail has object requests only where data events are on.',
  parameters: z.object({
    perMinute: z
      .int()
      .min(1)
      .max(10_000_000)
      .default(100)
      .describe('Only addresses with more requests than this in a minute.')
      .meta({ title: 'More per minute than', placeholder: '100' }),
    prefix: keyPrefix,
  }),
  columns: columns(
    `minute* remote_ip* requests* failures* requester* main_operation* bytes_sent keys requesters`,
    { requester: 'Mostly by' },
  ),
  figures:
    figures(`addresses | bursts: Minutes above the limit, of all addresses | requests: Requests in them |
    most: Most of one address in a minute`),
  statements({ perMinute, prefix }, { window }) {
    const asked = sql`FROM events WHERE ${all(isRequest, sql`remote_ip IS NOT NULL`, keyBegins(prefix))}`
    const grouped = sql`SELECT minute, remote_ip, count(*) AS requests, count_if(failure) AS failures, max_by(requester, (by_requester, requester)) AS requester,
        max_by(operation, (by_operation, operation)) AS main_operation, coalesce(sum(bytes_sent), 0) AS bytes_sent, count(DISTINCT key) AS keys, count(DISTINCT requester) AS requesters
      FROM (SELECT *, count(*) OVER (PARTITION BY minute, remote_ip, requester) AS by_requester, count(*) OVER (PARTITION BY minute, remote_ip, operation) AS by_operation
        FROM (SELECT minute, remote_ip, requester, operation, key, bytes_sent, failure FROM (SELECT ${minute} AS minute, remote_ip, ${principal} AS requester, operation, key, bytes_sent, ${failed} AS failure,
            count(*) OVER (PARTITION BY ${minute}, remote_ip) AS n ${asked}) AS e WHERE n > ${perMinute}) AS m) AS c GROUP BY 1, 2`
    const perAddress = sql`SELECT ${minute} AS minute, remote_ip, count(*) AS requests ${asked} GROUP BY 1, 2`
    return {
      rows: grouped,
      order: sql`requests DESC, minute, remote_ip`,
      aggregates: {
        totals: sql`SELECT count_if(requests > ${perMinute}) AS bursts, count(DISTINCT CASE WHEN requests > ${perMinute} THEN remote_ip END) AS addresses, max(requests) AS most,
            coalesce(sum(CASE WHEN requests > ${perMinute} THEN requests END), 0) AS requests FROM (${perAddress}) AS a`,
        top: sql`SELECT * FROM (${perAddress}) AS a WHERE requests > ${perMinute} ORDER BY requests DESC, minute, remote_ip LIMIT 1`,
        times: sql`SELECT ${period(window)} AS period, count(*) AS requests ${asked} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, window, reader }, { perMinute }) {
    const totals = aggregates.totals?.[0]
    const top = aggregates.top?.[0]
    const bursts = numberOf(totals, 'bursts')
    return {
      headline: top
        ? `${top.remote_ip} made ${counted(numberOf(top, 'requests'), 'request')} to ${bucket} in the minute from ${instant(top.minute, reader)}; ${counted(numberOf(totals, 'addresses'), 'address', 'addresses')} made more than ${count(perMinute)} in a minute, in ${counted(bursts, 'minute')}.`
        : `No address made more than ${counted(perMinute, 'request')} to ${bucket} in a minute; the most were ${count(numberOf(totals, 'most'))}.`,

      charts: [
        top &&
          overTime('Requests of all addresses over time', aggregates.times ?? [], window, {
            requests: 'requests',
          }),
      ],
      notes: [
        'A minute is one of the clock; a burst across two of them may stay below the limit in each. Behind one address there may be many clients (NAT, proxies).',
      ],
      next: [top && followUp('throttling', 'Was anybody told to slow down?')],
    }
  },
})
