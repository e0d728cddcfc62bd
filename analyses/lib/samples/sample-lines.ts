import { DateTime } from 'luxon'

/**
 * Log lines for examples, in the forms that S3 and CloudTrail write. All are of one bucket and one hour; an
 * example names what it is about, the rest is usual.
 */

export const EXAMPLE_BUCKET = 'my-bucket'
export const EXAMPLE_WINDOW = { from: '2026-11-20T07:00:00Z', to: '2026-11-20T08:00:00Z' }
export const ADA = 'arn:aws:iam::111122223333:user/ada'

interface LogLine {
  operation: string
  /** As logged: percent-encoded twice in requests, once in `BATCH.` and `S3.` records. */
  key?: string
  status?: number | '-'
  errorCode?: string
  requester?: string
  remoteIp?: string
  /** The request line without its quotes; by default made of the operation and key. */
  uri?: string
  bytesSent?: number
  objectSize?: number
  versionId?: string
  requestId?: string
  totalMs?: number
  turnaroundMs?: number
  /** Without its quotes. */
  referrer?: string
  userAgent?: string
  /** `SigV2`, or `-` where nobody signed. */
  signature?: string
  authType?: string
  cipherSuite?: string
  tls?: string
  host?: string
  accessPoint?: string
  aclRequired?: string
  sourceRegion?: string
  bucket?: string
  at?: At
}

/** In the example's hour, `mm:ss`, or any second: `2026-11-19T23:59:59`. */
type At = string

const instantOf = (at: At): DateTime =>
  DateTime.fromISO(at.includes('T') ? at : `2026-11-20T07:${at}`, { zone: 'utc' })

/** An access-log record of 27 fields. */
export function logLine({ operation, status = 200, at = '15:00', ...fields }: LogLine): string {
  const { key = '-', errorCode = '-', requester = ADA, remoteIp = '203.0.113.7' } = fields
  const { bucket = EXAMPLE_BUCKET, totalMs = 12, turnaroundMs = 7, referrer = '-' } = fields
  const {
    userAgent = 'aws-cli/2.28',
    signature = requester === '-' ? '-' : 'SigV4',
    cipherSuite = 'TLS_AES_128_GCM_SHA256',
  } = fields
  const {
    authType = signature === '-' ? '-' : 'AuthHeader',
    host = `${bucket}.s3.eu-west-1.amazonaws.com`,
    tls = 'TLSv1.3',
  } = fields
  const { accessPoint = '-', aclRequired = '-', sourceRegion = 'eu-west-1' } = fields
  const time = instantOf(at).toFormat('dd/LLL/yyyy:HH:mm:ss', { locale: 'en-US' })
  const { bytesSent = '-', objectSize = '-', versionId = '-', requestId = '3E57427F3EXAMPLE' } = fields
  const method = operation.split('.')[1] ?? 'GET'
  // Records of S3's own and the keys of a batch have no request line.
  const uri = /^(S3|BATCH)\./.test(operation) ? '-' : `"${fields.uri ?? `${method} /${key} HTTP/1.1`}"`
  return (
    `36c1f05b76016b78 ${bucket} [${time} +0000] ${remoteIp} ${requester} ${requestId} ${operation} ${key} ` +
    `${uri} ${status} ${errorCode} ${bytesSent} ${objectSize} ${totalMs} ${turnaroundMs} "${referrer}" "${userAgent}" ${versionId} hostid= ` +
    `${signature} ${cipherSuite} ${authType} ${host} ${tls} ${accessPoint} ${aclRequired} ${sourceRegion}`
  )
}

interface TrailEvent {
  eventName: string
  key?: string
  errorCode?: string
  errorMessage?: string
  /** The whole identity, or the ARN of a user. */
  identity?: Record<string, unknown> | string
  sourceIp?: string
  /** Besides the bucket and the key. */
  parameters?: Record<string, unknown>
  bytesSent?: number
  bytesReceived?: number
  requestId?: string
  userAgent?: string
  eventSource?: string
  /** Besides the byte counts in `additionalEventData`. */
  additional?: Record<string, unknown>
  /** Any other field of the event, or one of the above as it is to stand. */
  fields?: Record<string, unknown>
  at?: At
}

/** A CloudTrail event, as one line of JSON. */
export function trailEvent({ eventName, key, at = '15:00', ...fields }: TrailEvent): string {
  const { errorCode, errorMessage, identity = ADA, sourceIp = '203.0.113.7' } = fields
  const { parameters, bytesSent = 0, bytesReceived = 0, requestId = '3E57427F3EXAMPLE' } = fields
  const time = instantOf(at).toISO({ suppressMilliseconds: true })
  return JSON.stringify({
    eventVersion: '1.11',
    userIdentity:
      typeof identity === 'string' ? { type: 'IAMUser', arn: identity, accountId: '111122223333' } : identity,
    eventTime: time,
    eventSource: fields.eventSource ?? 's3.amazonaws.com',
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: sourceIp,
    userAgent: fields.userAgent ?? '[aws-cli/2.28]',
    ...(errorCode !== undefined && { errorCode }),
    ...(errorMessage !== undefined && { errorMessage }),
    requestParameters: { bucketName: EXAMPLE_BUCKET, ...(key !== undefined && { key }), ...parameters },
    additionalEventData: {
      bytesTransferredOut: bytesSent,
      bytesTransferredIn: bytesReceived,
      ...fields.additional,
    },
    requestID: requestId,
    eventID: `${eventName} ${key} ${time} ${requestId}`,
    eventType: 'AwsApiCall',
    recipientAccountId: '111122223333',
    ...fields.fields,
  })
}
