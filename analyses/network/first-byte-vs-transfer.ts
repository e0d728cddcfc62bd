import { isRequest } from '../lib/meaning/operation.ts'
import * as z from 'zod'
import { defineAnalysis, followUp } from '../lib/analysis.ts'
import { bars } from '../lib/shared/time-chart.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { operationFilter, operationIs, PERCENTILES_NOTE } from '../lib/sql/latency.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { percent } from '../lib/shared/requests.ts'
import { sql } from '../lib/sql/sql.ts'
import { counted, numberOf, share } from '../lib/words.ts'

/** Never below zero: both times are rounded. */
const transfer = sql`greatest(total_ms - turnaround_ms, 0)`

export default defineAnalysis({
  title: 'S3 or the transfer?',
  answers: 'Do requests wait for S3 (first byte), or for the network and the client (transfer)?',
  group: 'Network and latency',
  words: ['first byte', 'transfer', 'ttfb', 'slow network', 'slow client', 'is it s3', 'turnaround'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have both times of a request.',
  parameters: z.object({ operation: operationFilter, prefix: keyPrefix, requester: requesterFilter }),
  columns: columns(
    `operation* network* requests* first_byte_p95_ms* transfer_p95_ms* transfer_share* first_byte_p50_ms
    transfer_p50_ms total_ms mean_bytes bytes_per_second`,
    { total_ms: 'All time ms' },
  ),
  figures: figures(`requests | firstByteP50Ms: First byte, median #milliseconds |
    firstByteP95Ms: First byte, p95 #milliseconds | transferP50Ms: Transfer, median #milliseconds |
    transferP95Ms: Transfer, p95 #milliseconds | bytesSent #bytes`),
  statements({ operation, prefix, requester }) {
    const timed = sql`FROM events WHERE ${all(isRequest, sql`total_ms IS NOT NULL AND turnaround_ms IS NOT NULL`, operationIs(operation), keyBegins(prefix), requesterHas(requester))}`
    const times = sql`count(*) AS requests, approx_percentile(turnaround_ms, 0.95) AS first_byte_p95_ms, approx_percentile(${transfer}, 0.95) AS transfer_p95_ms,
      ${percent(sql`sum(${transfer})`, sql`sum(turnaround_ms + ${transfer})`)} AS transfer_share,
      approx_percentile(turnaround_ms, 0.5) AS first_byte_p50_ms, approx_percentile(${transfer}, 0.5) AS transfer_p50_ms`
    return {
      rows: sql`SELECT operation, network, ${times}, sum(turnaround_ms + ${transfer}) AS total_ms, CAST(round(avg(coalesce(bytes_sent, 0))) AS bigint) AS mean_bytes,
          CAST(round(1e3 * sum(coalesce(bytes_sent, 0)) / nullif(sum(${transfer}), 0)) AS bigint) AS bytes_per_second
        ${timed} GROUP BY operation, network`,
      order: sql`total_ms DESC, operation, network`,
      aggregates: {
        totals: sql`SELECT ${times}, sum(turnaround_ms) AS first_byte, sum(${transfer}) AS transfer, sum(coalesce(bytes_sent, 0)) AS bytes_sent ${timed}`,
        networks: sql`SELECT network, sum(turnaround_ms) AS first_byte, sum(${transfer}) AS transfer ${timed} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket }) {
    const totals = aggregates.totals?.[0]
    const networks = aggregates.networks ?? []
    const requests = numberOf(totals, 'requests')
    const [first, transfer] = [numberOf(totals, 'first_byte'), numberOf(totals, 'transfer')]
    const mostly =
      transfer > first ? 'sending, at the pace of the network and the client' : 'in S3, until the first byte'
    const part = share(Math.max(first, transfer), first + transfer)
    return {
      headline:
        requests === 0
          ? `No request to ${bucket} with both times in this window.`
          : first + transfer === 0
            ? `${counted(requests, 'request')} to ${bucket} took no measurable time.`
            : `${counted(requests, 'request')} to ${bucket} spent ${part} of ${requests === 1 ? 'its' : 'their'} time ${mostly}.`,

      charts: [
        requests > 0 &&
          bars('Milliseconds in all, by network', networks, ({ network }) => network ?? 'unknown', {
            'first byte': 'first_byte',
            transfer: 'transfer',
          }),
      ],
      notes: [
        'For an upload, the time before S3 has its last byte is in the total: there, too, it is the transfer.',
        PERCENTILES_NOTE,
        'A private address without a Region may be either kind of VPC endpoint, or Direct Connect: unknown.',
      ],
      next: [requests > 0 && followUp('latency-slowest', 'Which single requests took longest?')],
    }
  },
})
