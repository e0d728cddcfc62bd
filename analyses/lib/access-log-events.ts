import {
  accountOfArn,
  eventColumns,
  hash60,
  isPrivate,
  tlsVersion,
  utc,
  within,
  withoutSecrets,
} from './normalise.ts'
import { identifier, join, sql, type Sql } from './sql.ts'
import { ACCESS_LOG_FIELDS, UNPARSED } from './tables.ts'

/** The field as logged, NULL for `-`. */
const field = (name: (typeof ACCESS_LOG_FIELDS)[number]): Sql => sql`nullif(${identifier(name)}, '-')`
/** A quoted field without its outer quotes, NULL for `-`, `"-"` and nothing at all. */
const quoted = (name: 'request_uri' | 'referrer' | 'useragent'): Sql =>
  sql`nullif(nullif(CASE WHEN starts_with(${identifier(name)}, '"') THEN substr(${identifier(name)}, 2, length(${identifier(name)}) - 2) ELSE ${identifier(name)} END, '-'), '')`
const number = (name: (typeof ACCESS_LOG_FIELDS)[number], type: 'bigint' | 'integer' = 'bigint'): Sql =>
  sql`try_cast(${field(name)} AS ${{ text: type }})`

const operation = field('operation')
const requester = field('requester')
const resource = sql`split_part(${operation}, '.', 3)`
const method = sql`split_part(${operation}, '.', 2)`

/**
 * Requests log their key percent-encoded twice, so `a=b` reads `a%253Db`; records that S3 writes without a
 * request of their own (a key of a batch, lifecycle) once, with `+` for a space (seen in public records).
 * What does not decode is kept as logged.
 */
const key = sql`CASE
    WHEN strpos(${field('key')}, '%') = 0 AND strpos(${field('key')}, '+') = 0 THEN ${field('key')}
    WHEN regexp_like(${operation}, '^(BATCH|S3)[.]') THEN coalesce(try(url_decode(${field('key')})), ${field('key')})
    ELSE coalesce(try(url_decode(url_decode(replace(${field('key')}, '+', '%2B')))), ${field('key')})
  END`

const BUCKET_SETTINGS = (
  'ACL BUCKETPOLICY CORS LIFECYCLE LOGGING_STATUS VERSIONING ENCRYPTION NOTIFICATION OWNERSHIP_CONTROLS ' +
  'PUBLIC_ACCESS_BLOCK REPLICATION REQUEST_PAYMENT WEBSITE TAGGING INVENTORY METRICS ANALYTICS INTELLIGENT_TIERING ' +
  'OBJECT_LOCK_CONFIGURATION ACCELERATE'
).split(' ')

/** Operations as the S3 documentation and public records name them; an unknown one is 'other'. */
const action = sql`CASE
    WHEN ${operation} IN ('REST.DELETE.OBJECT', 'BATCH.DELETE.OBJECT', 'SOAP.DELETE.OBJECT') THEN 'delete'
    WHEN ${operation} = 'REST.POST.MULTI_OBJECT_DELETE' THEN 'delete-batch'
    WHEN ${operation} = 'S3.EXPIRE.OBJECT' THEN 'lifecycle-expire'
    WHEN ${operation} = 'S3.CREATE.DELETEMARKER' THEN 'lifecycle-delete-marker'
    WHEN ${operation} = 'S3.DELETE.UPLOAD' THEN 'lifecycle-abort-upload'
    WHEN starts_with(${operation}, 'S3.TRANSITION') THEN 'lifecycle-transition'
    WHEN ${operation} IN ('REST.POST.RESTORE', 'S3.RESTORE.OBJECT') THEN 'restore'
    WHEN ${operation} IN ('REST.COPY.OBJECT', 'REST.COPY.PART') THEN 'copy'
    WHEN ${operation} IN ('REST.COPY.OBJECT_GET', 'REST.COPY.PART_GET') THEN 'read'
    WHEN ${resource} = 'OBJECT_TAGGING' THEN 'tag'
    WHEN ${resource} = 'ACL' AND ${field('key')} IS NOT NULL THEN 'acl'
    WHEN ${resource} IN ${BUCKET_SETTINGS} THEN CASE WHEN ${method} IN ('PUT', 'POST', 'DELETE') THEN 'bucket-config-change' ELSE 'bucket-config-read' END
    WHEN ${operation} = 'REST.PUT.BUCKET' THEN 'bucket-create'
    WHEN ${operation} = 'REST.DELETE.BUCKET' THEN 'bucket-delete'
    WHEN ${operation} IN ('REST.GET.BUCKET', 'REST.GET.BUCKETVERSIONS', 'REST.GET.SERVICE') THEN 'list'
    WHEN ${operation} = 'REST.POST.UPLOAD' THEN 'write'
    WHEN ${resource} IN ('UPLOADS', 'UPLOAD', 'PART') THEN 'multipart'
    WHEN ${method} = 'HEAD' THEN 'head'
    WHEN ${resource} = 'OBJECT' AND ${method} = 'GET' THEN 'read'
    WHEN ${resource} = 'OBJECT' AND ${method} IN ('PUT', 'POST') THEN 'write'
    ELSE 'other'
  END`

const requesterType = sql`CASE
    WHEN ${requester} IS NULL THEN CASE WHEN starts_with(${operation}, 'S3.') THEN 'service' ELSE 'anonymous' END
    WHEN ${requester} LIKE 'arn:%:iam::cloudfront:%' OR ${requester} LIKE 'svc:%' OR ${requester} LIKE '%.amazonaws.com' OR ${requester} = 'AmazonS3' THEN 'service'
    WHEN ${requester} LIKE 'arn:%:assumed-role/%' THEN 'assumed-role'
    WHEN ${requester} LIKE 'arn:%:federated-user/%' THEN 'federated-user'
    WHEN ${requester} LIKE 'arn:%:user/%' THEN 'user'
    WHEN ${requester} LIKE 'arn:%:root' THEN 'root'
    WHEN regexp_like(${requester}, '^[0-9a-f]{60,64}$') THEN 'canonical-id'
    ELSE 'other'
  END`

/** Only what the record proves: a private address with no source region may be either kind of endpoint. */
const network = sql`CASE
    WHEN ${field('endpoint')} LIKE '%.vpce.amazonaws.com' THEN 'interface-endpoint'
    WHEN ${field('remoteip')} IS NULL THEN CASE WHEN starts_with(${operation}, 'S3.') THEN 'aws-service' ELSE 'unknown' END
    WHEN NOT ${isPrivate(field('remoteip'))} THEN 'public'
    WHEN ${field('sourceregion')} IS NOT NULL THEN 'private-gateway'
    ELSE 'unknown'
  END`

const line = sql`concat_ws(' ', ${join(ACCESS_LOG_FIELDS.map(identifier), ', ')})`

/** By name, not `*`: a statement may then name the hidden column `"$path"` in its predicates everywhere. */
const raws = join([...ACCESS_LOG_FIELDS, UNPARSED].map(identifier), ', ')

/** Two records run together on one line match as one; the second one's time stamp gives them away. */
const merged = sql`regexp_like(concat_ws(' ', requester, useragent, extra), '\[[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4}\] ')`

const columns: Record<string, Sql> = {
  kind: sql`kind`,
  source: sql`'access-log'`,
  event_time: sql`event_time`,
  bucket: field('bucket_name'),
  key,
  key_logged: field('key'),
  version_id: field('versionid'),
  operation,
  action,
  requester,
  requester_type: requesterType,
  requester_account: accountOfArn(requester),
  remote_ip: field('remoteip'),
  network,
  user_agent: quoted('useragent'),
  referrer: withoutSecrets(quoted('referrer')),
  status: number('httpstatus', 'integer'),
  error_code: field('errorcode'),
  bytes_sent: number('bytessent'),
  object_size: number('objectsize'),
  total_ms: number('totaltime'),
  turnaround_ms: number('turnaroundtime'),
  signature_version: field('sigv'),
  auth_type: field('authtype'),
  tls_version: tlsVersion(field('tlsversion')),
  cipher_suite: field('ciphersuite'),
  host_header: field('endpoint'),
  access_point_arn: field('accesspointarn'),
  acl_required: field('aclrequired'),
  source_region: field('sourceregion'),
  request_id: field('requestid'),
  // Half of a record's bytes, and AWS Support asks for it on server errors only.
  host_id: sql`CASE WHEN starts_with(httpstatus, '5') THEN ${field('hostid')} END`,
  request_uri: withoutSecrets(quoted('request_uri')),
  record_hash: hash60(line),
  // Cut only after the secrets are gone: half of a name would hide the value behind it.
  unparsed_line: sql`CASE WHEN kind = 'unparsed' THEN substr(${withoutSecrets(sql`coalesce(unparsed, ${line})`)}, 1, 500) END`,
}

/**
 * Access log records as evidence, one row for each line that is not empty.
 * @param raw a SELECT or table of the raw columns of {@link ACCESS_LOG_FIELDS}, `unparsed`, and its static
 *   partition predicates as `where`
 */
export function accessLogEvents(
  raw: { table: string; where: Sql },
  bucket: string,
  window: { from: string; to: string },
): Sql {
  return sql`SELECT
  ${eventColumns(columns)}
FROM (
  SELECT ${raws}, event_time, CASE
      WHEN unparsed IS NOT NULL OR event_time IS NULL OR ${merged} THEN 'unparsed'
      WHEN bucket_name = ${bucket} AND ${within(sql`event_time`, window)} THEN 'event'
      ELSE 'outside'
    END AS kind
  FROM (
    SELECT ${raws}, ${utc(sql`parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z')`)} AS event_time
    FROM ${identifier(raw.table)}
    WHERE ${raw.where}
  ) AS timed
) AS sorted
WHERE unparsed IS NULL OR unparsed <> ''`
}
