// What the raw log files say, record by record, read without any code of s3audit: no parser, no SQL, no engine
// in common. The counts and answers beside this file are made of these facts.

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
  'AccessDenied AccessDeniedException AllAccessDisabled AccountProblem SignatureDoesNotMatch InvalidAccessKeyId ' +
    'RequestTimeTooSkewed RequestExpired ExpiredToken ExpiredTokenException InvalidToken TokenRefreshRequired ' +
    'AccessForbidden InvalidPayer InvalidSecurity NotSignedUp UnauthorizedAccess UnauthorizedOperation ' +
    'Client.UnauthorizedOperation InvalidClientTokenId UnrecognizedClientException CrossLocationLoggingProhibited',
)

const COPY_SOURCES = words('REST.COPY.OBJECT_GET REST.COPY.PART_GET')
const UPLOADS = words('PutObject UploadPart PostObject')

const S3_SOURCES = words('s3.amazonaws.com s3express.amazonaws.com s3-outposts.amazonaws.com')

/** Every file below a folder; its key is its path from there. */
export function filesBelow(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .map(path => ({ path, key: relative(directory, path).split(sep).join('/') }))
}

/**
 * The lines (or events) of a log file: the fact of each, undefined where it is no record, and an identity
 * that is equal for what was delivered twice.
 */
export function* factsOf({ key, path }, kind) {
  yield* kind === 'access-log' ? accessLogFacts(path) : cloudTrailFacts(key, path)
}

function* accessLogFacts(path) {
  for (const line of contents(path).toString('utf8').split('\n')) {
    if (line === '') continue
    const scanned = scan(line)
    yield { fact: scanned && accessLogFact(scanned, line), identity: hash('sha1', line) }
  }
}

const orNull = field => (field === '-' ? null : field)
const orNumber = field => (field === '-' ? null : Number(field))

/**
 * Carried out is what has a status of success, or none, and names no error. A redirect and “not modified” are neither
 * that nor a failure.
 */
function accessLogFact(scanned, line) {
  const { bucket, time, requester, operation, key, status, errorCode, bytesSent } = scanned
  const isDone = errorCode === '-' && (status === '-' || (Number(status) >= 200 && Number(status) <= 299))
  const isElsewhere = Number(status) >= 300 && Number(status) <= 399
  const isPreflight = operation.includes('.OPTIONS.')
  const [protocol, method, resource] = operation.split('.')
  const changes = protocol === 'REST' && (method === 'PUT' || method === 'DELETE') && SETTINGS.has(resource)
  const isDeletion = DELETIONS.has(operation)
  return {
    bucket,
    time,
    requester,
    isDone,
    failed: !isDone && !isElsewhere,
    isRequest: protocol !== 'S3' && protocol !== 'BATCH' && !COPY_SOURCES.has(operation),
    isDeletion,
    isChange: changes && !(resource === 'ACL' && key !== '-'), // an ACL with a key is an object's
    isDenied: !isPreflight && (errorCode === '-' ? status === '403' : DENIALS.has(errorCode)),
    bytes: bytesSent === '-' ? 0 : Number(bytesSent),
    operation,
    ...callerInAccessLog(requester, protocol, signedIn(line), isPreflight),
    address: orNull(scanned.address),
    key: key === '-' ? null : decodedKey(key, protocol),
    ...(isDeletion && { deletion: kindOfDeletion(scanned) }),
    byLifecycle: protocol === 'S3',
    versionId: orNull(scanned.versionId),
    size: orNumber(scanned.objectSize),
    status: orNumber(status),
    errorCode: orNull(errorCode),
    errorMessage: null,
    userAgent: orNull(scanned.userAgent),
    requestId: orNull(scanned.requestId),
    newValue: null,
    configurationId: idInQuery(scanned.request),
  }
}

function idInQuery(request) {
  const [, query = ''] =
    request
      .split(' ')
      .find(word => word.includes('?'))
      ?.split('?') ?? []
  return new URLSearchParams(query).get('id')
}

/** Percent-encoded twice in requests; once, with `+` for a space, in records without a request of their own. */
function decodedKey(logged, protocol) {
  try {
    if (protocol === 'BATCH' || protocol === 'S3') return decodeURIComponent(logged.split('+').join(' '))
    return decodeURIComponent(decodeURIComponent(logged))
  } catch {
    return logged
  }
}

/**
 * A version that the request did not name is the delete marker's own. A record without its request has the version
 * that was named.
 */
function kindOfDeletion({ operation, request, versionId }) {
  if (operation === 'S3.EXPIRE.OBJECT') return 'expired by lifecycle'
  if (operation === 'S3.CREATE.DELETEMARKER') return 'delete marker by lifecycle'
  if (request.toLowerCase().includes('versionid=')) return 'version deleted'
  if (versionId === '-') return 'deleted'
  return request === '-' ? 'version deleted' : 'delete marker'
}

/** Behind the last text of the client's stands how the request was signed. */
const signedIn = line => line.slice(line.lastIndexOf('"')).includes(' SigV')

function callerInAccessLog(requester, protocol, isSigned, isPreflight) {
  const [arn, , service, , account, resource = ''] = requester.split(':')
  if (requester === '-' && protocol === 'S3') return { type: 'service', account: null }
  if (requester === '-')
    return { type: isPreflight ? 'preflight' : isSigned ? 'unidentified' : 'anonymous', account: null }
  if (arn !== 'arn') return { type: kindOfName(requester), account: null }
  if (service === 'iam' && account === 'cloudfront') return { type: 'service', account: null }
  const [type] = resource.split('/')
  return { type, account }
}

function kindOfName(name) {
  if (name === 'AmazonS3' || name.startsWith('svc:') || name.endsWith('.amazonaws.com')) return 'service'
  const isHex = [...name].every(character => '0123456789abcdef'.includes(character))
  return isHex && name.length === 64 ? 'canonical-id' : 'other'
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
  const parameters = event.requestParameters
  const arn = event.resources?.find(({ type }) => type === 'AWS::S3::Bucket')?.ARN
  const identity = event.userIdentity ?? {}
  const nobody = ['anonymous', 'anonymous_principal'].includes((identity.accountId ?? '').toLowerCase())
  return {
    bucket: isS3 ? parameters?.bucketName || arn?.split(':').pop() : undefined,
    time: Date.parse(event.eventTime),
    requester: nobody ? '-' : caller(identity),
    isDone: event.errorCode === undefined,
    failed: event.errorCode !== undefined,
    isRequest: true,
    isDeletion: event.eventName === 'DeleteObject', // DeleteObjects comes with a DeleteObject for each key
    isChange: changesSettings(event.eventName),
    isDenied: DENIALS.has(event.errorCode),
    bytes: event.additionalEventData?.bytesTransferredOut ?? 0,
    operation: event.eventName,
    type: nobody ? 'anonymous' : TYPES[identity.type],
    account: nobody ? null : (identity.accountId ?? null),
    address: event.sourceIPAddress ?? null,
    key: parameters?.key ?? null,
    deletion: parameters?.versionId ? 'version deleted' : 'deleted',
    byLifecycle: false,
    versionId: parameters?.versionId ?? null,
    // Of other requests what came in is no size of the object.
    size: UPLOADS.has(event.eventName) ? (event.additionalEventData?.bytesTransferredIn ?? null) : null,
    status: null,
    errorCode: event.errorCode ?? null,
    errorMessage: event.errorMessage ?? null,
    userAgent: withoutBrackets(event.userAgent ?? null),
    requestId: event.requestID ?? null,
    newValue: parameters ?? null,
    configurationId: parameters?.id ?? null,
  }
}

/** `userIdentity.type` and what a report calls it. */
const TYPES = {
  Root: 'root',
  IAMUser: 'user',
  AssumedRole: 'assumed-role',
  Role: 'assumed-role',
  FederatedUser: 'federated-user',
  AWSAccount: 'account',
  AWSService: 'service',
}

const withoutBrackets = agent => (agent?.startsWith('[') && agent.endsWith(']') ? agent.slice(1, -1) : agent)

function changesSettings(name) {
  const verb = ['PutBucket', 'DeleteBucket'].find(beginning => name.startsWith(beginning))
  return OTHER_CHANGES.has(name) || (verb !== undefined && SETTINGS_IN_EVENTS.has(name.slice(verb.length)))
}

const caller = ({ arn, invokedBy, principalId, accountId }) =>
  arn ?? invokedBy ?? principalId ?? accountId ?? '-'

function contents(path) {
  const bytes = readFileSync(path)
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes
}
