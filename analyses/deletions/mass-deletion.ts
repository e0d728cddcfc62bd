import { succeeded } from '../lib/meaning/outcome.ts'
import { isRequestedDeletion } from '../lib/meaning/operation.ts'
import * as z from 'zod'
import { defineAnalysis, type Row } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { burstKeys, burstMinutes, bursts } from '../lib/sql/bursts.ts'
import { deletionsOf, isLoss, maintained, ownObjects } from '../lib/meaning/loss.ts'
import { unnamedBatchesIn } from '../lib/shared/unnamed-batches.ts'
import { unnamedBatches, unnamedBatchTotals } from '../lib/meaning/unnamed-batches.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { sql } from '../lib/sql/sql.ts'
import { commonFolder, count, counted, numberOf, requesterName, span } from '../lib/words.ts'

/** Who deletes what it wrote itself so short a time before cleans up behind itself. */
const OWN_HOURS = 24

/** The part of a mass deletion that loses nobody's data; undefined where there is none. */
function mildness(burst: Row): { words: string; why: string } | undefined {
  const own = numberOf(burst, 'own_keys')
  const kept = numberOf(burst, 'keys') - numberOf(burst, 'other_keys') - own
  const words = [
    own > 0 && `${count(own)} of them it had written itself within the day before`,
    kept > 0 && `${count(kept)} are maintenance of ${burst.maintains} tables or jobs`,
  ].filter(part => part !== false)
  return words.length === 0
    ? undefined
    : { words: words.join(', '), why: 'Programs that clean up their own files do this every day.' }
}

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
    `requester* keys* other_keys* first* last* remote_ip* own_keys maintains permanent markers object_size
    addresses first_key last_key user_agent`,
    { object_size: 'Bytes', user_agent: 'A user agent' },
  ),
  figures:
    figures(`bursts: Mass deletions | requesters | keys: Keys deleted | permanent: Versions deleted for good |
    markers: Known delete markers | objectSize: Bytes, where known #bytes |
    deletions: Requested deletions in all | moved: Moved, not lost | folders: Folders and their names | batches: Batch deletions without their keys`),
  statements({ keys, minutes, prefix, requester }) {
    const told = deletionsOf(all(isRequestedDeletion, succeeded, keyBegins(prefix), requesterHas(requester)))
    const deletions = sql`SELECT actor AS requester, event_time, key, remote_ip, object_size, user_agent,
            CASE WHEN fate = 'version deleted' THEN 1 ELSE 0 END AS permanent, CASE WHEN fate = 'delete marker' THEN 1 ELSE 0 END AS marker
          FROM (${told}) AS told WHERE ${isLoss}`
    const lost = bursts(deletions, [sql`requester`], { keys, minutes })
    const own = sql`(own.key IS NOT NULL AND date_diff('hour', own.event_time, lost.event_time) BETWEEN 0 AND ${OWN_HOURS})`
    const rows = sql`SELECT lost.requester AS requester, count(DISTINCT lost.key) AS keys, count(DISTINCT CASE WHEN NOT ${own} AND kept.format IS NULL THEN lost.key END) AS other_keys,
          min(lost.event_time) AS first, max(lost.event_time) AS last, max(remote_ip) AS remote_ip,
          count(DISTINCT CASE WHEN ${own} THEN lost.key END) AS own_keys, max(kept.format) AS maintains,
          sum(permanent) AS permanent, sum(marker) AS markers, sum(object_size) AS object_size, count(DISTINCT remote_ip) AS addresses,
          min(lost.key) AS first_key, max(lost.key) AS last_key, max(user_agent) AS user_agent
        FROM (${lost}) AS lost
        LEFT JOIN (${ownObjects}) AS own ON own.actor = lost.requester AND own.key = lost.key
        LEFT JOIN (${maintained}) AS kept ON kept.actor = lost.requester AND kept.key = lost.key
        GROUP BY lost.requester, burst`
    return {
      rows,
      order: sql`other_keys DESC, keys DESC, first, requester`,
      aggregates: {
        totals: sql`SELECT count(*) AS bursts, count(DISTINCT requester) AS requesters, sum(keys) AS keys, max(other_keys) AS other_keys, sum(permanent) AS permanent, sum(markers) AS markers, sum(object_size) AS object_size FROM (${rows}) AS rows`,
        batches: unnamedBatchTotals(unnamedBatches(requesterHas(requester))),
        all_deletions: sql`SELECT count_if(${isLoss}) AS deletions, count_if(fate = 'moved') AS moved, count_if(fate IN ('folder name', 'folder object')) AS folders FROM (${told}) AS told`,
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
    const moved = numberOf(aggregates.all_deletions?.[0], 'moved')
    const folders = numberOf(aggregates.all_deletions?.[0], 'folders')
    const renamed = moved > 0 ? `; ${counted(moved, 'object was', 'objects were')} moved, not lost` : ''
    const mild = top ? mildness(top) : undefined
    return {
      headline: top
        ? `${counted(numberOf(top, 'keys'), 'object')}${folder ? ` under ${folder}` : ''} in ${bucket} were deleted by ${by}${from}${span(top.first, top.last, reader)}${found > 1 ? `; ${counted(found - 1, 'more mass deletion')}` : ''}${also}${mild ? `; ${mild.words}` : ''}${renamed}.`
        : unnamed.batches > 0
          ? `${unnamed.words(` in ${bucket}`)}${deletions > 0 ? `; ${counted(deletions, 'more deletion was', 'more deletions were')} requested` : ''}${renamed}.`
          : `Nobody deleted ${count(keys)} or more objects of ${bucket} within ${counted(minutes, 'minute')}; ${counted(deletions, 'deletion')} were requested in all${renamed}.`,
      severity:
        top && numberOf(top, 'other_keys') >= keys
          ? {
              level: 'high',
              why: 'Deleting many objects in a short time is how data is destroyed, by mistake or on purpose.',
            }
          : (unnamed.severity ?? (mild && { level: 'low', why: mild.why })),
      figures: {
        deletions,
        batches: unnamed.batches || undefined,
        moved: moved || undefined,
        folders: folders || undefined,
      },
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
