import { succeeded } from './outcome.ts'
import { isRequestedDeletion } from './operation.ts'
import { deletionKind } from './deletion.ts'
import { principal } from '../sql/fragments.ts'
import { isScratch, isTableFile, tableWriters } from './lake-tables.ts'
import { copiedKeys, copiesWithin, moves } from './move.ts'
import { sql, type Sql } from '../sql/sql.ts'

/** What became of what was deleted: moved, never there, a folder, or lost; over the columns of `events`. */

/** A folder as consoles and file systems keep it: an object whose key ends in a slash. */
export const isFolderObject = sql`(key LIKE '%/')`

/** The keys that somebody deleted: few beside those of all events, which the joins below would hold in memory. */
export const deletedKeys: Sql = sql`SELECT key FROM events WHERE ${isRequestedDeletion} AND ${succeeded} AND key IS NOT NULL`

/** Shows that there is such an object. */
const proves = sql`(action IN ('read', 'write', 'copy', 'head', 'tag', 'acl', 'restore') AND ${succeeded})`

/**
 * A SELECT of the keys that are merely names of folders: some programs name each folder in a batch beside what is
 * in it, and S3 answers that the key is gone though it never was. Nothing shows such an object, and the same
 * requester deleted keys below it.
 */
const folderNames = sql`SELECT actor, named.key AS key FROM (
    SELECT actor, key, starts_with(lead(key) OVER (PARTITION BY actor ORDER BY concat(key, '/')), concat(key, '/')) AS has_more
    FROM (SELECT DISTINCT ${principal} AS actor, key FROM events WHERE ${isRequestedDeletion} AND ${succeeded}) AS deleted
  ) AS named LEFT JOIN (
    SELECT DISTINCT key FROM events WHERE key IN (${deletedKeys}) AND (${proves} OR (${isRequestedDeletion} AND ${succeeded} AND (object_size IS NOT NULL OR version_id IS NOT NULL)))
  ) AS proven ON proven.key = named.key
  WHERE has_more AND proven.key IS NULL AND NOT named.key LIKE '%/'`

/**
 * A SELECT of the deletions of `condition`: the columns of `events` with `actor`, `moved_to`, and `fate`, which is
 * 'moved', 'folder name', 'folder object', or else the kind of the deletion.
 */
export const deletionsOf = (
  condition: Sql,
): Sql => sql`SELECT deleted.*, moved.moved_to AS moved_to, CASE WHEN moved.key IS NOT NULL THEN 'moved' WHEN folders.key IS NOT NULL THEN 'folder name' WHEN deleted.is_folder THEN 'folder object' ELSE deleted.deletion END AS fate
  FROM (SELECT *, ${principal} AS actor, ${isFolderObject} AS is_folder, ${deletionKind} AS deletion FROM events WHERE ${condition}) AS deleted
  LEFT JOIN (${moves}) AS moved ON moved.actor = deleted.actor AND moved.key = deleted.key AND moved.event_time = deleted.event_time AND deleted.action = 'delete'
  LEFT JOIN (${folderNames}) AS folders ON folders.actor = deleted.actor AND folders.key = deleted.key AND deleted.action = 'delete'`

/** Something was lost, or covered by a delete marker: neither moved, nor the mere name of a folder. */
export const isLoss = sql`(fate NOT IN ('moved', 'folder name', 'folder object', 'delete marker removed'))`

/** The time of a record as text that orders; of one second, writes come first. */
const writesFirst = sql`concat(date_format(event_time, '%Y-%m-%d %H:%i:%s'), CASE WHEN is_write THEN ' 0' ELSE ' 1' END)`
/** The first record that shows each of these objects is of its writing: nobody's data was there before. */
const written = (keys: Sql): Sql =>
  sql`SELECT key, min_by(actor, ${writesFirst}) AS actor, min(event_time) AS event_time, min_by(is_write, ${writesFirst}) AS is_new
  FROM (SELECT key, ${principal} AS actor, event_time, action = 'write' AS is_write FROM events WHERE key IN (${keys}) AND ${proves} AND NOT (action = 'copy')) AS proofs GROUP BY key`
const created = (keys: Sql): Sql =>
  sql`SELECT actor, key, event_time FROM (${written(keys)}) AS first WHERE is_new`
const copied = sql`SELECT copies.actor, copies.target_key AS key, max(copies.event_time) AS event_time FROM (${copiesWithin}) AS copies
    JOIN (${created(copiedKeys)}) AS own ON own.actor = copies.actor AND own.key = copies.source_key
    LEFT JOIN (${written(sql`SELECT target_key FROM (${copiesWithin}) AS targets`)}) AS before ON before.key = copies.target_key AND before.event_time < copies.event_time
    WHERE before.key IS NULL GROUP BY 1, 2`

/**
 * A SELECT of `actor`, `key`, `event_time`: of what was deleted, what each requester had made itself, so that nobody
 * else's data was in it. A copy within the bucket is one's own where its source was.
 */
export const ownObjects: Sql = sql`SELECT actor, key, max(event_time) AS event_time FROM (
    ${created(deletedKeys)} UNION ALL ${copied}
  ) AS own GROUP BY actor, key`

/**
 * A SELECT of the `actor` and `key` of each requested deletion, and the `format` of the table or job whose maintenance
 * it is; NULL for none.
 */
export const maintained: Sql = sql`SELECT kept.actor, kept.key, CASE WHEN max(CASE WHEN ${isScratch(sql`kept.key`)} THEN 1 ELSE 0 END) = 1 THEN 'Hadoop' ELSE max(format) END AS format
  FROM (SELECT DISTINCT ${principal} AS actor, key FROM events WHERE ${isRequestedDeletion} AND ${succeeded}) AS kept
  LEFT JOIN (${tableWriters}) AS tables ON tables.actor = kept.actor AND ${isTableFile(sql`kept.key`, { root: sql`tables.root`, format: sql`tables.format` })}
  GROUP BY kept.actor, kept.key`
