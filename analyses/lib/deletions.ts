import { sql } from './sql.ts'

/** What deletes an object: a request, a key of a batch, a lifecycle rule. */
export const DELETING = ['delete', 'lifecycle-expire', 'lifecycle-delete-marker']

/** The request names a version; on a versioned bucket the logs may have one where it does not. */
export const namesVersion = sql`(strpos(lower(request_uri), 'versionid=') > 0 OR (request_uri IS NULL AND version_id IS NOT NULL))`

/** Only a named version is gone for good; without one, a versioned bucket writes a delete marker. */
export const deletionKind = sql`CASE
    WHEN action = 'lifecycle-expire' THEN 'expired by lifecycle'
    WHEN action = 'lifecycle-delete-marker' THEN 'delete marker by lifecycle'
    WHEN ${namesVersion} THEN 'version deleted'
    ELSE 'deleted'
  END`
