import { succeeded } from '../lib/meaning/outcome.ts'
import { isMarker, isPermanent } from '../lib/meaning/deletion.ts'
import { isDeletion } from '../lib/meaning/operation.ts'
import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { deletionsOf, isLoss } from '../lib/meaning/loss.ts'
import { unnamedBatchesIn } from '../lib/shared/unnamed-batches.ts'
import { unnamedBatches, unnamedBatchTotals } from '../lib/meaning/unnamed-batches.ts'
import {
  all,
  keyBegins,
  keyPrefix,
  principal,
  requesterFilter,
  requesterHas,
  who,
} from '../lib/sql/fragments.ts'
import { sql, type Sql } from '../lib/sql/sql.ts'
import { overTime, period } from '../lib/shared/time-chart.ts'
import { commonFolder, count, counted, numberOf, requesterName, span } from '../lib/words.ts'

/** The rows' columns, for a key or its substitute. */
const columnsOf = (key: Sql, what: Sql, moved: Sql) =>
  sql`SELECT event_time, ${key} AS key, ${what} AS kind, ${moved} AS moved_to, ${who} AS requester, remote_ip, version_id, object_size, operation, status, user_agent, request_id`

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
    columns(`event_time* key* kind* requester* remote_ip* moved_to version_id object_size operation status user_agent
    request_id`),
  figures: figures(`deletions | keys: Distinct keys | requesters | versions: Versions deleted for good |
    markers: Known to have left a delete marker | lifecycle: By lifecycle rules |
    batches: Batch deletions without their keys | moved: Moved, not lost | folders: Folders and their names |
    undeleted: Delete markers removed (objects are back) |
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
    const told = deletionsOf(all(asked, succeeded))
    const deletions = sql`FROM (${told}) AS told WHERE ${isLoss}`
    // Of a batch whose keys are not named, nothing is known of folders and delete markers.
    const batches = unnamedBatches(requesterHas(requester), markersOnly ? sql`FALSE` : undefined)
    return {
      rows: sql`${columnsOf(sql`key`, sql`fate`, sql`moved_to`)} FROM (${told}) AS told
        UNION ALL ${columnsOf(sql`'(up to 1,000 keys, not named)'`, sql`'batch deletion'`, sql`NULL`)} FROM (${batches}) AS batches WHERE ${succeeded}`,
      // What somebody did comes before what the bucket's own rules did every night; and losses before moves.
      order: sql`CASE WHEN starts_with(operation, 'S3.') THEN 1 ELSE 0 END, CASE WHEN ${sql`kind IN ('moved', 'folder name', 'folder object', 'delete marker removed')`} THEN 1 ELSE 0 END, event_time, key, request_id`,
      aggregates: {
        totals: sql`SELECT count_if(${isLoss}) AS deletions, count(DISTINCT CASE WHEN ${isLoss} THEN key END) AS keys,
            count(DISTINCT CASE WHEN ${isLoss} THEN ${principal} END) AS requesters,
            count_if(fate = 'version deleted') AS versions, count_if(fate IN ('delete marker', 'delete marker by lifecycle')) AS markers,
            min(CASE WHEN ${isLoss} THEN key END) AS first_key, max(CASE WHEN ${isLoss} THEN key END) AS last_key,
            count_if(${isLoss} AND starts_with(action, 'lifecycle-')) AS lifecycle,
            count_if(fate = 'moved') AS moved, min_by(moved_to, event_time) FILTER (WHERE fate = 'moved') AS moved_to, count_if(fate IN ('folder name', 'folder object')) AS folders, count_if(fate = 'delete marker removed') AS undeleted,
            count_if(fate = 'deleted' AND object_size IS NOT NULL) AS sized, count_if(fate = 'deleted' AND object_size IS NULL AND source <> 'cloudtrail') AS unsized
          FROM (${told}) AS told`,
        failures: sql`SELECT count(*) AS refused FROM events WHERE ${asked} AND NOT ${succeeded}`,
        recoverable: sql`SELECT count(*) AS keys FROM (SELECT DISTINCT key ${deletions} AND fate IN ('delete marker', 'delete marker by lifecycle')) AS marked
          LEFT JOIN (${purged}) AS purged ON purged.key = marked.key WHERE purged.key IS NULL`,
        top: sql`SELECT actor AS requester, max(remote_ip) AS remote_ip, count(*) AS deletions, count(DISTINCT requester) AS sessions,
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
    const refused = numberOf(aggregates.failures?.[0], 'refused') + unnamed.failures
    const [moved, folders, undeleted] = [
      numberOf(totals, 'moved'),
      numberOf(totals, 'folders'),
      numberOf(totals, 'undeleted'),
    ]
    const unsized = numberOf(totals, 'sized') > 0 ? numberOf(totals, 'unsized') : 0
    const besides = [
      moved > 0 && `${counted(moved, 'object was', 'objects were')} moved, the first to ${totals?.moved_to}`,
      folders > 0 && `${counted(folders, 'folder or name of one', 'folders or names of folders')} besides`,
      undeleted > 0 &&
        `${counted(undeleted, 'delete marker was', 'delete markers were')} removed, which brings objects back`,
    ]
      .filter(part => part !== false)
      .map(part => `; ${part}`)
      .join('')
    const sessions = numberOf(top, 'sessions')
    const elsewhere = prefix ? `; they may be under ${prefix} or not` : ''
    const most = numberOf(top, 'deletions')
    const from = numberOf(top, 'addresses') === 1 ? ` from ${top?.remote_ip}` : ''
    const by = `${requesterName(top?.requester ?? '')}${sessions > 1 ? ` (${counted(sessions, 'session')})` : ''}${from}${span(top?.first, top?.last, reader)}`
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
          ? `${unnamed.words(` in ${bucket}`)}${elsewhere}${besides}.`
          : deletions === 0
            ? `${none}${besides}${refused > 0 ? `; ${counted(refused, 'attempt')} failed` : ''}.`
            : `${counted(deletions, markersOnly ? 'delete marker' : 'deletion')} in ${bucket}; ${most === deletions ? 'all' : count(most)} by ${by}${under}${back}${unnamed.batches > 0 ? `; and ${unnamed.words()}${elsewhere}` : ''}${besides}.`,
      severity: unnamed.severity,
      figures: {
        batches: unnamed.batches || undefined,
        moved: moved || undefined,
        folders: folders || undefined,
        undeleted: undeleted || undefined,
        refused,
      },
      charts: [
        deletions > 0 &&
          overTime('Deletions over time', aggregates.times ?? [], window, {
            'by requests': 'requests',
            'by lifecycle': 'lifecycle',
          }),
      ],
      notes: [
        unnamed.note,
        moved > 0 &&
          'Moved: copied within the bucket and then deleted by the same requester, as programs rename. The copy is in column moved_to, and these are not counted as deletions.',
        folders > 0 &&
          'A folder object is an empty object whose key ends in a slash. Names of folders were never objects; some programs delete them beside what is in them. Neither is counted as a deletion.',
        unsized > 0 &&
          `${counted(unsized, 'deletion has', 'deletions have')} no object size, while others have: perhaps there was no such object. S3 answers such a deletion with 204, too.`,
        '“deleted” names no version: in a versioned bucket that is a delete marker, and the object can be brought back.',
        recoverable > 0 &&
          'Only objects of which no version was deleted for good in this window count as recoverable; remove the delete marker to bring one back.',
      ],
    }
  },
})
