import { sql } from './sql.ts'

/** What deletes an object: a request, a key of a batch, a lifecycle rule. */
export const DELETING = ['delete', 'lifecycle-expire', 'lifecycle-delete-marker']

/** Only a named version is gone for good; without one, a versioned bucket writes a delete marker. */
export const deletionKind = sql`CASE
    WHEN action = 'lifecycle-expire' THEN 'expired by lifecycle'
    WHEN action = 'lifecycle-delete-marker' THEN 'delete marker by lifecycle'
    WHEN strpos(lower(request_uri), 'versionid=') > 0 OR (request_uri IS NULL AND version_id IS NOT NULL) THEN 'version deleted'
    ELSE 'deleted'
  END`
