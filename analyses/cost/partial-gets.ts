import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { percent } from '../lib/shared/requests.ts'
import { isPartialRead, isWholeRead } from '../lib/meaning/operation.ts'
import { sql } from '../lib/sql/sql.ts'
import { count, counted, numberOf, ratio } from '../lib/words.ts'

export default defineAnalysis({
  title: 'Partial reads (206)',
  answers: 'Which objects are read in ranges, and how much of them?',
  group: 'Volume and cost',
  words: ['206', 'range', 'partial content', 'byte range', 'ranged get', 'seek', 'parquet reads'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have the status, the bytes sent and the size of the object.',
  parameters: z.object({ prefix: keyPrefix, requester: requesterFilter }),
  columns: columns(
    'key* partial* whole* bytes_sent* object_size* mean_share* times_whole requesters addresses',
  ),
  figures: figures(`partial: Partial reads | share: Share of all reads #share | keys |
    bytesSent: Bytes sent by them #bytes`),
  statements({ prefix, requester }) {
    const read = sql`FROM events WHERE ${all(sql`(${isPartialRead} OR ${isWholeRead})`, keyBegins(prefix), requesterHas(requester))}`
    const part = sql`sum(CASE WHEN ${isPartialRead} THEN bytes_sent END)`
    const size = sql`max(CASE WHEN ${isPartialRead} THEN object_size END)`
    return {
      rows: sql`SELECT key, count_if(${isPartialRead}) AS partial, count_if(${isWholeRead}) AS whole, coalesce(${part}, 0) AS bytes_sent, ${size} AS object_size,
          round(avg(CASE WHEN ${isPartialRead} THEN 1e2 * bytes_sent / nullif(object_size, 0) END), 1) AS mean_share,
          round(1e0 * ${part} / nullif(${size}, 0), 1) AS times_whole, count(DISTINCT requester) AS requesters, count(DISTINCT remote_ip) AS addresses
        ${read} GROUP BY key HAVING count_if(${isPartialRead}) > 0`,
      order: sql`partial DESC, bytes_sent DESC, key`,
      aggregates: {
        totals: sql`SELECT count(*) AS reads, count_if(${isPartialRead}) AS partial, count(DISTINCT CASE WHEN ${isPartialRead} THEN key END) AS keys, coalesce(${part}, 0) AS bytes_sent,
            ${percent(part, sql`sum(CASE WHEN ${isPartialRead} THEN object_size END)`)} AS part ${read}`,
        top: sql`SELECT key, count(*) AS partial ${read} AND ${isPartialRead} GROUP BY key ORDER BY partial DESC, key LIMIT 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket }) {
    const totals = aggregates.totals?.[0]
    const top = aggregates.top?.[0]
    const [reads, partial] = [numberOf(totals, 'reads'), numberOf(totals, 'partial')]
    return {
      headline:
        partial === 0
          ? `No object of ${bucket} was read in ranges in this window; ${counted(reads, 'read')} of whole objects.`
          : `${count(partial)} of ${counted(reads, 'read')} in ${bucket} asked for a range, of ${counted(numberOf(totals, 'keys'), 'key')}; each got ${totals?.part ?? '–'} % of the object on average by bytes; most often, ${count(numberOf(top, 'partial'))} times, ${top?.key}.`,
      figures: { share: ratio(partial, reads) },
      notes: [
        'A download in parallel parts is many partial reads of one object. Which range was asked for is not logged.',
      ],
    }
  },
})
