import { CLIENT_COLUMNS } from './batch-clients.ts'
import { EVIDENCE_COLUMNS } from './evidence.ts'
import { identifier, join, sql, type Sql } from '../sql/sql.ts'

/**
 * Both logs as one. S3's request id is CloudTrail's requestID: the record that either log has of a request
 * becomes one row, with the identity that CloudTrail names and all else as the access log has it. A request in one log
 * only keeps its row.
 *
 * Every row gets a place (request, slot, number) that its own log has once, and rows that share a place become
 * one. So nothing can multiply or get lost, whatever the ids: there are as many rows out as in, less the pairs.
 */

const names = EVIDENCE_COLUMNS.map(({ name }) => name)
const isAccessLog = sql`source = 'access-log'`
const isTrail = sql`source = 'cloudtrail'`

/** Keys of a batch, in the access log; each has the batch's request id. */
const isBatchKey = sql`(${isAccessLog} AND starts_with(operation, 'BATCH.'))`
/** The reading half of a copy, and what S3 does by itself: CloudTrail has no event of it. */
const isUnmatched = sql`(${isAccessLog} AND (starts_with(operation, 'S3.') OR operation IN ('REST.COPY.OBJECT_GET', 'REST.COPY.PART_GET')))`
const isRequest = sql`(${isAccessLog} AND NOT ${isBatchKey} AND NOT ${isUnmatched})`
/** CloudTrail's event of a DeleteObjects request; its keys may have events besides, or not. */
const isTrailBatch = sql`(${isTrail} AND action = 'delete-batch')`

/** Who asked: of a batch, its keys' rows may have it from the batch's own event. */
const IDENTITY =
  'requester requester_type requester_account access_key_id vpc_endpoint_id on_behalf_of source_identity'.split(
    ' ',
  )
/** What client it was: of a batch, its keys' rows have it from the request. */
const CLIENT: readonly string[] = CLIENT_COLUMNS
/** What only CloudTrail has, or has better. */
const OF_TRAIL = new Set(['error_message', 'request_parameters', 'recipient_account', 'resource_accounts'])
/** What the access log may leave out and CloudTrail may have. */
const OF_EITHER = new Set(
  'error_code tls_version cipher_suite signature_version auth_type host_header acl_required remote_ip key key_logged version_id'.split(
    ' ',
  ),
)

const perRequest = (expression: Sql): Sql => sql`${expression} OVER (PARTITION BY request_id)`
const batch = (name: string): Sql => identifier(`batch_${name}`)
const list = (pieces: readonly Sql[]): Sql => join(pieces, ',\n    ')

/**
 * A request id that many requests of the access log share (stores that write a constant) names none of them,
 * and so nothing is paired by it. A key that one log leaves out is the other's.
 */
const slot = sql`CASE
      WHEN request_id IS NULL OR requests > 1 OR ${isUnmatched} THEN source
      WHEN action = 'delete-batch' THEN 'batch'
      ELSE concat('key ', coalesce(key, named, ''))
    END`
const isBorrowing = sql`${isBatchKey} AND requests <= 1 AND batches = 1`

const isKeyOfBatch = sql`(${isBatchKey} AND requests <= 1)`

/** The value of the row of one log; NULL where that log has none at this place. */
const ofLog = (log: Sql, name: string): Sql => sql`max(CASE WHEN ${log} THEN ${identifier(name)} END)`
const access = (name: string): Sql => ofLog(isAccessLog, name)
const trail = (name: string): Sql => ofLog(isTrail, name)
const borrowed = (name: string): Sql => sql`max(${batch(name)})`

const hasAccess = sql`count_if(${isAccessLog}) > 0`
/** CloudTrail names people that the access log knows by a canonical id; of another account's it may know less. */
const namesRequester = sql`(${trail('requester')} LIKE 'arn:%' OR coalesce(${access('requester')} NOT LIKE 'arn:%', TRUE))`

function merged(name: string): Sql {
  if (name === 'source')
    return sql`CASE WHEN NOT (${hasAccess}) THEN 'cloudtrail'
      WHEN count_if(${isTrail}) > 0 OR ${borrowed('requester_type')} IS NOT NULL THEN 'both'
      ELSE 'access-log' END`
  if (name === 'network')
    return sql`coalesce(nullif(${access(name)}, 'unknown'), ${trail(name)}, ${access(name)})`
  if (name.startsWith('requester'))
    return sql`CASE WHEN count_if(${isTrail}) > 0 AND ${namesRequester} THEN ${trail(name)}
      ELSE coalesce(${borrowed(name)}, ${access(name)}) END`
  if (IDENTITY.includes(name)) return sql`coalesce(${trail(name)}, ${borrowed(name)}, ${access(name)})`
  if (CLIENT.includes(name)) return sql`coalesce(${access(name)}, ${trail(name)}, ${borrowed(name)})`
  if (OF_TRAIL.has(name)) return sql`coalesce(${trail(name)}, ${access(name)})`
  if (OF_EITHER.has(name)) return sql`coalesce(${access(name)}, ${trail(name)})`
  return sql`CASE WHEN ${hasAccess} THEN ${access(name)} ELSE ${trail(name)} END`
}

/**
 * The events of both logs, each request once.
 * @param records a SELECT of the evidence's events of both logs, each once: all columns of the evidence
 */
export const joinedEvents = (records: Sql): Sql => sql`SELECT
  ${list(names.map(name => (name === 'request_id' ? sql`request_id` : sql`${merged(name)} AS ${identifier(name)}`)))}
FROM (
  SELECT ${list(names.map(identifier))},
    ${list(IDENTITY.map(name => sql`CASE WHEN ${isBorrowing} THEN ${batch(name)} END AS ${batch(name)}`))},
    ${list(CLIENT.map(name => sql`CASE WHEN ${isKeyOfBatch} THEN ${batch(name)} END AS ${batch(name)}`))},
    slot,
    row_number() OVER (PARTITION BY source, request_id, slot ORDER BY version_id, event_time, record_hash) AS place
  FROM (
    SELECT *, ${slot} AS slot
    FROM (
      SELECT *,
        ${perRequest(sql`count_if(${isRequest})`)} AS requests,
        ${perRequest(sql`count_if(${isTrailBatch})`)} AS batches,
        ${perRequest(sql`max(CASE WHEN ${isRequest} OR (${isTrail} AND NOT ${isTrailBatch}) THEN key END)`)} AS named,
        ${list(IDENTITY.map(name => sql`${perRequest(ofLog(isTrailBatch, name))} AS ${batch(name)}`))},
        ${list(CLIENT.map(name => sql`${perRequest(ofLog(sql`action = 'delete-batch'`, name))} AS ${batch(name)}`))}
      FROM (
${records}
      ) AS records
    ) AS requests
  ) AS slotted
) AS placed
GROUP BY request_id, slot, place`
