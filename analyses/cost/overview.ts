import { succeeded, clientError, failed, serverError } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis, followUp } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, principal } from '../lib/sql/fragments.ts'
import { accessLogsFirst } from '../lib/evidence/logs.ts'
import { downloaded, percent, uploaded } from '../lib/shared/requests.ts'
import { isAnonymous } from '../lib/meaning/requester.ts'
import { deletionsOf, isLoss } from '../lib/meaning/loss.ts'
import { isDeletion, isRequest } from '../lib/meaning/operation.ts'
import { unnamedBatchesIn } from '../lib/shared/unnamed-batches.ts'
import { unnamedBatches, unnamedBatchTotals } from '../lib/meaning/unnamed-batches.ts'
import { sql } from '../lib/sql/sql.ts'
import { chartStep, lineOverTime, overTime, period } from '../lib/shared/time-chart.ts'
import { bytes, count, counted, numberOf, requesterName, share } from '../lib/words.ts'

/** One scan groups by all of these; each is never NULL, so that a NULL is a column that a row is not about. */
const SECTIONS = sql`CASE WHEN operation IS NOT NULL THEN 'Operation' WHEN requester IS NOT NULL THEN 'Requester' WHEN remote_ip IS NOT NULL THEN 'Address' WHEN key IS NOT NULL THEN 'Key' ELSE 'Error' END`
const ORDER = sql`CASE section WHEN 'Operation' THEN 1 WHEN 'Requester' THEN 2 WHEN 'Address' THEN 3 WHEN 'Key' THEN 4 ELSE 5 END`
const error = sql`CASE WHEN ${failed} THEN concat_ws(' ', CAST(status AS varchar), coalesce(error_code, 'no code logged')) ELSE '' END`

export default defineAnalysis({
  title: 'Overview',
  answers: 'What goes on in this bucket: requests, errors, bytes, latency, and who, from where, which keys?',
  group: 'Volume and cost',
  words: ['overview', 'dashboard', 'summary', 'board', 'what is going on', 'statistics', 'health'],
  ...accessLogsFirst('every request with its status, bytes and time', {
    cloudtrail:
      'CloudTrail has object requests only where the trail records data events, and no status and no times.',
  }),
  parameters: z.object({
    top: z
      .int()
      .min(1)
      .max(1000)
      .default(4)
      .describe('How many of each list; the thread shows 20 rows, the CSV all.')
      .meta({ title: 'Of each list', placeholder: '4' }),
    prefix: keyPrefix,
  }),
  shownRows: 20,
  columns: columns('section* name* requests* share* errors* bytes_sent* p95_ms', { share: '%' }),
  figures:
    figures(`requests | errors: Failed | client: 4xx | server: 5xx | downloaded #bytes | uploaded #bytes |
    deletions: Objects deleted | moved: Objects moved | batches: Batch deletions without their keys | requesters | addresses | keys | anonymous: Anonymous requests |
    p50Ms: Median #milliseconds | p95Ms: p95 #milliseconds`),
  statements({ top, prefix }, { window }) {
    const requests = sql`FROM events WHERE ${all(isRequest, keyBegins(prefix))}`
    const named = sql`SELECT operation, ${principal} AS requester, coalesce(remote_ip, '(none logged)') AS remote_ip, coalesce(key, '(no key)') AS key, ${error} AS error, ${failed} AS failure, bytes_sent ${requests}`
    const lists = sql`SELECT ${SECTIONS} AS section, coalesce(operation, requester, remote_ip, key, error) AS name, count(*) AS requests, count_if(failure) AS errors, coalesce(sum(bytes_sent), 0) AS bytes_sent
      FROM (${named}) AS n GROUP BY GROUPING SETS ((operation), (requester), (remote_ip), (key), (error))`
    const ranked = sql`SELECT *, ${percent(sql`requests`, sql`sum(requests) OVER (PARTITION BY section)`)} AS share, row_number() OVER (PARTITION BY section ORDER BY requests DESC, name) AS place
      FROM (${lists}) AS l WHERE name <> '' AND name <> '(no key)'`
    return {
      rows: sql`SELECT r.section, r.name, r.requests, r.share, r.errors, r.bytes_sent, t.p95_ms FROM (${ranked}) AS r
        LEFT JOIN (SELECT operation, approx_percentile(total_ms, 0.95) AS p95_ms ${requests} GROUP BY 1) AS t ON r.section = 'Operation' AND t.operation = r.name
        WHERE r.place <= ${top}`,
      order: sql`${ORDER}, requests DESC, name`,
      aggregates: {
        totals: sql`SELECT count_if(${isRequest}) AS requests, count_if(${isRequest} AND ${failed}) AS errors, count_if(${isRequest} AND ${clientError}) AS client, count_if(${isRequest} AND ${serverError}) AS server,
            count(DISTINCT CASE WHEN ${isRequest} THEN ${principal} END) AS requesters, count(DISTINCT CASE WHEN ${isRequest} THEN remote_ip END) AS addresses, count(DISTINCT CASE WHEN ${isRequest} THEN key END) AS keys,
            count_if(${isRequest} AND ${isAnonymous}) AS anonymous, ${downloaded} AS downloaded, ${uploaded} AS uploaded,
            approx_percentile(CASE WHEN ${isRequest} THEN total_ms END, 0.5) AS p50_ms, approx_percentile(CASE WHEN ${isRequest} THEN total_ms END, 0.95) AS p95_ms
          FROM events WHERE ${all(sql`TRUE`, keyBegins(prefix))}`,
        losses: sql`SELECT count_if(${isLoss}) AS deletions, count_if(fate = 'moved') AS moved FROM (${deletionsOf(all(isDeletion, succeeded, keyBegins(prefix)))}) AS told`,
        batches: unnamedBatchTotals(unnamedBatches()),
        times: sql`SELECT ${period(window)} AS period, count_if(NOT ${failed}) AS fine, count_if(${failed}) AS errors ${requests} GROUP BY 1 ORDER BY 1`,
        latency: sql`SELECT ${chartStep(window)} AS step, approx_percentile(total_ms, 0.5) AS p50_ms, approx_percentile(total_ms, 0.95) AS p95_ms ${requests} AND total_ms IS NOT NULL GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise(results, context) {
    const { rows, aggregates } = results
    const { bucket, window } = context
    const unnamed = unnamedBatchesIn(results, context)
    const [deletions, moved] = [
      numberOf(aggregates.losses?.[0], 'deletions'),
      numberOf(aggregates.losses?.[0], 'moved'),
    ]
    const also = unnamed.batches > 0 ? `; ${unnamed.words()}` : ''
    const totals = aggregates.totals?.[0]
    const n = (name: string) => numberOf(totals, name)
    const requests = n('requests')
    const latency = aggregates.latency ?? []
    const first = (section: string) => rows.find(row => row.section === section)
    // Rows of the answer, yet each counts everything of its name.
    const by = first('Requester')
    const mostly = first('Operation')
    const timed = latency.length > 0 ? `; 95 % took at most ${count(n('p95_ms'))} ms` : ''
    return {
      headline:
        requests === 0
          ? `No request to ${bucket} in this window${deletions > 0 ? `; ${counted(deletions, 'object')} were deleted by batches or lifecycle rules` : ''}${also}.`
          : `${counted(requests, 'request')} to ${bucket} by ${counted(n('requesters'), 'requester')}, ${share(n('errors'), requests)} of them failed, ${bytes(n('downloaded'))} were downloaded; ${share(numberOf(by, 'requests'), requests)} were made by ${requesterName(by?.name ?? '')}, ${share(numberOf(mostly, 'requests'), requests)} are ${mostly?.name}${timed}${also}.`,

      figures: { deletions, moved: moved || undefined, batches: unnamed.batches || undefined },
      charts: [
        ...(requests > 0
          ? [
              overTime('Requests over time', aggregates.times ?? [], window, {
                succeeded: 'fine',
                failed: 'errors',
              }),
            ]
          : []),
        ...(latency.length > 0
          ? [lineOverTime('Milliseconds in total', latency, window, { median: 'p50_ms', p95: 'p95_ms' })]
          : []),
      ],
      notes: [
        unnamed.note,
        'The percentages are of all requests; those of keys of all requests for a key, those of errors of all errors. Objects deleted are also those of batches and lifecycle rules, which are no requests of their own.',
        latency.length > 0 && 'Percentiles are approximate; a time without requests is drawn as zero.',
      ],
      next: [
        n('errors') > 0 && followUp('errors-by', 'Whose requests fail, and why?'),
        deletions > 0 && followUp('object-deletion', 'What was deleted, and by whom?'),
        requests > 0 && followUp('requesters-by-operations', 'Who uses the bucket, and for what?'),
      ],
    }
  },
})
