import { logLine, trailEvent } from '../../../analyses/lib/samples/sample-lines.ts'

/**
 * The table of meanings: one record of each kind, what it means, and the source that says so. `is` names the notions
 * of analyses/lib/meaning that are true of the record; all others are false of it.
 */

type Line = Parameters<typeof logLine>[0]
type Event = Parameters<typeof trailEvent>[0]

export interface Meaning {
  /** The access log's record. */
  line?: Line
  /** CloudTrail's event; with both, the two are of one request. */
  event?: Event
  /** Records of the same hour that the meaning depends on. */
  besides?: { lines?: Line[]; events?: Event[] }
  is: string
  source: string
}

/** As `logLine` writes the record's first field: the canonical id of the bucket's owner. */
const OWNER = '36c1f05b76016b78'
const CANONICAL = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'
const ROOT = 'arn:aws:iam::111122223333:root'
const STRANGER = { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' }
const SERVICE = { type: 'AWSService', invokedBy: 'cloudfront.amazonaws.com' }

const REQUEST = 'isRequest isIdentified'
const DONE = `succeeded ${REQUEST}`
const ERROR = 'failed clientError isError'
const REFUSED = `denied ${ERROR}`

const LIST_OF_CODES = 'S3 API reference, Error responses: list of error codes'
const LOG_FORMAT = 'S3 user guide, Amazon S3 server access log format'
const MARKERS = 'S3 user guide, Working with delete markers'
const IDENTITY = 'CloudTrail user guide, userIdentity element'
const EVENTS = 'S3 user guide, Amazon S3 CloudTrail events'
const API = (name: string) => `S3 API reference, ${name}`

const get = { operation: 'REST.GET.OBJECT', key: 'k' }
const put = { operation: 'REST.PUT.OBJECT', key: 'k' }
const remove = { operation: 'REST.DELETE.OBJECT', key: 'k', status: 204 }
const list = { operation: 'REST.GET.BUCKET', uri: 'GET /?list-type=2 HTTP/1.1' }

const READ = 'reads readsContent downloads isWholeRead'
const WROTE = 'writes isWriteRequest'
const DELETES = 'isDeletion isRequestedDeletion'

export const MEANINGS: Record<string, Meaning> = {
  // Reads
  'a download': {
    line: get,
    event: { eventName: 'GetObject', key: 'k' },
    is: `${DONE} ${READ}`,
    source: API('GetObject'),
  },
  'a part of an object': {
    line: { ...get, status: 206 },
    is: `${DONE} reads readsContent downloads isPartialRead`,
    source: API('GetObject, Range'),
  },
  'a page of a website': {
    line: { operation: 'WEBSITE.GET.OBJECT', key: 'k', requester: '-' },
    is: `succeeded isRequest isAnonymous ${READ} isWebsite`,
    source: 'S3 user guide, Website endpoints: no signature',
  },
  'the reading side of a copy': {
    line: { operation: 'REST.COPY.OBJECT_GET', key: 'k', status: '-' },
    is: `succeeded isIdentified isCopySource reads readsContent`,
    source: `${LOG_FORMAT}: copy operations are two records`,
  },
  'an object that had not changed': {
    line: { ...get, status: 304 },
    is: `notModified ${REQUEST} reads looks`,
    source: API('GetObject, If-None-Match'),
  },
  'an object that had not changed, in CloudTrail': {
    event: { eventName: 'GetObject', key: 'k', errorCode: 'NotModified' },
    is: `notModified ${REQUEST} reads looks`,
    source: API('GetObject, If-None-Match'),
  },
  'HEAD of an object': {
    line: { operation: 'REST.HEAD.OBJECT', key: 'k' },
    event: { eventName: 'HeadObject', key: 'k' },
    is: `${DONE} inspects heads looks`,
    source: API('HeadObject: no body'),
  },
  'HEAD of a bucket': { line: { operation: 'REST.HEAD.BUCKET' }, is: DONE, source: API('HeadBucket') },
  'tags of an object': {
    line: { operation: 'REST.GET.OBJECT_TAGGING', key: 'k' },
    event: { eventName: 'GetObjectTagging', key: 'k' },
    is: `${DONE} inspects looks`,
    source: API('GetObjectTagging'),
  },
  'new tags of an object': {
    line: { operation: 'REST.PUT.OBJECT_TAGGING', key: 'k' },
    event: { eventName: 'PutObjectTagging', key: 'k' },
    is: DONE,
    source: API('PutObjectTagging: the object stays'),
  },
  'the ACL of an object': {
    line: { operation: 'REST.GET.ACL', key: 'k' },
    event: { eventName: 'GetObjectAcl', key: 'k' },
    is: `${DONE} inspects looks`,
    source: API('GetObjectAcl'),
  },
  'attributes of an object': {
    event: { eventName: 'GetObjectAttributes', key: 'k' },
    is: `${DONE} inspects looks`,
    source: API('GetObjectAttributes: no content'),
  },
  // Outcomes
  'a permanent redirect': {
    line: { ...get, status: 301, errorCode: 'PermanentRedirect' },
    is: `redirected ${REQUEST} reads`,
    source: LIST_OF_CODES,
  },
  'a temporary redirect of a deletion': {
    line: { ...remove, status: 307, errorCode: 'TemporaryRedirect' },
    is: `redirected ${REQUEST} ${DELETES}`,
    source: 'S3 user guide, Request redirection and the REST API',
  },
  'a redirect without a code': {
    line: { ...put, status: 302 },
    is: `redirected ${REQUEST} ${WROTE} uploads`,
    source: 'S3 user guide, Request redirection',
  },
  'a redirect in CloudTrail': {
    event: { eventName: 'DeleteObject', key: 'k', errorCode: 'TemporaryRedirect' },
    is: `redirected ${REQUEST} ${DELETES}`,
    source: LIST_OF_CODES,
  },
  'an error after a 200': {
    line: { operation: 'REST.COPY.OBJECT', key: 'k', status: 200, errorCode: 'InternalError' },
    is: `failed ${REQUEST} ${WROTE} isError`,
    source: API('CopyObject: a 200 OK response can contain an error'),
  },
  'a refusal': {
    line: { ...get, status: 403, errorCode: 'AccessDenied' },
    event: { eventName: 'GetObject', key: 'k', errorCode: 'AccessDenied' },
    is: `${REFUSED} ${REQUEST} reads`,
    source: LIST_OF_CODES,
  },
  'a refusal without a code': {
    line: { ...get, status: 403 },
    is: `${REFUSED} ${REQUEST} reads`,
    source: LIST_OF_CODES,
  },
  'an object in an archive': {
    line: { ...get, status: 403, errorCode: 'InvalidObjectState' },
    event: { eventName: 'GetObject', key: 'k', errorCode: 'InvalidObjectState' },
    is: `${ERROR} ${REQUEST} reads`,
    source: `${LIST_OF_CODES}, InvalidObjectState: the storage class`,
  },
  'an expired token': {
    line: {
      ...get,
      status: 400,
      errorCode: 'ExpiredToken',
      requester: '-',
      signature: 'SigV4',
      authType: 'AuthHeader',
    },
    is: `notAuthenticated ${REFUSED} isRequest isUnidentified reads`,
    source: `${LIST_OF_CODES}, ExpiredToken: 400`,
  },
  'an expired token in CloudTrail': {
    event: { eventName: 'GetObject', key: 'k', errorCode: 'ExpiredToken', identity: STRANGER },
    is: `notAuthenticated ${REFUSED} isRequest isUnidentified reads`,
    source: `${LIST_OF_CODES}, ExpiredToken: 400`,
  },
  'an invalid token': {
    line: { ...get, status: 400, errorCode: 'InvalidToken', requester: '-', signature: 'SigV4' },
    is: `notAuthenticated ${REFUSED} isRequest isUnidentified reads`,
    source: `${LIST_OF_CODES}, InvalidToken: 400`,
  },
  'a wrong signature': {
    line: {
      ...get,
      status: 403,
      errorCode: 'SignatureDoesNotMatch',
      requester: '-',
      signature: 'SigV4',
      authType: 'AuthHeader',
    },
    is: `notAuthenticated ${REFUSED} isRequest isUnidentified reads`,
    source: `${LOG_FORMAT}: authentication type`,
  },
  'an unknown key in an old record': {
    line: { ...get, status: 403, errorCode: 'InvalidAccessKeyId', requester: '-' },
    is: `notAuthenticated ${REFUSED} isRequest isUnidentified reads`,
    source: LIST_OF_CODES,
  },
  'a presigned URL that was not accepted': {
    line: {
      ...get,
      status: 403,
      errorCode: 'AccessDenied',
      requester: '-',
      uri: 'GET /k?X-Amz-Signature=abc HTTP/1.1',
    },
    is: `${REFUSED} isRequest isUnidentified reads`,
    source: 'S3 API reference, Authenticating requests: using query parameters',
  },
  'a stranger': {
    line: { ...get, requester: '-' },
    event: { eventName: 'GetObject', key: 'k', identity: STRANGER },
    is: `succeeded isRequest isAnonymous ${READ}`,
    source: `${LOG_FORMAT}: requester; ${IDENTITY}`,
  },
  'a stranger who was refused': {
    line: { ...get, requester: '-', status: 403, errorCode: 'AccessDenied' },
    is: `${REFUSED} isRequest isAnonymous reads`,
    source: LIST_OF_CODES,
  },
  'a stranger who guessed a key': {
    line: { ...get, requester: '-', status: 404, errorCode: 'NoSuchKey' },
    is: `${ERROR} missing isRequest isAnonymous reads`,
    source: LIST_OF_CODES,
  },
  'a preflight': {
    line: { operation: 'REST.OPTIONS.PREFLIGHT', key: 'k', requester: '-' },
    is: 'succeeded isRequest isPreflight',
    source: 'S3 user guide, Cross-origin resource sharing',
  },
  'a preflight that was turned down': {
    line: {
      operation: 'REST.OPTIONS.PREFLIGHT',
      key: 'k',
      requester: '-',
      status: 403,
      errorCode: 'AccessForbidden',
    },
    is: `${ERROR} isRequest isPreflight`,
    source: 'S3 user guide, Troubleshooting CORS',
  },
  'a bad request': {
    line: { ...get, status: 416, errorCode: 'InvalidRange' },
    is: `${ERROR} ${REQUEST} reads`,
    source: LIST_OF_CODES,
  },
  'a server error': {
    line: { ...get, status: 500, errorCode: 'InternalError' },
    event: { eventName: 'GetObject', key: 'k', errorCode: 'InternalError' },
    is: `failed serverError isError ${REQUEST} reads`,
    source: LIST_OF_CODES,
  },
  throttling: {
    line: { ...put, status: 503, errorCode: 'SlowDown' },
    event: { eventName: 'PutObject', key: 'k', errorCode: 'SlowDown' },
    is: `failed serverError throttled isError ${REQUEST} ${WROTE} uploads`,
    source: LIST_OF_CODES,
  },
  // Probes and conflicts
  'HEAD of what is not there': {
    line: { operation: 'REST.HEAD.OBJECT', key: 'k', status: 404, errorCode: 'NoSuchKey' },
    event: { eventName: 'HeadObject', key: 'k', errorCode: 'NoSuchKey' },
    is: `failed clientError missing probes ${REQUEST} inspects heads`,
    source: API('HeadObject: 404 for those who may list, 403 for others'),
  },
  'GET of what is not there': {
    line: { ...get, status: 404, errorCode: 'NoSuchKey' },
    event: { eventName: 'GetObject', key: 'k', errorCode: 'NoSuchKey' },
    is: `failed clientError missing probes ${REQUEST} reads`,
    source: API('GetObject, Permissions'),
  },
  'a setting that is not there': {
    line: { operation: 'REST.GET.LIFECYCLE', status: 404, errorCode: 'NoSuchLifecycleConfiguration' },
    event: { eventName: 'GetBucketLifecycle', errorCode: 'NoSuchLifecycleConfiguration' },
    is: `failed clientError missing probes ${REQUEST}`,
    source: LIST_OF_CODES,
  },
  'a deletion of an upload that is not there': {
    line: { operation: 'REST.DELETE.UPLOAD', key: 'k', status: 404, errorCode: 'NoSuchUpload' },
    is: `${ERROR} missing ${REQUEST}`,
    source: LIST_OF_CODES,
  },
  'a listing': {
    line: list,
    event: { eventName: 'ListObjects' },
    is: `${DONE} lists`,
    source: API('ListObjectsV2'),
  },
  'a listing of one key': {
    line: { ...list, uri: 'GET /?list-type=2&max-keys=1&prefix=a%2F HTTP/1.1' },
    event: { eventName: 'ListObjects', parameters: { 'max-keys': '1' } },
    is: `${DONE} lists isSmallListing probes`,
    source: API('ListObjectsV2, max-keys'),
  },
  'a listing of ten keys': {
    line: { ...list, uri: 'GET /?max-keys=10 HTTP/1.1' },
    is: `${DONE} lists`,
    source: API('ListObjectsV2, max-keys'),
  },
  'a listing of one key that was refused': {
    line: { ...list, uri: 'GET /?max-keys=1 HTTP/1.1', status: 403, errorCode: 'AccessDenied' },
    is: `${REFUSED} ${REQUEST} lists isSmallListing`,
    source: LIST_OF_CODES,
  },
  'a conditional write that came second': {
    line: { ...put, status: 412, errorCode: 'PreconditionFailed' },
    event: { eventName: 'PutObject', key: 'k', errorCode: 'PreconditionFailed' },
    is: `failed clientError conflicted ${REQUEST} ${WROTE} uploads`,
    source: 'S3 user guide, Conditional writes',
  },
  'a conflict': {
    line: { ...put, status: 409, errorCode: 'ConditionalRequestConflict' },
    is: `failed clientError conflicted ${REQUEST} ${WROTE} uploads`,
    source: 'S3 user guide, Conditional writes',
  },
  'a move to another storage class': {
    line: { operation: 'S3.TRANSITION_SIA.OBJECT', key: 'k', status: '-', requester: 'AmazonS3' },
    is: 'succeeded isByS3 isService isIdentified isTransition',
    source: 'S3 user guide, Lifecycle and logging',
  },
  'a restore from an archive': {
    line: { operation: 'REST.POST.RESTORE', key: 'k', status: 202 },
    event: { eventName: 'RestoreObject', key: 'k' },
    is: `${DONE} restores`,
    source: API('RestoreObject'),
  },
  'a restore, as Scality names it': {
    line: { operation: 'REST.POST.OBJECT_RESTORE', key: 'k', status: 202 },
    is: `${DONE} restores`,
    source: 'Scality CloudServer: server access log operations',
  },
  'a new ACL of an object': {
    line: { operation: 'REST.PUT.ACL', key: 'k' },
    event: { eventName: 'PutObjectAcl', key: 'k' },
    is: `${DONE} changesAcl`,
    source: API('PutObjectAcl'),
  },
  // Writes
  'an upload': {
    line: put,
    event: { eventName: 'PutObject', key: 'k' },
    is: `${DONE} ${WROTE} uploads`,
    source: API('PutObject'),
  },
  'a form upload': {
    line: { operation: 'REST.POST.OBJECT', key: 'k', status: 204 },
    is: `${DONE} ${WROTE} uploads`,
    source: API('POST Object'),
  },
  'a copy': {
    line: { operation: 'REST.COPY.OBJECT', key: 'k' },
    event: { eventName: 'CopyObject', key: 'k' },
    is: `${DONE} ${WROTE}`,
    source: API('CopyObject'),
  },
  'a copy, as Scality names it': {
    line: { operation: 'REST.PUT.OBJECT_COPY', key: 'k' },
    is: `${DONE} ${WROTE}`,
    source: 'Scality CloudServer: server access log operations',
  },
  'an upload in parts that begins': {
    line: { operation: 'REST.POST.UPLOADS', key: 'k' },
    event: { eventName: 'CreateMultipartUpload', key: 'k' },
    is: DONE,
    source: API('CreateMultipartUpload'),
  },
  'a part': {
    line: { operation: 'REST.PUT.PART', key: 'k' },
    event: { eventName: 'UploadPart', key: 'k' },
    is: `${DONE} isUploadPart isWriteRequest uploads`,
    source: API('UploadPart: no object before CompleteMultipartUpload'),
  },
  'a part by a copy': {
    line: { operation: 'REST.COPY.PART', key: 'k' },
    event: { eventName: 'UploadPartCopy', key: 'k' },
    is: `${DONE} isUploadPart isWriteRequest`,
    source: API('UploadPartCopy'),
  },
  'an upload in parts that is complete': {
    line: { operation: 'REST.POST.UPLOAD', key: 'k' },
    event: { eventName: 'CompleteMultipartUpload', key: 'k' },
    is: `${DONE} ${WROTE}`,
    source: API('CompleteMultipartUpload'),
  },
  // Deletions
  'a deletion': {
    line: remove,
    event: { eventName: 'DeleteObject', key: 'k' },
    is: `${DONE} ${DELETES}`,
    source: API('DeleteObject'),
  },
  'a deletion of a version': {
    line: { ...remove, uri: 'DELETE /k?versionId=V1 HTTP/1.1', versionId: 'V1' },
    event: { eventName: 'DeleteObject', key: 'k', parameters: { versionId: 'V1' } },
    is: `${DONE} ${DELETES} namesVersion isPermanent`,
    source: API('DeleteObject, versionId'),
  },
  'a deletion of a key that looks like a version': {
    line: { ...remove, key: 'logs/versionId%253D3/a', uri: 'DELETE /logs/versionId=3/a HTTP/1.1' },
    is: `${DONE} ${DELETES}`,
    source: API('DeleteObject, request syntax: a query parameter'),
  },
  'a deletion that leaves a marker': {
    line: { ...remove, versionId: 'M1' },
    is: `${DONE} ${DELETES} leavesMarker isMarker`,
    source: MARKERS,
  },
  'a deletion that leaves a marker, in CloudTrail': {
    event: {
      eventName: 'DeleteObject',
      key: 'k',
      fields: { responseElements: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': 'M1' } },
    },
    is: `${DONE} ${DELETES} leavesMarker isMarker`,
    source: API('DeleteObject, x-amz-delete-marker'),
  },
  'an undelete': {
    line: { ...remove, key: 'undeleted', uri: 'DELETE /undeleted?versionId=M2 HTTP/1.1', versionId: 'M2' },
    besides: {
      lines: [
        {
          operation: 'S3.CREATE.DELETEMARKER',
          key: 'undeleted',
          status: '-',
          versionId: 'M2',
          requester: 'AmazonS3',
        },
      ],
    },
    is: `${DONE} ${DELETES} namesVersion removesMarker`,
    source: `${MARKERS}: removing delete markers`,
  },
  'an undelete of what a read showed to be a marker': {
    line: { ...remove, key: 'shown', uri: 'DELETE /shown?versionId=M3 HTTP/1.1', versionId: 'M3' },
    besides: {
      lines: [
        {
          operation: 'REST.GET.OBJECT',
          key: 'shown',
          uri: 'GET /shown?versionId=M3 HTTP/1.1',
          status: 405,
          errorCode: 'MethodNotAllowed',
          versionId: 'M3',
        },
      ],
    },
    is: `${DONE} ${DELETES} namesVersion removesMarker`,
    source: `${MARKERS}: a GET of a marker by its version is 405`,
  },
  'an undelete in CloudTrail': {
    event: {
      eventName: 'DeleteObject',
      key: 'k',
      parameters: { versionId: 'M4' },
      fields: { responseElements: { 'x-amz-delete-marker': 'true' } },
    },
    is: `${DONE} ${DELETES} namesVersion removesMarker`,
    source: API('DeleteObject, x-amz-delete-marker'),
  },
  'a deletion that was refused': {
    line: { ...remove, status: 403, errorCode: 'AccessDenied' },
    event: { eventName: 'DeleteObject', key: 'k', errorCode: 'AccessDenied' },
    is: `${REFUSED} ${REQUEST} ${DELETES}`,
    source: LIST_OF_CODES,
  },
  'a batch deletion': {
    line: { operation: 'REST.POST.MULTI_OBJECT_DELETE' },
    event: { eventName: 'DeleteObjects' },
    is: `${DONE} isBatchDeletion`,
    source: API('DeleteObjects'),
  },
  'a key of a batch deletion': {
    line: { operation: 'BATCH.DELETE.OBJECT', key: 'k', status: 204 },
    is: `succeeded isIdentified isBatchKey ${DELETES}`,
    source: `${LOG_FORMAT}: BATCH`,
  },
  'a key of a batch deletion by Ceph': {
    line: { operation: 'REST.POST.DELETE_MULTI_OBJECT', key: 'k' },
    is: `succeeded isIdentified isBatchKey ${DELETES}`,
    source: 'Ceph documentation, Bucket logging: Standard records',
  },
  'an expiration': {
    line: { operation: 'S3.EXPIRE.OBJECT', key: 'k', status: '-', requester: 'AmazonS3' },
    is: 'succeeded isByS3 isService isIdentified isDeletion isExpiration isPermanent',
    source: 'S3 user guide, Lifecycle and logging',
  },
  'a marker by a lifecycle rule': {
    line: { operation: 'S3.CREATE.DELETEMARKER', key: 'k', status: '-', requester: 'AmazonS3' },
    is: 'succeeded isByS3 isService isIdentified isDeletion isExpiration leavesMarker isMarker',
    source: 'S3 user guide, Lifecycle and logging',
  },
  'an upload that S3 aborts': {
    line: { operation: 'S3.DELETE.UPLOAD', key: 'k', status: '-', requester: '-' },
    is: 'succeeded isByS3 isService isIdentified isExpiration',
    source: 'S3 user guide, Lifecycle and logging',
  },
  // Requesters
  'the owner': {
    line: { ...put, requester: OWNER },
    is: `${DONE} isOwner ${WROTE} uploads`,
    source: `${LOG_FORMAT}: bucket owner, requester`,
  },
  'somebody by a canonical id': {
    line: { ...put, requester: CANONICAL },
    is: `${DONE} isCanonicalId ${WROTE} uploads`,
    source: `${LOG_FORMAT}: requester`,
  },
  'the root user': {
    line: { ...get, requester: ROOT },
    event: {
      eventName: 'GetObject',
      key: 'k',
      identity: { type: 'Root', arn: ROOT, accountId: '111122223333' },
    },
    is: `${DONE} isRoot ${READ}`,
    source: IDENTITY,
  },
  'a service': {
    line: { ...get, requester: 'svc:cloudfront.amazonaws.com' },
    event: { eventName: 'GetObject', key: 'k', identity: SERVICE },
    is: `${DONE} isService ${READ}`,
    source: IDENTITY,
  },
  // Settings and what s3audit does not know
  'a new policy': {
    line: { operation: 'REST.PUT.BUCKETPOLICY', status: 204 },
    event: { eventName: 'PutBucketPolicy' },
    is: `${DONE} changesSettings`,
    source: EVENTS,
  },
  'a new policy, as Scality names it': {
    line: { operation: 'REST.PUT.BUCKET_POLICY', status: 204 },
    is: `${DONE} changesSettings`,
    source: 'Scality CloudServer: server access log operations',
  },
  'a new bucket': {
    line: { operation: 'REST.PUT.BUCKET' },
    event: { eventName: 'CreateBucket' },
    is: `${DONE} changesSettings`,
    source: EVENTS,
  },
  'an operation of tomorrow': {
    line: { operation: 'REST.PUT.OBJECT_RENAME', key: 'k' },
    event: { eventName: 'RenameObject', key: 'k' },
    is: `${DONE} isUnknownChange`,
    source: 'none: what s3audit does not know must be told',
  },
  'a read of tomorrow': {
    line: { operation: 'REST.GET.UNKNOWN', key: 'k' },
    is: DONE,
    source: 'none: GET changes nothing',
  },
}
