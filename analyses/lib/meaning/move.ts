import { succeeded } from './outcome.ts'
import { principal } from '../sql/fragments.ts'
import { namesVersion } from './deletion.ts'
import { isCopySource, isRequestedDeletion, isUploadPart, writes } from './operation.ts'
import { sql, type Sql } from '../sql/sql.ts'

/**
 * Moves. S3 has no rename: programs copy an object within the bucket and delete the source. Who counts such a
 * deletion as a loss, or the copy's reading side as a download, reports a rename as a theft.
 */

/** The hours within which a copy and the deletion of its source belong together; a rename of many objects takes long. */
const MOVE_HOURS = 24

const COMPLETIONS = ['REST.POST.UPLOAD', 'CompleteMultipartUpload']

const parameter = sql`regexp_replace(json_extract_scalar(request_parameters, '$["x-amz-copy-source"]'), '([?]versionId=.*)$', '')`
/** `bucket/key`, with or without a slash before it and percent-encoded or not (API reference: CopyObject). */
const decoded = sql`coalesce(try(url_decode(replace(${parameter}, '+', '%2B'))), ${parameter})`
const named = sql`CASE WHEN starts_with(regexp_replace(${decoded}, '^/', ''), concat(bucket, '/'))
    THEN substr(regexp_replace(${decoded}, '^/', ''), length(bucket) + 2) END`

/**
 * A SELECT of the copies that were carried out within the bucket: `actor`, `event_time`, `source_key`, `target_key`.
 * CloudTrail names the source. An access log has a record of each side: they share the request id, or else requester
 * and second; then the first of one side goes with the first of the other, so that a copy to another bucket, which
 * has a reading side only, cannot pass for more copies than there were.
 */
export const copiesWithin: Sql = sql`SELECT DISTINCT actor, event_time, source_key, target_key FROM (
    SELECT copied.actor, copied.event_time, source_key, target_key FROM (
      SELECT ${principal} AS actor, event_time, ${named} AS source_key, key AS target_key, ${isUploadPart} AS is_part
      FROM events WHERE action = 'copy' AND ${succeeded} AND request_parameters IS NOT NULL
      UNION ALL
      SELECT actor, min(event_time) AS event_time, max(CASE WHEN is_source THEN key END) AS source_key,
        max(CASE WHEN NOT is_source THEN key END) AS target_key, bool_or(is_part) AS is_part
      FROM (
        SELECT *, row_number() OVER (PARTITION BY actor, is_source, pair, second ORDER BY regexp_extract(key, '[^/]*$'), key, version_id) AS place
        FROM (
          SELECT *, CASE WHEN sources = 1 AND targets = 1 THEN request_id ELSE '' END AS pair,
            CASE WHEN sources = 1 AND targets = 1 THEN NULL ELSE event_time END AS second
          FROM (
            SELECT *, count_if(is_source) OVER (PARTITION BY actor, request_id) AS sources, count_if(NOT is_source) OVER (PARTITION BY actor, request_id) AS targets
            FROM (
              SELECT ${principal} AS actor, event_time, key, version_id, request_id, ${isCopySource} AS is_source, ${isUploadPart} AS is_part
              FROM events WHERE (${isCopySource} OR action = 'copy') AND source <> 'cloudtrail' AND key IS NOT NULL AND ${succeeded}
            ) AS sides
          ) AS counted
        ) AS paired
      ) AS placed
      GROUP BY actor, pair, second, place
    ) AS copied LEFT JOIN (
      SELECT ${principal} AS actor, key, max(event_time) AS event_time FROM events WHERE operation IN ${COMPLETIONS} AND ${succeeded} GROUP BY 1, 2
    ) AS completed ON completed.actor = copied.actor AND completed.key = target_key
    WHERE source_key IS NOT NULL AND target_key IS NOT NULL AND source_key <> target_key
      AND (NOT is_part OR coalesce(completed.event_time >= copied.event_time, FALSE))
  ) AS copies`

/** The keys of which there is a copy within the bucket. */
export const copiedKeys: Sql = sql`SELECT source_key FROM (${copiesWithin}) AS sources`

const second = sql`date_format(event_time, '%Y-%m-%d %H:%i:%s')`
/** Of one kind of step: 0 a write, 1 a copy from the key, 2 a deletion, which is their order within a second. */
const stamped = (step: number, value: Sql): Sql => sql`CASE WHEN step = ${step} THEN ${value} END`
const inOrder = sql`ORDER BY event_time, step`

/**
 * A SELECT of the moves: `actor`, `key`, `event_time` of the deletion and `moved_to`. The copy came first, within
 * a bounded time and by the same requester; what was copied was not written again before it was deleted, and its
 * copy was still there.
 */
export const moves: Sql = sql`SELECT moved.actor, moved.key, moved.event_time, moved_to FROM (
    SELECT actor, key, event_time, substr(last_copy, 21) AS moved_to, substr(last_copy, 1, 19) AS copied_at
    FROM (
      SELECT *, max(${stamped(1, sql`concat(${second}, ' ', target_key)`)}) OVER (PARTITION BY key, actor ${inOrder}) AS last_copy,
        max(${stamped(0, second)}) OVER (PARTITION BY key ${inOrder}) AS last_write, max(${stamped(1, sql`event_time`)}) OVER (PARTITION BY key, actor ${inOrder}) AS last_time
      FROM (
        SELECT ${principal} AS actor, key, event_time, NULL AS target_key, CASE WHEN ${isRequestedDeletion} THEN 2 ELSE 0 END AS step, ${namesVersion} AS has_version
        FROM events WHERE (${writes} OR ${isRequestedDeletion}) AND ${succeeded} AND key IN (${copiedKeys})
        UNION ALL SELECT actor, source_key AS key, event_time, target_key, 1 AS step, FALSE AS has_version FROM (${copiesWithin}) AS copies
      ) AS steps
    ) AS told
    WHERE step = 2 AND NOT has_version AND last_copy IS NOT NULL AND last_time >= date_add('hour', ${-MOVE_HOURS}, event_time) AND coalesce(last_write <= substr(last_copy, 1, 19), TRUE)
  ) AS moved
  LEFT JOIN (SELECT DISTINCT key, event_time FROM events WHERE ${isRequestedDeletion} AND ${succeeded}) AS lost
    ON lost.key = moved_to AND lost.event_time < moved.event_time AND date_format(lost.event_time, '%Y-%m-%d %H:%i:%s') >= copied_at
  GROUP BY moved.actor, moved.key, moved.event_time, moved_to HAVING count(lost.key) = 0`
