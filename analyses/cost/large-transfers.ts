import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis, followUp } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import {
  all,
  keyBegins,
  keyPrefix,
  principal,
  requesterFilter,
  requesterHas,
  who,
} from '../lib/sql/fragments.ts'
import { accessLogsFirst } from '../lib/evidence/logs.ts'
import { isCopySource, reads, uploads } from '../lib/meaning/operation.ts'
import { sql } from '../lib/sql/sql.ts'
import { bytes, count, counted, numberOf, requesterName, span } from '../lib/words.ts'

const DIRECTIONS = {
  downloads: { where: sql`(${reads} AND NOT ${isCopySource})`, size: sql`bytes_sent`, one: 'download' },
  uploads: { where: uploads, size: sql`object_size`, one: 'upload' },
}

export default defineAnalysis({
  title: 'Large transfers',
  answers: 'Which single downloads or uploads were large, and whose were they?',
  group: 'Volume and cost',
  words: ['large', 'big files', 'huge', 'large requests'],
  ...accessLogsFirst('the bytes of every request'),
  presets: {
    'large-downloads': {
      title: 'Large downloads',
      answers: 'Who downloaded large objects?',
      words: ['large download', 'big download', 'large response'],
      parameters: { direction: 'downloads', megabytes: 50 },
    },
    'large-uploads': {
      title: 'Large uploads',
      answers: 'Who uploaded large objects or parts?',
      words: ['large upload', 'big upload', 'large put'],
      parameters: { direction: 'uploads', megabytes: 10 },
    },
  },
  parameters: z.object({
    direction: z
      .enum(['downloads', 'uploads'])
      .default('downloads')
      .describe('Bytes that S3 sent, or bytes that it was sent.')
      .meta({ title: 'Direction' }),
    megabytes: z
      .number()
      .min(0)
      .max(50_000_000)
      .default(50)
      .describe('Only transfers of more than so many megabytes (10^6 bytes).')
      .meta({ title: 'More than (MB)', placeholder: '50' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns:
    columns(`event_time* bytes* key* requester* remote_ip* operation status object_size total_ms network user_agent
    request_id`),
  figures: figures('transfers: Large transfers | bytes #bytes | keys | requesters'),
  statements({ direction, megabytes, prefix, requester }) {
    const { where, size } = DIRECTIONS[direction]
    const asked = all(where, succeeded, keyBegins(prefix), requesterHas(requester))
    const large = sql`FROM events WHERE ${asked} AND ${size} > ${Math.round(megabytes * 1_000_000)}`
    return {
      rows: sql`SELECT event_time, ${size} AS bytes, key, ${who} AS requester, remote_ip, operation, status, object_size, total_ms, network, user_agent, request_id ${large}`,
      order: sql`bytes DESC, event_time, request_id, key`,
      aggregates: {
        totals: sql`SELECT count(*) AS transfers, coalesce(sum(${size}), 0) AS bytes, count(DISTINCT key) AS keys, count(DISTINCT ${principal}) AS requesters ${large}`,
        all: sql`SELECT count(*) AS transfers FROM events WHERE ${asked}`,
        top: sql`SELECT ${principal} AS requester, count(*) AS transfers, sum(${size}) AS bytes, min(event_time) AS first, max(event_time) AS last ${large} GROUP BY 1 ORDER BY bytes DESC, requester LIMIT 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, logs, reader }, { direction, megabytes }) {
    const totals = aggregates.totals?.[0]
    const top = aggregates.top?.[0]
    const { one } = DIRECTIONS[direction]
    const transfers = numberOf(totals, 'transfers')
    const all = numberOf(aggregates.all?.[0], 'transfers')
    const more = `more than ${bytes(megabytes * 1_000_000)}`
    return {
      headline:
        transfers === 0
          ? `None of ${counted(all, one)} in ${bucket} had ${more}.`
          : `${count(transfers)} of ${counted(all, one)} in ${bucket} had ${more}, ${bytes(numberOf(totals, 'bytes'))} in all; the most, ${bytes(numberOf(top, 'bytes'))}, by ${requesterName(top?.requester ?? '')}${span(top?.first, top?.last, reader)}.`,

      notes: [
        'A row is one request: an object that is moved in parts is several, none larger than its part.',
        logs.includes('cloudtrail') && 'CloudTrail’s byte counts may include more than the object itself.',
      ],
      next: [
        transfers > 0 &&
          direction === 'downloads' &&
          followUp('bulk-download', 'Who downloaded much in a short time?'),
      ],
    }
  },
})
