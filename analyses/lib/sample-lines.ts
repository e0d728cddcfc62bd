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
  /** The request line without its quotes; made of the operation and key unless told. */
  uri?: string
  bytesSent?: number
  objectSize?: number
  versionId?: string
  requestId?: string
  /** In the example's hour: `mm:ss`. */
  at?: string
}

/** An access-log record of 27 fields. */
export function logLine({ operation, status = 200, at = '15:00', ...fields }: LogLine): string {
  const { key = '-', errorCode = '-', requester = ADA, remoteIp = '203.0.113.7' } = fields
  const { bytesSent = '-', objectSize = '-', versionId = '-', requestId = '3E57427F3EXAMPLE' } = fields
  const method = operation.split('.')[1] ?? 'GET'
  // Records of S3's own and the keys of a batch have no request line.
  const uri = /^(S3|BATCH)\./.test(operation) ? '-' : `"${fields.uri ?? `${method} /${key} HTTP/1.1`}"`
  return (
    `36c1f05b76016b78 ${EXAMPLE_BUCKET} [20/Nov/2026:07:${at} +0000] ${remoteIp} ${requester} ${requestId} ${operation} ${key} ` +
    `${uri} ${status} ${errorCode} ${bytesSent} ${objectSize} 12 7 "-" "aws-cli/2.28" ${versionId} hostid= ` +
    `SigV4 TLS_AES_128_GCM_SHA256 AuthHeader ${EXAMPLE_BUCKET}.s3.eu-west-1.amazonaws.com TLSv1.3 - - eu-west-1`
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
  requestId?: string
  /** In the example's hour: `mm:ss`. */
  at?: string
}

/** A CloudTrail event, as one line of JSON. */
export function trailEvent({ eventName, key, at = '15:00', ...fields }: TrailEvent): string {
  const { errorCode, errorMessage, identity = ADA, sourceIp = '203.0.113.7' } = fields
  const { parameters, bytesSent = 0, requestId = '3E57427F3EXAMPLE' } = fields
  const time = `2026-11-20T07:${at}Z`
  return JSON.stringify({
    eventVersion: '1.11',
    userIdentity:
      typeof identity === 'string' ? { type: 'IAMUser', arn: identity, accountId: '111122223333' } : identity,
    eventTime: time,
    eventSource: 's3.amazonaws.com',
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: sourceIp,
    userAgent: '[aws-cli/2.28]',
    ...(errorCode !== undefined && { errorCode }),
    ...(errorMessage !== undefined && { errorMessage }),
    requestParameters: { bucketName: EXAMPLE_BUCKET, ...(key !== undefined && { key }), ...parameters },
    additionalEventData: { bytesTransferredOut: bytesSent, bytesTransferredIn: 0 },
    requestID: requestId,
    eventID: `${eventName} ${key} ${time} ${requestId}`,
    eventType: 'AwsApiCall',
    recipientAccountId: '111122223333',
  })
}
