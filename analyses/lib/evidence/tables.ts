/**
 * The raw tables over the log objects and the table of the evidence, defined once: CDK makes Glue tables
 * of them, the embedded Athena reads files by them, the tests format lines by them.
 */

/** The two kinds of log that S3 audit trails come in. */
export type LogKind = 'access-log' | 'cloudtrail'

export interface Column {
  name: string
  /** A Hive type, as Glue takes it. */
  type: string
}

/** A partition column whose values are computed, never stored: Athena's partition projection. */
export type Partition =
  | { name: string; projection: 'injected' }
  | { name: string; projection: 'date'; format: 'yyyy/MM/dd'; range: string }

export interface Table {
  name: string
  format: 'access-log' | 'cloudtrail' | 'parquet'
  columns: readonly Column[]
  partitions: readonly Partition[]
  /** The folder of all its objects, `s3://bucket/prefix/`. The name of the bucket may be a CDK token. */
  location: string
  /**
   * `storage.location.template`: the location, and below it one `${partition}` placeholder for each partition column.
   * Ends with `/`.
   */
  template: string
  /** `input.regex` of the RegexSerDe; only for access logs. One group for each column, in order. */
  pattern?: string
}

const strings = (names: readonly string[]): Column[] => names.map(name => ({ name, type: 'string' }))

/** The fields of a server access log record in the order AWS documents them (LogFormat page, 2026). */
export const ACCESS_LOG_FIELDS = [
  'bucketowner',
  'bucket_name',
  'requestdatetime',
  'remoteip',
  'requester',
  'requestid',
  'operation',
  'key',
  'request_uri',
  'httpstatus',
  'errorcode',
  'bytessent',
  'objectsize',
  'totaltime',
  'turnaroundtime',
  'referrer',
  'useragent',
  'versionid',
  'hostid',
  'sigv',
  'ciphersuite',
  'authtype',
  'endpoint',
  'tlsversion',
  'accesspointarn',
  'aclrequired',
  'sourceregion',
  // Not a field: whatever a record has behind its 27th, should AWS append more.
  'extra',
] as const

/** The column that holds the whole line where the line is not a record. */
export const UNPARSED = 'unparsed'

const number = '-|[0-9]+'
const field = '([^ "]+)'

/** The fields behind the version id, each there only if the one before it is: older records have fewer. */
const tail = [
  // Some records have a second token before the host id; the signature version behind it tells.
  '([^ "]+(?: [^ "]+)??)',
  '(SigV[0-9]A?|-)',
  ...Array.from({ length: 7 }, () => field),
  '(.*)',
].reduceRight((inner, group) => `(?: ${group}${inner})?`, '')

/** A requester is of one word, or of a few (`CloudFront Origin Access Identity E…`). */
const requester = '([^ "]+(?: [^ "]+){0,7}?)'
/** A text of the client's, which may hold quotes of its own; it ends at the first where the rest fits. */
const clientText = '[^"]*(?:"[^"]*){0,32}?'

/**
 * One record: 18 to 27 fields, what follows kept in `extra`. Three anchors keep it true on hostile lines:
 * the requester (which may hold spaces) ends where `<request id> <REST|WEBSITE|SOAP|BATCH|S3>.` begins; the
 * request URI ends at the first quote that a status follows; no field of the tail can hold a quote, so the
 * user agent's closing quote is the last one that a tail follows. The last group catches every line that is
 * not a record, so that none becomes a row of NULLs without a trace. Java's and RE2's syntax alike.
 *
 * Java tries one way to read a line after the other. The ways to end the requester, the URI and the referrer
 * are therefore bounded, so that the work grows with a line's length and not with a power of it. A line with
 * more than 32 quotes inside its URI, or inside its referrer, is not a record to this pattern.
 */
export const ACCESS_LOG_PATTERN = recordPattern(requester, clientText, inner => `(?:-|"(${inner})")`)

/**
 * The same for RE2, which gives '' for a group that took no part: the client's texts with the quotes around them,
 * so that `-` and `""` stay distinct. Without the bounds, which cost RE2 time instead of saving it, it tries the
 * ways to read a line in the same order: where the groups keep within the bounds they are the same.
 */
export const RE2_PATTERNS = {
  bounded: recordPattern(requester, clientText, inner => `(-|"${inner}")`),
  unbounded: recordPattern('(.+?)', '.*?', inner => `(-|"${inner}")`),
} as const

function recordPattern(who: string, text: string, quoted: (inner: string) => string): string {
  return (
    `(?:([^ ]+) ([^ ]+) \\[([^\\]]+)\\] ([^ ]+) ${who} ([^ ]+) ((?:REST|WEBSITE|SOAP|BATCH|S3)\\.[^ ]+) ([^ ]+) ` +
    `${quoted(text)} (${number}) ([^ ]+) (${number}) (${number}) (${number}) (${number}) ${quoted(text)} ${quoted('.*')} ` +
    `${field}${tail} ?)|(.*)`
  )
}

const accessLogColumns = strings([...ACCESS_LOG_FIELDS, UNPARSED]) // one for each group of the pattern

const DAYS = { name: 'day', projection: 'date', format: 'yyyy/MM/dd', range: '2006/03/01,NOW+1DAYS' } as const
/** A table's location, and its partitions' below it: never cut one out of the other, for either may hold tokens. */
export const located = (location: string, below: string): Pick<Table, 'location' | 'template'> => ({
  location,
  template: location + below,
})

const injected = (name: string): Partition => ({ name, projection: 'injected' })

/** The copies of an investigation's log objects, by gather or batch copy, in the workspace bucket. */
export const accessLogsCopied = (workspace: string): Table => ({
  name: 'access_logs_copied',
  format: 'access-log',
  columns: accessLogColumns,
  partitions: [injected('investigation')],
  ...located(`s3://${workspace}/logs/`, '${investigation}/'),
  pattern: ACCESS_LOG_PATTERN,
})

/**
 * What an operator supplies about addresses: countries, network operators, hostile addresses. One row for each
 * range, cut at blocks (lib/address-lists.ts), so that an address is compared with the ranges of its block only.
 */
export const addressLists = (workspace: string): Table => ({
  name: 'address_lists',
  format: 'parquet',
  columns: strings(['block', 'first_address', 'last_address', 'label', 'name']),
  partitions: [injected('list')],
  ...located(`s3://${workspace}/lists/`, '${list}/'),
})

/** A place where date-partitioned access logs lie: `prefix` ends with `/` or is empty. */
export interface AccessLogSource {
  kind: 'access-log'
  id: string
  bucket: string
  prefix: string
  /** Which time the day in the key is: the records' own, or that of their delivery. */
  dateSource: 'EventTime' | 'DeliveryTime'
}

/** Access logs that S3 delivers with a PartitionedPrefix; read in place. */
export const accessLogsByDate = (source: AccessLogSource): Table => ({
  name: tableName('access_logs', source.id),
  format: 'access-log',
  columns: accessLogColumns,
  partitions: [injected('account'), injected('region'), injected('source_bucket'), DAYS],
  ...located(`s3://${source.bucket}/${source.prefix}`, '${account}/${region}/${source_bucket}/${day}/'),
  pattern: ACCESS_LOG_PATTERN,
})

/** A trail's log bucket; `prefix` ends with `/` or is empty. */
export interface CloudTrailSource {
  kind: 'cloudtrail'
  id: string
  bucket: string
  prefix: string
  layout: 'account' | 'organization' | 'control-tower'
  /** The organisation's id (`o-…`), for the two layouts that have it in their keys. */
  organization?: string | undefined
  accounts: readonly string[]
  regions: readonly string[]
}

/** The path between the bucket and `<account>/CloudTrail/…`, e.g. `AWSLogs/` or `o-1/AWSLogs/o-1/`. */
export function trailRoot({ prefix, layout, organization }: CloudTrailSource): string {
  if (layout === 'account') return `${prefix}AWSLogs/`
  return layout === 'organization'
    ? `${prefix}AWSLogs/${organization}/`
    : `${prefix}${organization}/AWSLogs/${organization}/`
}

/** The trail's own files; digest, Insight and Aggregated files are next to `CloudTrail/` and are not read. */
export const cloudTrail = (source: CloudTrailSource): Table => ({
  name: tableName('cloudtrail', source.id),
  format: 'cloudtrail',
  columns: CLOUDTRAIL_COLUMNS,
  partitions: [injected('account'), injected('region'), DAYS],
  ...located(`s3://${source.bucket}/${trailRoot(source)}`, '${account}/CloudTrail/${region}/${day}/'),
})

const issuer = 'struct<type:string,principalid:string,arn:string,accountid:string,username:string>'

/** The fields of a CloudTrail record that an S3 audit can need (record contents page, version 1.11). */
export const CLOUDTRAIL_COLUMNS: readonly Column[] = [
  { name: 'eventversion', type: 'string' },
  {
    name: 'useridentity',
    type:
      'struct<type:string,principalid:string,arn:string,accountid:string,invokedby:string,accesskeyid:string,' +
      'username:string,onbehalfof:struct<userid:string,identitystorearn:string>,' +
      `sessioncontext:struct<attributes:struct<mfaauthenticated:string,creationdate:string>,sessionissuer:${issuer},sourceidentity:string>>`,
  },
  ...strings(['eventtime', 'eventsource', 'eventname', 'awsregion', 'sourceipaddress', 'useragent']),
  ...strings(['errorcode', 'errormessage', 'requestparameters', 'responseelements', 'additionaleventdata']),
  ...strings(['requestid', 'eventid']),
  { name: 'readonly', type: 'string' },
  { name: 'resources', type: 'array<struct<arn:string,accountid:string,type:string>>' },
  ...strings(['eventtype', 'recipientaccountid', 'sharedeventid', 'vpcendpointid', 'eventcategory']),
  // A correction, or the delivery of an event that came late; the former names the event that it replaces.
  { name: 'addendum', type: 'struct<reason:string,originalrequestid:string,originaleventid:string>' },
  {
    name: 'tlsdetails',
    type: 'struct<tlsversion:string,ciphersuite:string,clientprovidedhostheader:string>',
  },
]

/** A Glue table name: lower case, digits, underscores. */
const tableName = (kind: string, id: string): string =>
  `${kind}_${id.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`
