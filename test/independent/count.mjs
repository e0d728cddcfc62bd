// Counts in the raw log files what the reports of s3audit state, without any of its code: no parser, no SQL,
// no engine in common. The tests hold every count in a report against these.
//
//   node test/independent/count.mjs DIR BUCKET FROM TO [access-log|cloudtrail]

import { hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { scan } from './scan.mjs'

const words = text => new Set(text.split(' '))

const DELETIONS = words('REST.DELETE.OBJECT BATCH.DELETE.OBJECT S3.EXPIRE.OBJECT S3.CREATE.DELETEMARKER')

const SETTINGS = words(
  'ACL BUCKETPOLICY CORS LIFECYCLE LOGGING_STATUS VERSIONING ENCRYPTION NOTIFICATION OWNERSHIP_CONTROLS ' +
    'PUBLIC_ACCESS_BLOCK REPLICATION REQUEST_PAYMENT WEBSITE TAGGING INVENTORY METRICS ANALYTICS ' +
    'INTELLIGENT_TIERING OBJECT_LOCK_CONFIGURATION ACCELERATE',
)

/** After `PutBucket` and `DeleteBucket`. */
const SETTINGS_IN_EVENTS = words(
  'Policy Acl Cors Lifecycle LifecycleConfiguration Logging Notification OwnershipControls PublicAccessBlock ' +
    'Replication RequestPayment Tagging Versioning Website Encryption InventoryConfiguration MetricsConfiguration ' +
    'AnalyticsConfiguration IntelligentTieringConfiguration ObjectLockConfiguration',
)
const OTHER_CHANGES = words(
  'PutAccelerateConfiguration PutAccountPublicAccessBlock DeleteAccountPublicAccessBlock',
)

const DENIALS = words(
  'AccessDenied AllAccessDisabled AccountProblem SignatureDoesNotMatch InvalidAccessKeyId RequestTimeTooSkewed ' +
    'ExpiredToken InvalidToken TokenRefreshRequired AccessForbidden UnauthorizedAccess Client.UnauthorizedOperation',
)

const S3_SOURCES = words('s3.amazonaws.com s3express.amazonaws.com s3-outposts.amazonaws.com')

/**
 * Counts the records of one bucket with a time in [from, to).
 *
 * `lines` and `unparsed` are of all the files given, whatever bucket and time (a line that is no record has
 * neither); everything else is of distinct records: a line, or event, delivered twice counts once and one
 * time in `duplicates`. Bytes are those sent. A requester is an ARN, a service, or `-` for nobody known.
 *
 * @param {{
 *   files: Iterable<{ key: string, path: string }>, kind: 'access-log' | 'cloudtrail', bucket: string,
 *   from: Date | string | number, to: Date | string | number
 * }} asked
 */
export function count({ files, kind, bucket, from, to }) {
  const window = { from: new Date(from).getTime(), to: new Date(to).getTime() }
  const tally = newTally()
  const seen = new Set()
  for (const { key, path } of files) {
    for (const { fact, identity } of kind === 'access-log'
      ? accessLogFacts(path)
      : cloudTrailFacts(key, path)) {
      tally.lines += 1
      if (!fact) tally.unparsed += 1
      else if (fact.bucket === bucket && fact.time >= window.from && fact.time < window.to) {
        if (seen.has(identity)) tally.duplicates += 1
        else record(tally, fact)
        seen.add(identity)
      }
    }
  }
  return tally
}

function newTally() {
  return {
    lines: 0,
    records: 0,
    duplicates: 0,
    unparsed: 0,
    /** @type {string | undefined} */ first: undefined,
    /** @type {string | undefined} */ last: undefined,
    deletions: 0,
    failedDeletions: 0,
    denied: 0,
    /** @type {Map<string, { requests: number, errors: number, bytes: number }>} */ requesters: new Map(),
    configChanges: { successful: 0, failed: 0 },
  }
}

function record(tally, fact) {
  const time = new Date(fact.time).toISOString()
  tally.records += 1
  if (!tally.first || time < tally.first) tally.first = time
  if (!tally.last || time > tally.last) tally.last = time
  if (fact.isDeletion) tally[fact.failed ? 'failedDeletions' : 'deletions'] += 1
  if (fact.isChange) tally.configChanges[fact.failed ? 'failed' : 'successful'] += 1
  if (fact.isDenied) tally.denied += 1
  const sum = tally.requesters.get(fact.requester) ?? { requests: 0, errors: 0, bytes: 0 }
  sum.requests += 1
  sum.errors += fact.failed ? 1 : 0
  sum.bytes += fact.bytes
  tally.requesters.set(fact.requester, sum)
}

function* accessLogFacts(path) {
  for (const line of contents(path).toString('utf8').split('\n')) {
    if (line === '') continue
    const scanned = scan(line)
    yield { fact: scanned && accessLogFact(scanned), identity: hash('sha1', line) }
  }
}

/** Records without a status (lifecycle, the source of a copy) failed only if they name an error. */
function accessLogFact({ bucket, time, requester, operation, key, status, errorCode, bytesSent }) {
  const failed = status === '-' ? errorCode !== '-' : Number(status) < 200 || Number(status) > 399
  const [protocol, method, resource] = operation.split('.')
  const changes = protocol === 'REST' && (method === 'PUT' || method === 'DELETE') && SETTINGS.has(resource)
  return {
    bucket,
    time,
    requester,
    failed,
    isDeletion: DELETIONS.has(operation),
    isChange: changes && !(resource === 'ACL' && key !== '-'), // an ACL with a key is an object's
    isDenied: status === '403' || (status === '-' && DENIALS.has(errorCode)),
    bytes: bytesSent === '-' ? 0 : Number(bytesSent),
  }
}

/** Only a trail's own log files hold events; digests, Insights and aggregates lie in folders beside them. */
function* cloudTrailFacts(key, path) {
  if (!key.split('/').includes('CloudTrail')) return
  for (const event of JSON.parse(contents(path).toString('utf8')).Records) {
    const isEvent = event.eventName !== undefined && !Number.isNaN(Date.parse(event.eventTime))
    yield { fact: isEvent ? cloudTrailFact(event) : undefined, identity: hash('sha1', JSON.stringify(event)) }
  }
}

function cloudTrailFact(event) {
  const isS3 = S3_SOURCES.has(event.eventSource)
  const arn = event.resources?.find(({ type }) => type === 'AWS::S3::Bucket')?.ARN
  return {
    bucket: isS3 ? event.requestParameters?.bucketName || arn?.split(':').pop() : undefined,
    time: Date.parse(event.eventTime),
    requester: caller(event.userIdentity ?? {}),
    failed: event.errorCode !== undefined,
    isDeletion: event.eventName === 'DeleteObject', // DeleteObjects comes with a DeleteObject for each key
    isChange: changesSettings(event.eventName),
    isDenied: DENIALS.has(event.errorCode),
    bytes: event.additionalEventData?.bytesTransferredOut ?? 0,
  }
}

function changesSettings(name) {
  const verb = ['PutBucket', 'DeleteBucket'].find(beginning => name.startsWith(beginning))
  return OTHER_CHANGES.has(name) || (verb !== undefined && SETTINGS_IN_EVENTS.has(name.slice(verb.length)))
}

function caller({ arn, invokedBy, principalId, accountId = '' }) {
  const nobody = ['anonymous', 'anonymous_principal'].includes(accountId.toLowerCase())
  return nobody ? '-' : (arn ?? invokedBy ?? principalId ?? accountId)
}

function contents(path) {
  const bytes = readFileSync(path)
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes
}

/** Every file below a folder; its key is its path from there. */
export function filesBelow(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .map(path => ({ path, key: relative(directory, path).split(sep).join('/') }))
}

if (import.meta.main) {
  const [directory, bucket, from, to, kind = 'access-log'] = process.argv.slice(2)
  if (!directory || !bucket || !from || !to)
    throw new Error('usage: count.mjs DIR BUCKET FROM TO [access-log|cloudtrail]')
  const { requesters, ...counts } = count({ files: filesBelow(directory), kind, bucket, from, to })
  console.log(JSON.stringify({ ...counts, requesters: Object.fromEntries(requesters) }, undefined, 2))
}
