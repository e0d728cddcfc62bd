import { isRequest } from '../lib/meaning/operation.ts'
import * as z from 'zod'
import { defineAnalysis, followUp } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix } from '../lib/sql/fragments.ts'
import {
  METRIC_WORDS,
  metricParameter,
  milliseconds,
  operationFilter,
  operationIs,
} from '../lib/sql/latency.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { atLeast, percent } from '../lib/shared/requests.ts'
import { sql, type Sql } from '../lib/sql/sql.ts'
import { overTime, period } from '../lib/shared/time-chart.ts'
import { baselineDays, deviations, usual } from '../lib/sql/usual.ts'
import { count, counted, instant, numberOf, ratio } from '../lib/words.ts'

const hour = sql`date_trunc('hour', event_time)`

export default defineAnalysis({
  title: 'Unusually many slow requests',
  answers: 'In which hours were more requests slow than usual?',
  group: 'Network and latency',
  words: ['latency anomaly', 'outliers', 'slower than usual', 'latency alert', 'degraded'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have the time that a request took.',
  parameters: z.object({
    milliseconds: z
      .int()
      .min(1)
      .max(3_600_000)
      .default(15)
      .describe('From how many milliseconds on a request is slow.')
      .meta({ title: 'Slow from (ms)', placeholder: '15' }),
    metric: metricParameter.prefault('turnaround'),
    days: baselineDays,
    deviations,
    slow: atLeast(10, 'slow requests in an hour'),
    operation: operationFilter,
    prefix: keyPrefix,
  }),
  columns: columns('hour* slow* requests* rate* usual* threshold* max_ms example_request_id', {
    rate: 'Slow %',
    example_request_id: 'Slowest request id',
  }),
  figures: figures(`hours: Unusual hours | slow: Slow requests | share: Share of all requests #share |
    usual: Usual in an hour | threshold: Unusual above | known: Hours compared with`),
  baselineHours: ({ days }) => days * 24,
  statements({ milliseconds: from, metric, deviations, slow, operation, prefix }, { window }) {
    const ms = milliseconds(metric)
    const isSlow = sql`${ms} >= ${from}`
    const of = (relation: Sql) =>
      sql`FROM ${relation} WHERE ${all(isRequest, sql`${ms} IS NOT NULL`, operationIs(operation), keyBegins(prefix))}`
    const before = usual(
      sql`SELECT count_if(${isSlow}) AS n ${of(sql`baseline`)} GROUP BY ${hour}`,
      deviations,
    )
    const unusual = sql`SELECT h.hour, h.slow, h.requests, h.rate, round(u.median, 1) AS usual, round(u.threshold, 1) AS threshold, h.max_ms, h.example_request_id
      FROM (SELECT ${hour} AS hour, count_if(${isSlow}) AS slow, count(*) AS requests, ${percent(sql`count_if(${isSlow})`, sql`count(*)`)} AS rate, max(${ms}) AS max_ms, max_by(request_id, (${ms}, request_id)) AS example_request_id
        ${of(sql`events`)} GROUP BY 1) AS h CROSS JOIN (${before}) AS u
      WHERE h.slow > u.threshold AND h.slow >= ${slow}`
    return {
      rows: unusual,
      order: sql`slow DESC, hour`,
      aggregates: {
        usual: before,
        totals: sql`SELECT count(*) AS requests, count_if(${isSlow}) AS slow ${of(sql`events`)}`,
        found: sql`SELECT count(*) AS hours, sum(slow) AS slow FROM (${unusual}) AS f`,
        worst: sql`SELECT * FROM (${unusual}) AS f ORDER BY slow DESC, hour LIMIT 1`,
        times: sql`SELECT ${period(window)} AS period, count_if(${isSlow}) AS slow ${of(sql`events`)} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise(
    { aggregates },
    { bucket, window, reader },
    { milliseconds: from, metric, days, deviations, slow: least },
  ) {
    const totals = aggregates.totals?.[0]
    const usual = aggregates.usual?.[0]
    const worst = aggregates.worst?.[0]
    const hours = numberOf(aggregates.found?.[0], 'hours')
    const slow = numberOf(totals, 'slow')
    const known = numberOf(usual, 'units')
    const took = `took ${count(from)} ms or more ${METRIC_WORDS[metric]}`
    return {
      headline:
        known === 0
          ? `${counted(slow, 'request')} to ${bucket} ${took}; there are no requests of the ${counted(days, 'day')} before to compare with.`
          : hours === 0
            ? `In no hour did unusually many requests to ${bucket} take ${count(from)} ms or more ${METRIC_WORDS[metric]}; ${counted(slow, 'request')} did in all.`
            : `In ${counted(hours, 'hour')} more requests to ${bucket} than usual ${took}; the most, ${count(numberOf(worst, 'slow'))} of ${count(numberOf(worst, 'requests'))}, in the hour from ${instant(worst?.hour, reader)}, where ${count(numberOf(worst, 'usual'))} is usual.`,
      figures: {
        hours: known === 0 ? null : hours,
        slow,
        share: ratio(slow, numberOf(totals, 'requests')),
        usual: known > 0 ? numberOf(usual, 'median') : undefined,
        threshold: known > 0 ? Math.round(numberOf(usual, 'threshold') * 10) / 10 : undefined,
        known: known > 0 ? known : undefined,
      },
      charts: [
        slow > 0 && overTime('Slow requests over time', aggregates.times ?? [], window, { slow: 'slow' }),
      ],
      notes: [
        `Usual is the median of slow requests an hour in the ${counted(days, 'day')} before the window; an hour is unusual if it has at least ${count(least)} and more than that median plus ${deviations} × 1.4826 × the median distance from it (MAD). Hours without requests do not count.`,
        known > 0 &&
          known < 24 &&
          'There are requests of less than 24 hours to compare with: what is usual is hardly known.',
      ],
      next: [hours > 0 && followUp('latency-slowest', 'Which single requests took longest?', { metric })],
    }
  },
})
