import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, principal, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { downloads } from '../lib/meaning/operation.ts'
import { sql } from '../lib/sql/sql.ts'
import { bytes, counted, numberOf, requesterName, knownIn } from '../lib/words.ts'

export default defineAnalysis({
  title: 'Largest objects served',
  answers: 'Which are the largest objects that were read, how often, and by whom?',
  group: 'Volume and cost',
  words: ['largest', 'biggest objects', 'largest files', 'object size'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have the size of an object that was read.',
  parameters: z.object({ prefix: keyPrefix, requester: requesterFilter }),
  columns: columns('key* object_size* reads* bytes_sent* main_requester* requesters last_read'),
  figures: figures(`keys: Objects read | reads | bytesSent #bytes |
    median: Median size of a read’s object (approximate) #bytes`),
  statements({ prefix, requester }) {
    const read = sql`FROM events WHERE ${all(sql`${downloads} AND object_size IS NOT NULL`, keyBegins(prefix), requesterHas(requester))}`
    const byReader = sql`SELECT key, ${principal} AS requester, max(object_size) AS object_size, count(*) AS reads, coalesce(sum(bytes_sent), 0) AS bytes_sent, max(event_time) AS last_read ${read} GROUP BY 1, 2`
    const rows = sql`SELECT key, max(object_size) AS object_size, sum(reads) AS reads, sum(bytes_sent) AS bytes_sent, max_by(requester, (reads, requester)) AS main_requester,
        count(*) AS requesters, max(last_read) AS last_read FROM (${byReader}) AS r GROUP BY key`
    return {
      rows,
      order: sql`object_size DESC, key`,
      aggregates: {
        totals: sql`SELECT count(*) AS reads, count(DISTINCT key) AS keys, coalesce(sum(bytes_sent), 0) AS bytes_sent, approx_percentile(object_size, 0.5) AS median ${read}`,
        largest: sql`SELECT * FROM (${rows}) AS k ORDER BY object_size DESC, key LIMIT 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket }) {
    const totals = aggregates.totals?.[0]
    const largest = aggregates.largest?.[0]
    const reads = numberOf(totals, 'reads')
    return {
      headline: largest
        ? `The largest of ${counted(numberOf(totals, 'keys'), 'object')} read in ${bucket} is ${largest.key} (${bytes(numberOf(largest, 'object_size'))}), read ${counted(numberOf(largest, 'reads'), 'time')}, mostly by ${requesterName(largest.main_requester ?? '')}.`
        : `No object of ${bucket} was read in this window.`,

      figures: { median: reads > 0 ? knownIn(totals, 'median') : undefined },
      notes: ['An object that changed has the largest of its sizes. Objects that nobody read are in no log.'],
    }
  },
})
