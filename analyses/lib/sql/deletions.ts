import { all, principal, succeeded } from './fragments.ts'
import { sql, type Sql } from './sql.ts'

/** What deleting an object is, and what each record of it proves; over the columns of `events`. */

/** Objects only: not the envelope of a batch, no upload, no setting. What lifecycle does is of these. */
export const isDeletion = sql`action IN ('delete', 'lifecycle-expire', 'lifecycle-delete-marker')`

/** Asked by someone; lifecycle rules are not. */
export const isRequestedDeletion = sql`action = 'delete'`

/** The request names a version; on a versioned bucket the logs may have one where it does not. */
export const namesVersion = sql`(strpos(lower(request_uri), 'versionid=') > 0 OR (request_uri IS NULL AND version_id IS NOT NULL))`

/**
 * Only a named version is gone for good. Without one, a versioned bucket writes a delete marker, which a record
 * proves where it has a version all the same: it can only be the marker's own.
 */
export const deletionKind = sql`CASE
    WHEN action = 'lifecycle-expire' THEN 'expired by lifecycle'
    WHEN action = 'lifecycle-delete-marker' THEN 'delete marker by lifecycle'
    WHEN ${namesVersion} THEN 'version deleted'
    WHEN version_id IS NOT NULL THEN 'delete marker'
    ELSE 'deleted'
  END`

export const isMarker = sql`(${deletionKind} IN ('delete marker', 'delete marker by lifecycle'))`
/** Certain to be gone; what is merely 'deleted' may be either. */
export const isPermanent = sql`(${deletionKind} IN ('version deleted', 'expired by lifecycle'))`

/**
 * A SELECT of the DeleteObjects requests whose keys this log does not name. CloudTrail records their keys only where
 * per-key events are on, and of an access log the records of the keys may be missing. Each can delete 1,000 keys.
 * @param conditions what else must be true of them
 */
export const unnamedBatches = (...conditions: (Sql | undefined)[]): Sql =>
  sql`SELECT * FROM events WHERE ${all(sql`action = 'delete-batch'`, ...conditions)} AND (request_id IS NULL OR request_id NOT IN
    (SELECT request_id FROM events WHERE ${isDeletion} AND request_id IS NOT NULL))`

/** How many of {@link unnamedBatches} were carried out, how many failed, and who made the most: one row, or none. */
export const unnamedBatchTotals = (batches: Sql): Sql =>
  sql`SELECT requester, batches, first, last, sum(batches) OVER () AS all_batches, sum(failures) OVER () AS all_failures, count_if(batches > 0) OVER () AS requesters
    FROM (SELECT ${principal} AS requester, count_if(${succeeded}) AS batches, count_if(NOT ${succeeded}) AS failures,
        min(CASE WHEN ${succeeded} THEN event_time END) AS first, max(CASE WHEN ${succeeded} THEN event_time END) AS last
      FROM (${batches}) AS batches GROUP BY 1) AS each_requester ORDER BY batches DESC, requester LIMIT 1`
