import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, who } from '../lib/sql/fragments.ts'
import { sql } from '../lib/sql/sql.ts'
import { count, counted, numberOf, share } from '../lib/words.ts'

export default defineAnalysis({
  title: 'Records delivered twice',
  answers: 'Which records did the logs deliver more than once?',
  group: 'Data quality',
  words: ['duplicates', 'delivered twice', 'double', 'repeated records'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs are delivered on a best-effort basis, and rarely twice; CloudTrail delivers at least once.',
  blind: {},
  everyLine: true,
  parameters: z.object({ prefix: keyPrefix }),
  columns: columns('event_time* operation* key* requester* deliveries* source request_id'),
  figures: figures(`records | repeated: Delivered more than once | excess: Copies too many |
    most: Deliveries of the most often delivered`),
  statements({ prefix }) {
    const records = sql`FROM (
        SELECT source, record_hash, min(event_time) AS event_time, max(operation) AS operation, max(key) AS key, max(${who}) AS requester,
          max(request_id) AS request_id, count(*) AS deliveries
        FROM lines WHERE ${all(sql`kind = 'event'`, keyBegins(prefix))} GROUP BY source, record_hash
      ) AS records`
    return {
      rows: sql`SELECT event_time, operation, key, requester, deliveries, source, request_id ${records} WHERE deliveries > 1`,
      order: sql`deliveries DESC, event_time, request_id, operation, key`,
      aggregates: {
        totals: sql`SELECT coalesce(sum(deliveries), 0) AS lines, count(*) AS records, count_if(deliveries > 1) AS repeated, max(deliveries) AS most ${records}`,
      },
    }
  },
  summarise({ aggregates }) {
    const totals = aggregates.totals?.[0]
    const [lines, records] = [numberOf(totals, 'lines'), numberOf(totals, 'records')]
    const repeated = numberOf(totals, 'repeated')
    return {
      headline:
        repeated === 0
          ? `No record was delivered twice; ${counted(records, 'record')} were read.`
          : `${count(repeated)} of ${counted(records, 'record')} were delivered more than once, ${count(lines - records)} times too many (${share(lines - records, lines)} of what was read).`,
      figures: { excess: lines - records },
      notes: [
        'Every answer counts a record once, however often it was delivered.',
        'Records are compared as a whole: the keys of a batch deletion share their request id, and are no duplicates.',
      ],
    }
  },
})
