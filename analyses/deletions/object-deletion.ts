import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { deletionKind as kind, isDeletion, isMarker, isPermanent } from '../lib/sql/deletions.ts'
import { unnamedBatchesIn } from '../lib/shared/unnamed-batches.ts'
import { unnamedBatches, unnamedBatchTotals } from '../lib/sql/unnamed-batches.ts'
import {
  all,
  keyBegins,
  keyPrefix,
  requesterFilter,
  requesterHas,
  succeeded,
  who,
} from '../lib/sql/fragments.ts'
import { sql, type Sql } from '../lib/sql/sql.ts'
import { overTime, period } from '../lib/shared/time-chart.ts'
import { commonFolder, count, counted, numberOf, requesterName, span } from '../lib/words.ts'

/** The rows' columns, for a key or its substitute. */
const columnsOf = (key: Sql, what: Sql) =>
  sql`SELECT event_time, ${key} AS key, ${what} AS kind, ${who} AS requester, remote_ip, version_id, object_size, operation, status, user_agent, request_id`

export default defineAnalysis({
  title: 'Object deletions',
  answers: 'What was deleted, when and by whom?',
  group: 'Deletions and lifecycle',
  words: [
    'deletions',
    'deleted',
    'removed',
    'who removed',
    'delete',
    'lost objects',
    'missing files',
    'expired',
  ],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs name every key of a batch deletion and what lifecycle rules expire; CloudTrail has no lifecycle actions.',
  blind: {
    cloudtrail: 'CloudTrail never records what lifecycle rules delete.',
    'access-log':
      'A record may come late or never, and requesters of other accounts are canonical ids: logs:both takes names from CloudTrail.',
  },
  presets: {
    'delete-markers-created': {
      title: 'Delete markers',
      answers: 'Which objects vanished behind a delete marker, and can be brought back?',
      words: ['delete markers', 'recoverable', 'undelete', 'bring back', 'vanished'],
      parameters: { markersOnly: true },
    },
  },
  parameters: z.object({
    prefix: keyPrefix,
    requester: requesterFilter,
    markersOnly: z
      .boolean()
      .default(false)
      .describe('Only deletions of which the log proves that they left a delete marker.')
      .meta({ title: 'Delete markers only' }),
  }),
  columns:
    columns(`event_time* key* kind* requester* remote_ip* version_id object_size operation status user_agent
    request_id`),
  figures: figures(`deletions | keys: Distinct keys | requesters | versions: Versions deleted for good |
    markers: Known to have left a delete marker | lifecycle: By lifecycle rules |
    batches: Batch deletions without their keys |
    refused: Failed attempts (not counted)`),
  statements({ prefix, requester, markersOnly }, { window }) {
    const asked = all(
      isDeletion,
      markersOnly ? isMarker : undefined,
      keyBegins(prefix),
      requesterHas(requester),
    )
    // A marker helps only where the versions behind it were left alone.
    const purged = sql`SELECT DISTINCT key FROM events WHERE ${isPermanent} AND ${succeeded}`
    const deletions = sql`FROM events WHERE ${asked} AND ${succeeded}`
    // Of a batch whose keys are not named, nothing is known of folders and delete markers.
    const batches = unnamedBatches(requesterHas(requester), markersOnly ? sql`FALSE` : undefined)
    return {
      rows: sql`${columnsOf(sql`key`, kind)} ${deletions}
        UNION ALL ${columnsOf(sql`'(up to 1,000 keys, not named)'`, sql`'batch deletion'`)} FROM (${batches}) AS batches WHERE ${succeeded}`,
      // What somebody did comes before what the bucket's own rules did every night.
      order: sql`CASE WHEN starts_with(operation, 'S3.') THEN 1 ELSE 0 END, event_time, key, request_id`,
      aggregates: {
        totals: sql`SELECT count_if(${succeeded}) AS deletions, count_if(NOT ${succeeded}) AS refused,
            count(DISTINCT CASE WHEN ${succeeded} THEN key END) AS keys,
            count(DISTINCT CASE WHEN ${succeeded} THEN ${who} END) AS requesters,
            count_if(${succeeded} AND ${kind} = 'version deleted') AS versions, count_if(${succeeded} AND ${isMarker}) AS markers,
            min(CASE WHEN ${succeeded} THEN key END) AS first_key, max(CASE WHEN ${succeeded} THEN key END) AS last_key,
            count_if(${succeeded} AND starts_with(action, 'lifecycle-')) AS lifecycle
          FROM events WHERE ${asked}`,
        recoverable: sql`SELECT count(*) AS keys FROM (SELECT DISTINCT key ${deletions} AND ${isMarker}) AS marked
          LEFT JOIN (${purged}) AS purged ON purged.key = marked.key WHERE purged.key IS NULL`,
        top: sql`SELECT ${who} AS requester, max(remote_ip) AS remote_ip, count(*) AS deletions,
            count(DISTINCT remote_ip) AS addresses, min(event_time) AS first, max(event_time) AS last
          ${deletions} GROUP BY 1 ORDER BY deletions DESC, requester LIMIT 1`,
        batches: unnamedBatchTotals(batches),
        times: sql`SELECT ${period(window)} AS period, count_if(NOT starts_with(action, 'lifecycle-')) AS requests, count_if(starts_with(action, 'lifecycle-')) AS lifecycle
          ${deletions} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise(results, context, { markersOnly, prefix }) {
    const { aggregates } = results
    const { bucket, window, reader } = context
    const unnamed = unnamedBatchesIn(results, context)
    const totals = aggregates.totals?.[0]
    const top = aggregates.top?.[0]
    const deletions = numberOf(totals, 'deletions')
    const refused = numberOf(totals, 'refused') + unnamed.failures
    const elsewhere = prefix ? `; they may be under ${prefix} or not` : ''
    const most = numberOf(top, 'deletions')
    const from = numberOf(top, 'addresses') === 1 ? ` from ${top?.remote_ip}` : ''
    const by = `${requesterName(top?.requester ?? '')}${from}${span(top?.first, top?.last, reader)}`
    const folder = commonFolder(totals?.first_key, totals?.last_key)
    const under = folder ? `; all under ${folder}` : ''
    const recoverable = numberOf(aggregates.recoverable?.[0], 'keys')
    const back =
      recoverable > 0 ? `; ${counted(recoverable, 'object')} can be brought back from delete markers` : ''
    const none = markersOnly
      ? `The logs prove no delete marker in ${bucket} in this window`
      : `No object was deleted from ${bucket} in this window`
    return {
      headline:
        deletions === 0 && unnamed.batches > 0
          ? `${unnamed.words(` in ${bucket}`)}${elsewhere}.`
          : deletions === 0
            ? `${none}${refused > 0 ? `; ${counted(refused, 'attempt')} failed` : ''}.`
            : `${counted(deletions, markersOnly ? 'delete marker' : 'deletion')} in ${bucket}; ${most === deletions ? 'all' : count(most)} by ${by}${under}${back}${unnamed.batches > 0 ? `; and ${unnamed.words()}${elsewhere}` : ''}.`,
      severity: unnamed.severity,
      figures: { batches: unnamed.batches || undefined, refused },
      charts: [
        deletions > 0 &&
          overTime('Deletions over time', aggregates.times ?? [], window, {
            'by requests': 'requests',
            'by lifecycle': 'lifecycle',
          }),
      ],
      notes: [
        unnamed.note,
        '“deleted” names no version: in a versioned bucket that is a delete marker, and the object can be brought back.',
        recoverable > 0 &&
          'Only objects of which no version was deleted for good in this window count as recoverable; remove the delete marker to bring one back.',
      ],
    }
  },
})
