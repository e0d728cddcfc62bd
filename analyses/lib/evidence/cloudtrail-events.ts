import { agentBegin, clientColumns, toolOf } from './client.ts'
import { address, each, eventColumns, hash60, isNotPublic, tlsVersion, utc, within } from './normalise.ts'
import { DOMAIN } from '../aws/partitions.ts'
import { identifier, join, sql, type Sql } from '../sql/sql.ts'
import { CLOUDTRAIL_COLUMNS } from './tables.ts'

const parameter = (path: string): Sql => sql`json_extract_scalar(requestparameters, ${path})`
const additional = (path: string): Sql => sql`json_extract_scalar(additionaleventdata, ${path})`
/** Byte counts are floating point numbers in CloudTrail. */
const bytes = (path: string): Sql => sql`try_cast(try_cast(${additional(path)} AS double) AS bigint)`

const S3_SOURCES = ['s3.amazonaws.com', 's3express.amazonaws.com', 's3-outposts.amazonaws.com']
/** What else may concern a bucket: the trails, and the service that copies between stores. */
const ACCOUNT_SOURCES = ['cloudtrail.amazonaws.com', 'datasync.amazonaws.com']
/** Other services that deliver or hold a bucket's logs; only the events that end that, as they have many others. */
const LOG_SOURCES = ['logs.amazonaws.com', 's3tables.amazonaws.com']
const ENDS_LOGS = '^((Put|Create|Update|Delete)Delivery|DeleteTable)'
const ofS3 = sql`eventsource IN ${S3_SOURCES}`

const BUCKET_TYPES = ['AWS::S3::Bucket', 'AWS::S3Express::DirectoryBucket']
const OBJECT_TYPES = ['AWS::S3::Object', 'AWS::S3Express::Object']
/** `arn:aws:s3:::bucket`, and the Outposts and S3 Express spellings with `bucket/` before the name. */
const BUCKET_OF_ARN = '(?:^arn:[^:]*:s3:::|[:/]bucket/)([^/]+)'
const KEY_OF_ARN = '^arn:[^:]*:(?:s3:::|s3express:[^/]*bucket/)[^/]+/(.+)$'

const bucketName = sql`nullif(${parameter('$.bucketName')}, '')`
/** The buckets that the event's resources name: sure where `bucketName` is the ARN or alias of an access point. */
const ofResources = sql`transform(filter(resources, r -> r.type IN ${[...BUCKET_TYPES, ...OBJECT_TYPES]}), r -> regexp_extract(r.arn, ${BUCKET_OF_ARN}, 1))`
/** ARNs, and the aliases of access points, Object Lambda and directory buckets' access points. */
const isAccessPoint = sql`regexp_like(${parameter('$.bucketName')}, ${'^arn:|(?:-s3alias|--ol-s3|--xa-s3)$'})`

/** A copy is an event of the bucket that is copied to. */
const copyOf = (of: string): Sql => {
  const from = sql`regexp_replace(${parameter('$["x-amz-copy-source"]')}, '^/', '')`
  return sql`CASE WHEN eventname IN ('CopyObject', 'UploadPartCopy') THEN coalesce(starts_with(${from}, ${`${of}/`}) OR starts_with(lower(${from}), ${`${of}%2f`}), FALSE) ELSE FALSE END`
}

/**
 * The bucket of an event. It is the one that is asked about where `bucketName` names it or, where that does not name a bucket, a resource; a copy's
 * resources name the bucket that is copied from, too, which a copy is not an event of.
 */
const bucketOf = (of: string): Sql => sql`CASE
          WHEN ${bucketName} = ${of} THEN ${of}
          WHEN (${bucketName} IS NULL OR ${isAccessPoint}) AND contains(${ofResources}, ${of})
            AND (NOT ${copyOf(of)} OR cardinality(array_distinct(${ofResources})) = 1) THEN ${of}
          ELSE coalesce(${bucketName}, nullif(element_at(${ofResources}, 1), '')) END`

/** Outposts writes `Key`; some records name the object in `resources` only. */
const key = sql`coalesce(${parameter('$.key')}, ${parameter('$.Key')}, nullif(regexp_extract(element_at(filter(resources, r -> r.type IN ${OBJECT_TYPES}), 1).arn, ${KEY_OF_ARN}, 1), ''))`

const anonymous = sql`lower(useridentity.accountid) IN ('anonymous', 'anonymous_principal')`
const onBehalfOf = sql`nullif(useridentity.onbehalfof.userid, '')`
const sourceIdentity = sql`nullif(useridentity.sessioncontext.sourceidentity, '')`

/**
 * Who it was, from the surest to the least: an account does not name a person, and so comes last, and said to be one.
 * `principalId` may hold no more than the account, too.
 */
const requester = sql`CASE WHEN ${anonymous} THEN NULL ELSE coalesce(nullif(useridentity.arn, ''), ${onBehalfOf}, nullif(useridentity.username, ''),
      nullif(useridentity.invokedby, ''), CASE WHEN NOT regexp_like(useridentity.principalid, '^([0-9]{12})?$') THEN useridentity.principalid END,
      ${sourceIdentity}, concat('account ', coalesce(nullif(useridentity.accountid, ''), nullif(useridentity.principalid, '')))) END`

/** What is only answered to those who signed, whether or not S3 found out who it was. */
const SIGNED_CODES =
  'SignatureDoesNotMatch InvalidAccessKeyId InvalidClientTokenId ExpiredToken InvalidToken TokenRefreshRequired RequestTimeTooSkewed'.split(
    ' ',
  )
const isSigned = sql`(useridentity.accesskeyid <> '' OR errorcode IN ${SIGNED_CODES} OR ${additional('$.SignatureVersion')} IS NOT NULL)`

const requesterType = sql`CASE
    WHEN ${anonymous} THEN CASE WHEN ${isSigned} THEN 'unidentified' ELSE 'anonymous' END
    WHEN useridentity.type = 'Root' THEN 'root'
    WHEN useridentity.type = 'IAMUser' THEN 'user'
    WHEN useridentity.type IN ('AssumedRole', 'Role') THEN 'assumed-role'
    WHEN useridentity.type = 'FederatedUser' THEN 'federated-user'
    WHEN useridentity.type = 'IdentityCenterUser' THEN 'identity-center-user'
    WHEN useridentity.type = 'SAMLUser' THEN 'saml-user'
    WHEN useridentity.type = 'WebIdentityUser' THEN 'web-identity-user'
    WHEN useridentity.type = 'Directory' THEN 'directory-user'
    WHEN useridentity.type = 'AWSAccount' THEN 'account'
    WHEN useridentity.type = 'AWSService' OR useridentity.invokedby IS NOT NULL THEN 'service'
    ELSE 'other'
  END`

/** Event names as CloudTrail writes them; some differ from the API's (PutBucketLifecycle). */
const action = sql`CASE
    WHEN eventname = 'DeleteObject' THEN 'delete'
    WHEN eventname = 'DeleteObjects' THEN 'delete-batch'
    WHEN eventname IN ('GetObject', 'SelectObjectContent', 'GetObjectTorrent') THEN 'read'
    WHEN eventname IN ('HeadObject', 'HeadBucket', 'GetObjectAttributes') THEN 'head'
    WHEN eventname IN ('PutObject', 'PostObject', 'CompleteMultipartUpload') THEN 'write'
    WHEN eventname IN ('CopyObject', 'UploadPartCopy') THEN 'copy'
    WHEN eventname IN ('CreateMultipartUpload', 'UploadPart', 'AbortMultipartUpload', 'ListParts', 'ListMultipartUploads') THEN 'multipart'
    WHEN eventname IN ('ListObjects', 'ListObjectsV2', 'ListObjectVersions', 'ListBuckets', 'ListDirectoryBuckets') THEN 'list'
    WHEN eventname = 'RestoreObject' THEN 'restore'
    WHEN eventname LIKE '%ObjectTagging' THEN 'tag'
    WHEN eventname LIKE '%ObjectAcl' THEN 'acl'
    WHEN regexp_like(eventname, '^(Put|Get)Object(Retention|LegalHold)$') THEN 'object-lock'
    WHEN eventname = 'CreateBucket' THEN 'bucket-create'
    WHEN eventname = 'DeleteBucket' THEN 'bucket-delete'
    WHEN regexp_like(eventname, '^(Put|Delete)(Bucket.|Accelerate|AccountPublicAccessBlock|PublicAccessBlock|AccessPoint|ObjectLockConfiguration)|^(Create|Update|Delete)BucketMetadata') THEN 'bucket-config-change'
    WHEN regexp_like(eventname, '^Get(Bucket|Accelerate|AccountPublicAccessBlock|PublicAccessBlock|AccessPoint|ObjectLockConfiguration)') THEN 'bucket-config-read'
    ELSE 'other'
  END`

const sourceAddress = address(sql`sourceipaddress`)

/** An endpoint id alone does not tell a gateway endpoint from an interface endpoint; the host name may. */
const network = sql`CASE
    WHEN strpos(tlsdetails.clientprovidedhostheader, '.vpce.') > 0 THEN 'interface-endpoint'
    WHEN regexp_like(sourceipaddress, ${`[.](?:${DOMAIN})$`}) OR sourceipaddress LIKE 'AWS Internal%' THEN 'aws-service'
    WHEN vpcendpointid LIKE 'vpce-%' OR sourceipaddress IS NULL OR ${isNotPublic(sourceAddress)} THEN 'unknown'
    ELSE 'public'
  END`

/** Some agents are in brackets, those of AWS' own consoles and tools. */
const agent = sql`nullif(CASE WHEN useragent LIKE '[%]' THEN substr(useragent, 2, length(useragent) - 2) ELSE useragent END, '')`

/** A value on the rows that are kept with what they say, NULL on the others. */
const kept = (value: Sql): Sql => sql`CASE WHEN kind IN ('event', 'account') THEN ${value} END`

const ofKept: Record<string, Sql> = {
  event_time: sql`event_time`,
  bucket: sql`bucket`,
  key: sql`object_key`,
  key_logged: sql`object_key`,
  version_id: parameter('$.versionId'),
  operation: sql`eventname`,
  action,
  requester,
  requester_type: requesterType,
  requester_account: sql`CASE WHEN ${anonymous} THEN NULL ELSE useridentity.accountid END`,
  access_key_id: sql`nullif(useridentity.accesskeyid, '')`,
  on_behalf_of: onBehalfOf,
  source_identity: sourceIdentity,
  recipient_account: sql`recipientaccountid`,
  resource_accounts: sql`nullif(array_join(array_sort(array_distinct(transform(resources, r -> r.accountid))), ' '), '')`,
  remote_ip: sourceAddress,
  network,
  vpc_endpoint_id: sql`vpcendpointid`,
  user_agent: sql`agent`,
  ...clientColumns(sql`agent`, sql`CAST(NULL AS varchar)`),
  // Some pipelines write an empty code for none.
  error_code: sql`nullif(errorcode, '')`,
  error_message: sql`nullif(errormessage, '')`,
  bytes_sent: bytes('$.bytesTransferredOut'),
  // Only what carries an object to S3 has its size; CloudTrail writes 0 for the others.
  object_size: sql`CASE WHEN eventname IN ('PutObject', 'PostObject', 'UploadPart') THEN ${bytes('$.bytesTransferredIn')} END`,
  signature_version: additional('$.SignatureVersion'),
  auth_type: additional('$.AuthenticationMethod'),
  tls_version: tlsVersion(sql`tlsdetails.tlsversion`),
  cipher_suite: sql`coalesce(tlsdetails.ciphersuite, ${additional('$.CipherSuite')})`,
  host_header: sql`tlsdetails.clientprovidedhostheader`,
  acl_required: additional('$.aclRequired'),
  request_id: sql`requestid`,
  request_parameters: sql`requestparameters`,
  delete_marker: sql`CASE WHEN eventname = 'DeleteObject' AND json_extract_scalar(responseelements, '$["x-amz-delete-marker"]') = 'true'
      THEN CASE WHEN ${parameter('$.versionId')} IS NULL THEN 'left' ELSE 'removed' END END`,
  event_id: sql`eventid`,
  corrects: sql`CASE WHEN addendum.reason = 'UPDATED_DATA' THEN addendum.originaleventid END`,
  log_object: sql`"$path"`,
  // One request is one event, whichever trail and account recorded it; the keys of one batch share its id.
  record_hash: hash60(
    sql`concat_ws(' ', coalesce(addendum.originalrequestid, nullif(requestid, ''), nullif(sharedeventid, ''), eventid), eventtime, eventname, object_key, ${parameter('$.versionId')})`,
  ),
}

const columns: Record<string, Sql> = {
  kind: sql`kind`,
  source: sql`'cloudtrail'`,
  ...each(ofKept, kept),
  unparsed_line: sql`CASE WHEN kind = 'unparsed' THEN substr(concat_ws(' ', eventtime, eventsource, eventname, eventid), 1, 500) END`,
}

/** By name, not `*`, which does not show the hidden column `"$path"`. */
const raws = join(
  CLOUDTRAIL_COLUMNS.map(({ name }) => identifier(name)),
  ', ',
)

/**
 * What concerns the whole account, and so the bucket, too: S3's events of no bucket (listing the buckets, the
 * account's public access block, batch jobs, access points), reading other buckets' settings, and whatever
 * changes the trails and the transfer tasks. Of other buckets' data events only copies from this bucket: the others
 * are many.
 */
const ofAccount = (
  of: string,
): Sql => sql`((${ofS3} AND (${copyOf(of)} OR (bucket IS NULL AND strpos(eventname, 'Object') = 0) OR regexp_like(eventname, '^GetBucket.')))
        OR (eventsource IN ${ACCOUNT_SOURCES} AND NOT regexp_like(eventname, '^(Describe|Get|List|Lookup)'))
        OR (eventsource IN ${LOG_SOURCES} AND regexp_like(eventname, ${ENDS_LOGS})))`

/**
 * CloudTrail events as evidence, one row for each event read. From the inside out: when and where, of which kind,
 * which object, evidence. What is read from JSON is so only for events that are kept, and once.
 */
export function cloudTrailEvents(
  raw: { table: string; where: Sql },
  of: string,
  window: { from: string; to: string },
): Sql {
  return sql`SELECT
  ${eventColumns(columns)}
FROM (
  SELECT ${raws}, "$path", event_time, bucket, kind, ${kept(key)} AS object_key, agent, ${toolOf(sql`agent`)} AS tool
  FROM (
    SELECT ${raws}, "$path", event_time, bucket, agent, ${agentBegin(sql`agent`)} AS agent_begin, CASE
        WHEN event_time IS NULL OR eventname IS NULL THEN 'unparsed'
        WHEN ${ofS3} AND bucket = ${of} AND ${within(sql`event_time`, window)} THEN 'event'
        WHEN ${ofAccount(of)} AND ${within(sql`event_time`, window)} THEN 'account'
        ELSE 'outside'
      END AS kind
    FROM (
      SELECT ${raws}, "$path", ${utc(sql`from_iso8601_timestamp(eventtime)`)} AS event_time, ${agent} AS agent,
        CASE WHEN eventsource IN ${[...S3_SOURCES, ...ACCOUNT_SOURCES]} THEN ${bucketOf(of)} END AS bucket
      FROM ${identifier(raw.table)}
      WHERE ${raw.where}
    ) AS timed
  ) AS sorted
) AS keyed`
}
