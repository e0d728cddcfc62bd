import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { principal } from '../lib/sql/fragments.ts'
import { isByS3, isCopySource, isWebsite } from '../lib/meaning/operation.ts'
import { notAuthenticated } from '../lib/meaning/outcome.ts'
import { sql } from '../lib/sql/sql.ts'
import { count, counted, numberOf, ratio } from '../lib/words.ts'

/** What is known of why a record has no counterpart; the rest is for the reader to find out. */
const reason = sql`CASE
    WHEN source = 'both' THEN NULL
    WHEN source = 'cloudtrail' THEN 'not delivered by the access log, or not yet'
    WHEN ${isByS3} THEN 'done by S3 itself: never in CloudTrail'
    WHEN ${isCopySource} THEN 'the reading side of a copy: CloudTrail has one event for both'
    WHEN ${isWebsite} THEN 'a request to the website endpoint'
    WHEN ${notAuthenticated} THEN 'failed authentication: never in CloudTrail'
    ELSE 'no CloudTrail event: data events may be off for it'
  END`

export default defineAnalysis({
  title: 'Access logs against CloudTrail',
  answers: 'Which requests are in one of the two logs only?',
  group: 'Data quality',
  words: ['compare logs', 'both logs', 'missing in cloudtrail', 'missing in access logs', 'reconcile logs'],
  reads: ['access-log', 'cloudtrail'],
  together: true,
  why: 'The comparison needs both logs; each request’s two records are found by the request id.',
  blind: {
    'access-log': 'Only access logs were at hand, so there was nothing to compare them with.',
    cloudtrail: 'Only CloudTrail was at hand, so there was nothing to compare it with.',
  },
  parameters: z.object({
    paired: z
      .boolean()
      .default(false)
      .describe('Also show what both logs have.')
      .meta({ title: 'With what both have' }),
  }),
  columns: columns('seen_in* operation* records* reason* requesters first last request_id', {
    records: 'Records',
    request_id: 'One request id',
  }),
  figures: figures(`paired: In both | share: Share in both #share | accessLog: Access log only |
    unexplained: of these without a known reason | cloudtrail: CloudTrail only`),
  statements({ paired }, { logs }) {
    const shown = logs.length < 2 ? sql`FALSE` : paired ? sql`TRUE` : sql`source <> 'both'`
    return {
      rows: sql`SELECT CASE source WHEN 'both' THEN 'both' WHEN 'cloudtrail' THEN 'CloudTrail only' ELSE 'access log only' END AS seen_in,
          operation, count(*) AS records, ${reason} AS reason, count(DISTINCT ${principal}) AS requesters, min(event_time) AS first, max(event_time) AS last, min(request_id) AS request_id
        FROM events WHERE ${shown} GROUP BY 1, 2, 4`,
      order: sql`CASE seen_in WHEN 'both' THEN 1 ELSE 0 END, records DESC, seen_in, operation, reason`,
      aggregates: {
        totals: sql`SELECT count_if(source = 'both') AS paired, count_if(source = 'access-log') AS access_log, count_if(source = 'cloudtrail') AS cloudtrail,
            count_if(source = 'access-log' AND starts_with(${reason}, 'no CloudTrail')) AS unexplained
          FROM events`,
      },
    }
  },
  summarise({ aggregates }, { bucket, logs }) {
    const totals = aggregates.totals?.[0]
    const [paired, accessLog] = [numberOf(totals, 'paired'), numberOf(totals, 'access_log')]
    const cloudTrail = numberOf(totals, 'cloudtrail')
    const single = accessLog + cloudTrail
    if (logs.length < 2)
      return {
        headline: `Only one log of ${bucket} was read, so nothing could be compared; it has ${counted(single, 'record')}.`,
        figures: {
          paired: undefined,
          share: undefined,
          accessLog: undefined,
          unexplained: undefined,
          cloudtrail: undefined,
        },
        notes: [],
      }
    return {
      headline:
        single === 0
          ? `Both logs have the same ${counted(paired, 'record')} of ${bucket}.`
          : `${count(paired)} of ${counted(paired + single, 'record')} of ${bucket} are in both logs; ${count(accessLog)} in the access log only, ${count(cloudTrail)} in CloudTrail only.`,
      figures: { share: ratio(paired, paired + single) },
      notes: [
        'CloudTrail records requests about objects only where data events are on for the bucket; lifecycle actions and failed authentication it never records.',
        'Access logs are delivered on a best-effort basis, hours late: what only CloudTrail has may still come.',
      ],
    }
  },
})
