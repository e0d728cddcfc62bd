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
  percentiles,
  PERCENTILES_NOTE,
} from '../lib/sql/latency.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { perWidth, width } from '../lib/shared/requests.ts'
import { sql } from '../lib/sql/sql.ts'
import { chartStep, lineOverTime } from '../lib/shared/time-chart.ts'
import { count, counted, instant, numberOf } from '../lib/words.ts'

export default defineAnalysis({
  title: 'Latency over time',
  answers: 'When did requests become slow?',
  group: 'Network and latency',
  words: ['latency trend', 'slow since', 'p95 over time', 'response time over time'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have the time that a request took.',
  parameters: z.object({ metric: metricParameter, width, operation: operationFilter, prefix: keyPrefix }),
  columns: columns('time* requests* p50_ms* p95_ms* p99_ms* max_ms* mean_ms'),
  figures:
    figures(`requests: Requests with a time | meanMs: Mean #milliseconds | p50Ms: Median #milliseconds |
    p95Ms: p95 #milliseconds | p99Ms: p99 #milliseconds | maxMs: Longest #milliseconds`),
  statements({ metric, width, operation, prefix }, { window }) {
    const timed = sql`FROM events WHERE ${all(isRequest, sql`${milliseconds(metric)} IS NOT NULL`, operationIs(operation), keyBegins(prefix))}`
    const rows = sql`SELECT ${perWidth(width)} AS time, ${percentiles(metric)} ${timed} GROUP BY 1`
    return {
      rows,
      order: sql`time`,
      aggregates: {
        totals: sql`SELECT ${percentiles(metric)} ${timed}`,
        slowest: sql`SELECT * FROM (${rows}) AS t ORDER BY p95_ms DESC, time LIMIT 1`,
        steps: sql`SELECT ${chartStep(window)} AS step, ${percentiles(metric)} ${timed} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, window, reader }, { metric, width }) {
    const totals = aggregates.totals?.[0]
    const slowest = aggregates.slowest?.[0]
    const requests = numberOf(totals, 'requests')
    const ms = (name: string) => `${count(numberOf(totals, name))} ms`
    return {
      headline:
        requests === 0
          ? `No request to ${bucket} with a time in this window.`
          : `95 % of ${counted(requests, 'request')} to ${bucket} took at most ${ms('p95_ms')} ${METRIC_WORDS[metric]} (median ${ms('p50_ms')}); the slowest ${width} began ${instant(slowest?.time, reader)} with a p95 of ${count(numberOf(slowest, 'p95_ms'))} ms over ${counted(numberOf(slowest, 'requests'), 'request')}.`,

      charts: [
        requests > 0 &&
          lineOverTime(`Milliseconds ${METRIC_WORDS[metric]}`, aggregates.steps ?? [], window, {
            median: 'p50_ms',
            p95: 'p95_ms',
          }),
      ],
      notes: [PERCENTILES_NOTE, 'A time without requests is drawn as zero and has no row.'],
      next:
        requests > 0
          ? [
              followUp('latency-by', 'Which operations are slow?', { metric }),
              followUp('latency-outliers', 'Is that slower than usual?', { metric }),
            ]
          : [],
    }
  },
})
