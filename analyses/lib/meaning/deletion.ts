import { sql } from '../sql/sql.ts'
import { isDeletion } from './operation.ts'
import { succeeded } from './outcome.ts'

/** What deleting an object comes to, and what each record of it proves; over the columns of `events`. */

const NAMED = '(?i)^[^?]*[?](?:[^ ]*&)?versionid='

/**
 * The request names a version, in its query and not merely in its key; on a versioned bucket the logs may have a
 * version where it does not (API reference: DeleteObject, versionId).
 */
export const namesVersion = sql`coalesce(regexp_like(request_uri, ${NAMED}), version_id IS NOT NULL)`

/** A deletion without a version, which the record gives one all the same: it can only be the new marker's own. */
const leaves = sql`(${isDeletion} AND ${succeeded} AND (coalesce(delete_marker = 'left', FALSE) OR action = 'lifecycle-delete-marker' OR (action = 'delete' AND NOT ${namesVersion} AND version_id IS NOT NULL)))`

/** S3 answers so to a read of a marker by its version, or of an object that a marker covers (API reference: GetObject, x-amz-delete-marker). */
const meets = sql`(action IN ('read', 'head') AND version_id IS NOT NULL AND coalesce(CASE WHEN ${namesVersion} THEN status = 405 ELSE status = 404 END, FALSE))`

/** The object is covered by a delete marker, and can be restored (user guide: working with delete markers). */
export const leavesMarker = leaves

/**
 * A delete marker is removed by its own version, and the object is back. CloudTrail says so in the response; with
 * access logs another record of the same hours has to show that the version is a marker's.
 */
export const removesMarker = sql`(${isDeletion} AND ${succeeded} AND (coalesce(delete_marker = 'removed', FALSE) OR (${namesVersion} AND coalesce((key, version_id) IN (SELECT key, version_id FROM events WHERE key IS NOT NULL AND version_id IS NOT NULL AND version_id <> 'null' AND (${leaves} OR ${meets})), FALSE))))`

/**
 * Only a named version is gone for good. Without one, a versioned bucket writes a delete marker, which a record
 * proves where it has a version all the same.
 */
export const deletionKind = sql`CASE
    WHEN action = 'lifecycle-expire' THEN 'expired by lifecycle'
    WHEN action = 'lifecycle-delete-marker' THEN 'delete marker by lifecycle'
    WHEN ${removesMarker} THEN 'delete marker removed'
    WHEN coalesce(delete_marker = 'left', FALSE) THEN 'delete marker'
    WHEN ${namesVersion} THEN 'version deleted'
    WHEN version_id IS NOT NULL THEN 'delete marker'
    ELSE 'deleted'
  END`

export const isMarker = sql`(${deletionKind} IN ('delete marker', 'delete marker by lifecycle'))`
/** Certain to be gone; what is merely 'deleted' may be either. */
export const isPermanent = sql`(${deletionKind} IN ('version deleted', 'expired by lifecycle'))`
