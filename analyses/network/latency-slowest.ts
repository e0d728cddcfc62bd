import * as z from 'zod'
import { defineAnalysis, followUp } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas, who } from '../lib/sql/fragments.ts'
import {
  METRIC_WORDS,
  metricParameter,
  milliseconds,
  operationFilter,
  operationIs,
} from '../lib/sql/latency.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { sql } from '../lib/sql/sql.ts'
import { bytes, count, counted, instant, numberOf, requesterName } from '../lib/words.ts'

export default defineAnalysis({
  title: 'Slowest requests',
  answers: 'Which requests took longest, and was it S3 or the transfer?',
  group: 'Network and latency',
  words: ['slow', 'slowest', 'latency', 'timeout', 'long requests', 'turnaround'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have the time that a request took.',
  parameters: z.object({
    metric: metricParameter,
    most: z
      .int()
      .min(1)
      .max(100_000)
      .default(1000)
      .describe('How many of the slowest requests to list.')
      .meta({ title: 'How many', placeholder: '1000' }),
    operation: operationFilter,
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: columns(
    `event_time* total_ms* turnaround_ms* bytes_sent* operation* key* bytes_per_second object_size
    requester remote_ip network status error_code user_agent request_id`,
    { turnaround_ms: 'First byte ms', bytes_per_second: 'Bytes per second' },
  ),
  figures: figures(`requests: Requests with a time | total: Longest in total #milliseconds |
    turnaround: Longest until the first byte #milliseconds | second: Of a second or more |
    tenSeconds: Of ten seconds or more`),
  statements({ metric, most, operation, prefix, requester }) {
    const ms = milliseconds(metric)
    const timed = sql`FROM events WHERE ${all(sql`${ms} IS NOT NULL`, operationIs(operation), keyBegins(prefix), requesterHas(requester))}`
    const sending = sql`nullif(total_ms - coalesce(turnaround_ms, 0), 0)`
    return {
      rows: sql`SELECT event_time, total_ms, turnaround_ms, bytes_sent, operation, key, bytes_sent * 1000 / ${sending} AS bytes_per_second, object_size,
          ${who} AS requester, remote_ip, network, status, error_code, user_agent, request_id
        ${timed} ORDER BY ${ms} DESC, event_time, request_id, key LIMIT ${most}`,
      order: sql`${ms} DESC, event_time, request_id, key`,
      aggregates: {
        totals: sql`SELECT count(*) AS requests, max(total_ms) AS total, max(turnaround_ms) AS turnaround, count_if(${ms} >= 1000) AS second, count_if(${ms} >= 10000) AS ten_seconds ${timed}`,
        slowest: sql`SELECT event_time, operation, key, ${who} AS requester, ${ms} AS ms, total_ms, turnaround_ms, bytes_sent ${timed} ORDER BY ${ms} DESC, event_time, request_id, key LIMIT 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, reader }, { metric }) {
    const totals = aggregates.totals?.[0]
    const slowest = aggregates.slowest?.[0]
    const requests = numberOf(totals, 'requests')
    const key = slowest?.key ? ` of ${slowest.key}` : ''
    return {
      headline:
        requests === 0
          ? `No request to ${bucket} with a time in this window.`
          : `The slowest of ${counted(requests, 'request')} to ${bucket} took ${count(numberOf(slowest, 'ms'))} ms ${METRIC_WORDS[metric]}: ${slowest?.operation}${key} by ${requesterName(slowest?.requester ?? '')} at ${instant(slowest?.event_time, reader)} (first byte after ${count(numberOf(slowest, 'turnaround_ms'))} ms, ${bytes(numberOf(slowest, 'bytes_sent'))} sent).`,

      notes: [
        'The time until the first byte is S3’s; the rest is sending, at the pace of the network and the client.',
        'Bytes per second are of the time after the first byte.',
      ],
      next:
        requests > 0
          ? [
              followUp('latency-by', 'How long does each operation usually take?', { metric }),
              followUp('first-byte-vs-transfer', 'Is it S3, or the network and the client?'),
            ]
          : [],
    }
  },
})
