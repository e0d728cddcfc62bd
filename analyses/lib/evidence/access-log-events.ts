import { agentBegin, clientColumns, toolOf } from './client.ts'
import {
  accountOfArn,
  address,
  each,
  eventColumns,
  hash60,
  isNotPublic,
  isPrivate,
  tlsVersion,
  utc,
  within,
  withoutSecrets,
} from './normalise.ts'
import { DOMAIN } from '../aws/partitions.ts'
import { identifier, join, sql, type Sql } from '../sql/sql.ts'
import { ACCESS_LOG_FIELDS, UNPARSED } from './tables.ts'

type Field = (typeof ACCESS_LOG_FIELDS)[number]

/** Fields that S3 writes in quotes, because they are the client's own text. */
const QUOTED = ['request_uri', 'referrer', 'useragent'] as const
const isQuoted = (name: string): boolean => QUOTED.some(quoted => quoted === name)

/** A value on the rows that are events (and meet a condition), NULL on the others. */
const ofEvent = (value: Sql, condition?: Sql): Sql =>
  sql`CASE WHEN kind = 'event'${condition ? sql` AND ${condition}` : sql``} THEN ${value} END`

/** A raw column as an event's value: NULL for `-`, `"-"` and `""`. */
function value(name: Field): Sql {
  const raw = identifier(name)
  return ofEvent(raw, isQuoted(name) ? sql`${raw} <> '-' AND ${raw} <> ''` : sql`${raw} <> '-'`)
}

const number = (name: Field, type: 'bigint' | 'integer' = 'bigint'): Sql =>
  sql`try_cast(${identifier(name)} AS ${{ text: type }})`

/** Records that S3 writes without a request of their own: a key of a batch, what lifecycle does. */
const isPart = sql`(starts_with(operation, 'BATCH.') OR starts_with(operation, 'S3.'))`
const isEncoded = (text: Sql): Sql => sql`(strpos(${text}, '%') > 0 OR strpos(${text}, '+') > 0)`

/**
 * Requests log their key percent-encoded twice, so `a=b` reads `a%253Db`; records without a request once, with
 * `+` for a space (seen in public records). This is the key decoded once, NULL where that fails.
 */
const keyOnce = sql`CASE WHEN ${isEncoded(sql`"key"`)}
    THEN try(url_decode(CASE WHEN ${isPart} OR strpos("key", '+') = 0 THEN "key" ELSE replace("key", '+', '%2B') END))
    ELSE nullif("key", '-') END`

/** What does not decode is kept as logged. */
const key = sql`CASE
    WHEN NOT ${isEncoded(sql`key_once`)} THEN key_once
    WHEN ${isPart} THEN coalesce(key_once, "key")
    ELSE coalesce(try(url_decode(key_once)), "key")
  END`

const BUCKET_SETTINGS = (
  'ACL BUCKETPOLICY CORS LIFECYCLE LOGGING_STATUS VERSIONING ENCRYPTION NOTIFICATION OWNERSHIP_CONTROLS ' +
  'PUBLIC_ACCESS_BLOCK REPLICATION REQUEST_PAYMENT WEBSITE TAGGING INVENTORY METRICS ANALYTICS INTELLIGENT_TIERING ' +
  'OBJECT_LOCK_CONFIGURATION ACCELERATE BUCKET_[A-Z_]+'
).replaceAll(' ', '|')

/**
 * Operations as the S3 documentation and public records name them, `<API>.<method>.<resource>`; and as Ceph
 * and Scality spell theirs; an unknown one is 'other'. The commonest come first, because the cases are tried in order.
 */
const action = sql`CASE
    WHEN operation IN ('REST.GET.OBJECT', 'REST.COPY.OBJECT_GET', 'REST.COPY.PART_GET') THEN 'read'
    WHEN operation IN ('REST.PUT.OBJECT', 'REST.POST.UPLOAD') THEN 'write'
    WHEN operation IN ('REST.DELETE.OBJECT', 'BATCH.DELETE.OBJECT', 'SOAP.DELETE.OBJECT') THEN 'delete'
    WHEN operation IN ('REST.GET.BUCKET', 'REST.GET.BUCKETVERSIONS', 'REST.GET.SERVICE') THEN 'list'
    WHEN operation = 'REST.POST.MULTI_OBJECT_DELETE' THEN 'delete-batch'
    WHEN operation = 'REST.POST.DELETE_MULTI_OBJECT' THEN CASE WHEN "key" IS NULL THEN 'delete-batch' ELSE 'delete' END
    WHEN operation = 'S3.EXPIRE.OBJECT' THEN 'lifecycle-expire'
    WHEN operation = 'S3.CREATE.DELETEMARKER' THEN 'lifecycle-delete-marker'
    WHEN operation = 'S3.DELETE.UPLOAD' THEN 'lifecycle-abort-upload'
    WHEN starts_with(operation, 'S3.TRANSITION') THEN 'lifecycle-transition'
    WHEN operation IN ('REST.POST.RESTORE', 'REST.POST.OBJECT_RESTORE', 'S3.RESTORE.OBJECT') THEN 'restore'
    WHEN operation IN ('REST.COPY.OBJECT', 'REST.COPY.PART', 'REST.PUT.OBJECT_COPY', 'REST.PUT.PART_COPY') THEN 'copy'
    WHEN split_part(operation, '.', 3) = 'OBJECT_TAGGING' THEN 'tag'
    WHEN split_part(operation, '.', 3) = 'OBJECT_ACL' THEN 'acl'
    WHEN split_part(operation, '.', 3) = 'OBJECT_ATTRIBUTES' THEN 'head'
    WHEN split_part(operation, '.', 3) IN ('OBJECT_LOCK_RETENTION', 'OBJECT_LOCK_LEGALHOLD', 'OBJECT_RETENTION', 'OBJECT_LEGAL_HOLD', 'RETENTION', 'LEGAL_HOLD') THEN 'object-lock'
    WHEN split_part(operation, '.', 3) = 'ACL' AND "key" IS NOT NULL THEN 'acl'
    WHEN regexp_like(operation, ${`^[^.]*[.](PUT|POST|DELETE)[.](${BUCKET_SETTINGS})($|[.])`}) THEN 'bucket-config-change'
    WHEN regexp_like(operation, ${`^[^.]*[.][^.]*[.](${BUCKET_SETTINGS})($|[.])`}) THEN 'bucket-config-read'
    WHEN operation = 'REST.PUT.BUCKET' THEN 'bucket-create'
    WHEN operation = 'REST.DELETE.BUCKET' THEN 'bucket-delete'
    WHEN split_part(operation, '.', 3) IN ('UPLOADS', 'UPLOAD', 'PART') THEN 'multipart'
    WHEN regexp_like(operation, '^[^.]*[.]HEAD($|[.])') THEN 'head'
    WHEN regexp_like(operation, '^[^.]*[.]GET[.]OBJECT($|[.])') THEN 'read'
    WHEN regexp_like(operation, '^[^.]*[.](PUT|POST)[.]OBJECT($|[.])') THEN 'write'
    ELSE 'other'
  END`

/** What S3 answers only to those who signed. */
const SIGNED_CODES =
  'SignatureDoesNotMatch InvalidAccessKeyId ExpiredToken InvalidToken TokenRefreshRequired RequestTimeTooSkewed'.split(
    ' ',
  )

const requesterType = sql`CASE
    WHEN requester IS NULL THEN CASE
      WHEN starts_with(operation, 'S3.') THEN 'service'
      WHEN strpos(operation, '.OPTIONS.') > 0 THEN 'preflight'
      WHEN sigv IS NOT NULL OR authtype IS NOT NULL OR errorcode IN ${SIGNED_CODES} OR regexp_like(request_uri, '[?&](X-Amz-)?Signature=') THEN 'unidentified'
      ELSE 'anonymous' END
    WHEN requester = bucketowner THEN 'owner'
    WHEN requester LIKE 'arn:%:assumed-role/%' THEN 'assumed-role'
    WHEN requester LIKE 'arn:%:iam::cloudfront:%' OR requester LIKE 'svc:%' OR regexp_like(requester, ${`[.](?:${DOMAIN})$`}) OR requester = 'AmazonS3' THEN 'service'
    WHEN requester LIKE 'arn:%:federated-user/%' THEN 'federated-user'
    WHEN requester LIKE 'arn:%:user/%' THEN 'user'
    WHEN requester LIKE 'arn:%:root' THEN 'root'
    WHEN regexp_like(requester, '^[0-9a-f]{60,64}$') THEN 'canonical-id'
    ELSE 'other'
  END`

/** Only what the record proves: a private address with no source region may be either kind of endpoint. */
const network = sql`CASE
    WHEN strpos(endpoint, '.vpce.') > 0 THEN 'interface-endpoint'
    WHEN remoteip IS NULL THEN CASE WHEN starts_with(operation, 'S3.') THEN 'aws-service' ELSE 'unknown' END
    WHEN NOT ${isNotPublic(sql`remoteip`)} THEN 'public'
    WHEN sourceregion IS NOT NULL AND ${isPrivate(sql`remoteip`)} THEN 'private-gateway'
    ELSE 'unknown'
  END`

/** Only a presigned URL shows which key signed it, in a parameter of signature version 4 or 2. */
const credential = sql`CASE WHEN strpos(request_uri, '?') > 0 THEN regexp_extract(request_uri, '(?i)[?&](?:X(?:-|%2D)Amz(?:-|%2D)Credential|AWSAccessKeyId)=([A-Z0-9]{16,128})', 1) END`

/** A field as the line has it. */
function asLogged(name: Field): Sql {
  const raw = identifier(name)
  return isQuoted(name) ? sql`coalesce(concat('"', ${raw}, '"'), '-')` : raw
}

const spaced = (fields: readonly Field[]): Sql => sql`concat_ws(' ', ${join(fields.map(identifier), ', ')})`
/** The line that the fields were read from; only a space at its end is lost. */
const line = sql`concat_ws(' ', bucketowner, bucket_name, concat('[', requestdatetime, ']'), ${join(ACCESS_LOG_FIELDS.slice(3).map(asLogged), ', ')})`

/**
 * The bucket is the same in all events; the others one request has only once, and a hash costs by the byte. What
 * public records are known to differ in is not among them.
 */
const UNTELLING: ReadonlySet<Field> = new Set([
  'bucket_name',
  'bucketowner',
  'request_uri',
  'referrer',
  'useragent',
  'hostid',
  'sigv',
  'ciphersuite',
  'authtype',
  'endpoint',
  'tlsversion',
  'sourceregion',
])

/**
 * What no two records share. A request's id is 64 random bits, and its records differ in operation, key or
 * version. The other fields distinguish records without such an id (stores that only speak S3, logs made anonymous). A
 * record that is delivered twice is the same in all of them.
 */
const identity = spaced(ACCESS_LOG_FIELDS.filter(name => !UNTELLING.has(name)))

const STAMP = String.raw`\[[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4}\] `
const TAIL = ACCESS_LOG_FIELDS.slice(ACCESS_LOG_FIELDS.indexOf('hostid'))

/**
 * Two records run together on one line match as one; the second one's time stamp gives them away. Within
 * text that the client wrote it must be followed by the rest of a record's beginning: a time stamp alone
 * must not hide a request.
 */
const merged = sql`CASE
    WHEN strpos(requester, '[') > 0 THEN regexp_like(concat(requester, ' '), ${STAMP})
    WHEN extra IS NOT NULL AND regexp_like(${spaced(TAIL)}, ${STAMP}) THEN true
    WHEN strpos(useragent, '[') > 0 OR strpos(request_uri, '[') > 0 OR strpos(referrer, '[') > 0
    THEN regexp_like(${spaced(QUOTED)}, ${`[^ ]+ [^ ]+ ${STAMP}[^ ]+ .+ [^ ]+ (REST|WEBSITE|SOAP|BATCH|S3)[.][^ ]+ `})
    ELSE false
  END`

/** AWS writes UTC; what other stores write with another offset is parsed the slower way. */
const eventTime = sql`CASE
    WHEN requestdatetime LIKE '% +0000' THEN try(date_parse(requestdatetime, '%d/%b/%Y:%H:%i:%s +0000'))
    ELSE ${utc(sql`parse_datetime(requestdatetime, 'dd/MMM/yyyy:HH:mm:ss Z')`)}
  END`

/** By name, not `*`, which does not show the hidden column `"$path"`. */
const raws = join([...ACCESS_LOG_FIELDS, UNPARSED].map(identifier), ', ')

const values = join(
  ACCESS_LOG_FIELDS.map(
    name => sql`${name === 'remoteip' ? address(value(name)) : value(name)} AS ${identifier(name)}`,
  ),
  ', ',
)

/** The fields are NULL already on rows that are not events; values derived from their absence are not. */
const columns: Record<string, Sql> = {
  kind: sql`kind`,
  source: sql`'access-log'`,
  ...each({ event_time: sql`event_time`, action, requester_type: requesterType, network }, value =>
    ofEvent(value),
  ),
  bucket: sql`bucket_name`,
  key,
  key_logged: sql`"key"`,
  version_id: sql`versionid`,
  operation: sql`operation`,
  requester: sql`requester`,
  requester_account: accountOfArn(sql`requester`),
  access_key_id: credential,
  remote_ip: sql`remoteip`,
  user_agent: sql`useragent`,
  ...clientColumns(sql`useragent`, sql`referrer`),
  referrer: withoutSecrets(sql`referrer`),
  status: number('httpstatus', 'integer'),
  error_code: sql`errorcode`,
  bytes_sent: number('bytessent'),
  object_size: number('objectsize'),
  total_ms: number('totaltime'),
  turnaround_ms: number('turnaroundtime'),
  signature_version: sql`sigv`,
  auth_type: sql`authtype`,
  tls_version: tlsVersion(sql`tlsversion`),
  cipher_suite: sql`ciphersuite`,
  host_header: sql`endpoint`,
  access_point_arn: sql`accesspointarn`,
  acl_required: sql`aclrequired`,
  source_region: sql`sourceregion`,
  request_id: sql`requestid`,
  // Half of a record's bytes, and AWS Support asks for it on server errors only.
  host_id: sql`CASE WHEN starts_with(httpstatus, '5') THEN hostid END`,
  request_uri: withoutSecrets(sql`request_uri`),
  log_object: sql`"$path"`,
  record_hash: sql`record_hash`,
  // Cut only after the secrets are gone: half of a name would hide the value behind it.
  unparsed_line: sql`substr(${withoutSecrets(sql`unparsed_line`)}, 1, 500)`,
}

/**
 * Access log records as evidence, one row for each line that is not empty. From the inside out: when, of which
 * kind, an event's fields as values, evidence.
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
  SELECT kind, event_time, "$path", ${values},
    ${ofEvent(keyOnce)} AS key_once,
    ${ofEvent(toolOf(sql`useragent`), sql`useragent <> '-' AND useragent <> ''`)} AS tool,
    ${ofEvent(hash60(identity))} AS record_hash,
    CASE WHEN kind = 'unparsed' THEN coalesce(unparsed, ${line}) END AS unparsed_line
  FROM (
    SELECT ${raws}, "$path", event_time, ${agentBegin(sql`useragent`)} AS agent_begin, CASE
        WHEN unparsed IS NOT NULL OR event_time IS NULL OR ${merged} THEN 'unparsed'
        WHEN bucket_name = ${bucket} AND ${within(sql`event_time`, window)} THEN 'event'
        ELSE 'outside'
      END AS kind
    FROM (
      SELECT ${raws}, "$path", ${eventTime} AS event_time
      FROM ${identifier(raw.table)}
      WHERE ${raw.where}
    ) AS timed
  ) AS sorted
  WHERE unparsed IS NULL OR unparsed <> ''
) AS fields`
}
