import { sql } from './sql.ts'

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
