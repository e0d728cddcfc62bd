import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { burstKeys, burstMinutes, bursts } from '../lib/sql/bursts.ts'
import { isMarker, isPermanent, isRequestedDeletion } from '../lib/sql/deletions.ts'
import { unnamedBatchesIn } from '../lib/shared/unnamed-batches.ts'
import { unnamedBatches, unnamedBatchTotals } from '../lib/sql/unnamed-batches.ts'
import {
  all,
  keyBegins,
  keyPrefix,
  principal,
  requesterFilter,
  requesterHas,
  succeeded,
} from '../lib/sql/fragments.ts'
import { sql } from '../lib/sql/sql.ts'
import { commonFolder, count, counted, numberOf, requesterName, span } from '../lib/words.ts'

export default defineAnalysis({
  title: 'Mass deletions',
  answers: 'Who deleted many objects at once?',
  group: 'Deletions and lifecycle',
  words: ['bulk delete', 'mass delete', 'wiped', 'purged', 'many deletions'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have a record of every key that a batch deletes.',
  blind: {
    cloudtrail: 'A trail may leave out the keys of a batch: then the batch is told, but not its objects.',
    'access-log':
      'A record may come late or never, and requesters of other accounts are canonical ids: logs:both takes names from CloudTrail.',
  },
  parameters: z.object({
    keys: burstKeys(50, 'deleted'),
    minutes: burstMinutes(60),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: columns(
    `requester* keys* first* last* remote_ip* permanent markers object_size addresses first_key last_key
    user_agent`,
    { object_size: 'Bytes', user_agent: 'A user agent' },
  ),
  figures:
    figures(`bursts: Mass deletions | requesters | keys: Keys deleted | permanent: Versions deleted for good |
    markers: Known delete markers | objectSize: Bytes, where known #bytes |
    deletions: Requested deletions in all | batches: Batch deletions without their keys`),
  statements({ keys, minutes, prefix, requester }) {
    const deletions = sql`SELECT ${principal} AS requester, event_time, key, remote_ip, object_size, user_agent,
            CASE WHEN ${isPermanent} THEN 1 ELSE 0 END AS permanent, CASE WHEN ${isMarker} THEN 1 ELSE 0 END AS marker
          FROM events WHERE ${all(isRequestedDeletion, succeeded, keyBegins(prefix), requesterHas(requester))}`
    const rows = sql`SELECT requester, count(DISTINCT key) AS keys, min(event_time) AS first, max(event_time) AS last, max(remote_ip) AS remote_ip,
          sum(permanent) AS permanent, sum(marker) AS markers, sum(object_size) AS object_size, count(DISTINCT remote_ip) AS addresses,
          min(key) AS first_key, max(key) AS last_key, max(user_agent) AS user_agent
        FROM (${bursts(deletions, [sql`requester`], { keys, minutes })}) AS bursts GROUP BY requester, burst`
    return {
      rows,
      order: sql`keys DESC, first, requester`,
      aggregates: {
        totals: sql`SELECT count(*) AS bursts, count(DISTINCT requester) AS requesters, sum(keys) AS keys, sum(permanent) AS permanent, sum(markers) AS markers, sum(object_size) AS object_size FROM (${rows}) AS rows`,
        batches: unnamedBatchTotals(unnamedBatches(requesterHas(requester))),
        all_deletions: sql`SELECT count(*) AS deletions FROM (${deletions}) AS deletions`,
      },
    }
  },
  summarise(results, context, { keys, minutes }) {
    const { aggregates, rows } = results
    const { bucket, reader } = context
    const unnamed = unnamedBatchesIn(results, context)
    const also = unnamed.batches > 0 ? `; and ${unnamed.words()}` : ''
    const totals = aggregates.totals?.[0]
    const found = numberOf(totals, 'bursts')
    const deletions = numberOf(aggregates.all_deletions?.[0], 'deletions')
    const top = rows[0]
    const folder = commonFolder(top?.first_key, top?.last_key)
    const from = numberOf(top, 'addresses') === 1 ? ` from ${top?.remote_ip}` : ''
    const by = requesterName(top?.requester ?? '')
    return {
      headline: top
        ? `${counted(numberOf(top, 'keys'), 'object')}${folder ? ` under ${folder}` : ''} in ${bucket} were deleted by ${by}${from}${span(top.first, top.last, reader)}${found > 1 ? `; ${counted(found - 1, 'more mass deletion')}` : ''}${also}.`
        : unnamed.batches > 0
          ? `${unnamed.words(` in ${bucket}`)}${deletions > 0 ? `; ${counted(deletions, 'more deletion was', 'more deletions were')} requested` : ''}.`
          : `Nobody deleted ${count(keys)} or more objects of ${bucket} within ${counted(minutes, 'minute')}; ${counted(deletions, 'deletion')} were requested in all.`,
      severity: top
        ? {
            level: 'high',
            why: 'Deleting many objects in a short time is how data is destroyed, by mistake or on purpose.',
          }
        : unnamed.severity,
      figures: { deletions, batches: unnamed.batches || undefined },
      notes: [
        unnamed.note,
        'What lifecycle rules delete is not counted here. A key counts once within the time, however many of its versions were deleted.',
      ],
      next: [
        top && {
          analysis: 'object-deletion',
          parameters: top.requester?.startsWith('arn:') ? { requester: top.requester } : {},
          label: 'Which objects were they?',
        },
      ],
    }
  },
})
