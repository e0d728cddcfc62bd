import { defined } from '../../../../analyses/lib/defined.ts'
import { ACCOUNT, AUDITED, type BucketSpec, DATA_EVENT_BUCKETS } from '../buckets.ts'
import type { Actor } from '../actor.ts'
import { operationOf } from '../operations.ts'
import { hash } from '../random.ts'
import type { SampleRequest } from '../request.ts'

/** A CloudTrail record (record contents page of the CloudTrail user guide, version 1.11). */
export type CloudTrailEvent = Record<string, unknown> & { eventTime: string; requestID: string }

/** S3 turns these away before it knows who asks; CloudTrail never hears of them. */
const NOT_AUTHENTICATED = new Set([
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'ExpiredToken',
  'RequestTimeTooSkewed',
])

/**
 * The event that the trail records for a request: management events of every bucket, data events of the
 * buckets it was told to watch, nothing of what lifecycle does.
 */
export function cloudTrailEvent(request: SampleRequest): CloudTrailEvent | undefined {
  const { event, category, readOnly } = operationOf(request.operation)
  const watched = category === 'Management' || DATA_EVENT_BUCKETS.has(request.bucket)
  if (!event || !watched || NOT_AUTHENTICATED.has(request.errorCode ?? '')) return undefined
  const { actor } = request
  const { accountId } = actor.identity
  return {
    eventVersion: '1.11',
    userIdentity: actor.identity,
    eventTime: `${new Date(request.time).toISOString().slice(0, 19)}Z`,
    eventSource: 's3.amazonaws.com',
    eventName: event,
    awsRegion: AUDITED[request.bucket].region,
    sourceIPAddress: actor.identity.invokedBy ?? request.address,
    userAgent: actor.identity.invokedBy ?? `[${request.userAgent}]`,
    ...failure(request, event),
    requestParameters: parameters(request),
    responseElements: null,
    additionalEventData: additionalData(request),
    requestID: request.requestId,
    eventID: eventId(request),
    readOnly,
    resources: resources(request),
    eventType: 'AwsApiCall',
    managementEvent: category === 'Management',
    recipientAccountId: ACCOUNT,
    // Both accounts get an event of a request across accounts; this id ties the two.
    ...(accountId !== ACCOUNT && { sharedEventID: uuid(`shared ${request.requestId}`) }),
    ...(actor.vpcEndpoint && { vpcEndpointId: actor.vpcEndpoint, vpcEndpointAccountId: ACCOUNT }),
    eventCategory: category,
    ...(!actor.identity.invokedBy && { tlsDetails: tlsDetails(actor, AUDITED[request.bucket]) }),
  }
}

const host = ({ name, region }: BucketSpec): string => `${name}.s3.${region}.amazonaws.com`
const arn = ({ bucket, key }: SampleRequest): string =>
  `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`

function failure(request: SampleRequest, event: string) {
  const { errorCode, actor } = request
  if (!errorCode) return {}
  if (errorCode !== 'AccessDenied') return { errorCode, errorMessage: 'The specified key does not exist.' }
  const caller = actor.identity.arn ?? actor.identity.principalId
  const refusal = `User: ${caller} is not authorized to perform: s3:${event} on resource: "${arn(request)}"`
  return {
    errorCode,
    errorMessage: actor.requester
      ? `${refusal} because no resource-based policy allows the s3:${event} action`
      : 'Access Denied',
  }
}

function parameters(request: SampleRequest): Record<string, unknown> {
  const { resource } = operationOf(request.operation)
  return {
    bucketName: request.bucket,
    Host: host(AUDITED[request.bucket]),
    ...defined({ key: request.key }),
    ...(resource && { [resource]: '' }),
    ...(request.versionId && { versionId: request.versionId }),
    ...request.parameters,
  }
}

function additionalData({ actor, bytesSent, objectSize, operation: name, hostId }: SampleRequest) {
  return {
    ...(actor.signature && { SignatureVersion: actor.signature, AuthenticationMethod: actor.authentication }),
    CipherSuite: actor.cipher,
    bytesTransferredIn: name.includes('.PUT.') ? (objectSize ?? 0) : 0,
    bytesTransferredOut: bytesSent ?? 0,
    'x-amz-id-2': hostId,
  }
}

function resources(request: SampleRequest) {
  const bucket = { accountId: ACCOUNT, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${request.bucket}` }
  return request.key === undefined ? [bucket] : [{ type: 'AWS::S3::Object', ARN: arn(request) }, bucket]
}

function tlsDetails({ tls, cipher }: Actor, bucket: BucketSpec) {
  return { tlsVersion: tls, cipherSuite: cipher, clientProvidedHostHeader: host(bucket) }
}

/** The keys of a batch share the request id; each event has an id of its own. */
const eventId = ({ requestId, operation: name, key = '' }: SampleRequest): string =>
  uuid(`${requestId} ${name} ${key}`)

/** A name as a UUID: the same for the same name, and apart from all others for our purposes. */
function uuid(name: string): string {
  const digits = ['a', 'b', 'c', 'd']
    .map(part =>
      hash(part + name)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('')
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20)}`
}
