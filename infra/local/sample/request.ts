import type { AuditedBucket } from './buckets.ts'
import type { Actor } from './actor.ts'
import { operationOf, type OperationName } from './operations.ts'
import { hash, type Random, type Weighted } from './random.ts'
import { SECOND } from './week.ts'

/** How many fields a record has: S3 appended fields over the years. */
export type FieldCount = 18 | 24 | 26 | 27

/** One request as S3 sees it; the records of both logs are made from it. Sizes in bytes, times in ms. */
export interface SampleRequest {
  /** Epoch milliseconds, whole seconds. */
  time: number
  bucket: AuditedBucket
  /** As the client means it: not encoded. */
  key?: string
  operation: OperationName
  actor: Actor
  address: string
  userAgent: string
  referrer?: string
  query?: string
  status?: number
  errorCode?: string
  bytesSent?: number
  objectSize?: number
  totalTime?: number
  turnaroundTime?: number
  versionId?: string
  requestId: string
  hostId: string
  /** CloudTrail's request parameters besides bucket, key and host. */
  parameters?: Record<string, unknown>
  fields: FieldCount
}

/** Somebody about to do something: where a request gets what it is not told. */
export interface Visit {
  random: Random
  time: number
  bucket: AuditedBucket
  actor: Actor
  key: string
}

export type Facts = Pick<SampleRequest, 'operation'> &
  Partial<
    Pick<
      SampleRequest,
      'errorCode' | 'query' | 'versionId' | 'requestId' | 'parameters' | 'bytesSent' | 'status'
    >
  > & {
    /** Seconds after the visit's time. */
    after?: number
  }

const FIELDS: Weighted<FieldCount> = [
  [970, 27],
  [20, 26],
  [7, 24],
  [3, 18],
]
const ID = 'ABCDEFGHJKMNPQRSTVWXYZ0123456789'

/** A request to an object: the visit's bucket and key, and the facts given. */
export function objectRequest(visit: Visit, facts: Facts): SampleRequest {
  return { ...bucketRequest(visit, facts), key: visit.key, ...sizes(visit.key, facts) }
}

/** A request to the bucket itself: no key. */
export function bucketRequest(visit: Visit, { after = 0, ...facts }: Facts): SampleRequest {
  const { random, actor } = visit
  const { success } = operationOf(facts.operation)
  const turnaroundTime = 4 + Math.floor(60 * random.fraction() ** 3)
  return {
    time: visit.time + after * SECOND,
    bucket: visit.bucket,
    actor,
    address: random.pick(actor.addresses),
    userAgent: random.pick(actor.userAgents),
    ...(actor.referrers && { referrer: random.pick(actor.referrers) }),
    ...(success && { status: success, turnaroundTime, totalTime: turnaroundTime + random.between(0, 9) }),
    requestId: random.text(16, ID),
    hostId: random.base64(14),
    fields: random.weighted(FIELDS),
    ...(facts.errorCode && { bytesSent: 243 }),
    ...facts,
  }
}

/** An object is as big as its key says: 1 KB to 4 MB, the same in every record about it. */
export const sizeOf = (key: string): number => 1024 + Math.floor(4_000_000 * (hash(key) / 2 ** 32) ** 6)

function sizes(key: string, { operation, errorCode, status, bytesSent }: Facts) {
  if (errorCode || operation.includes('TAGGING')) return {}
  const objectSize = sizeOf(key)
  const sendsBody = operation === 'REST.GET.OBJECT' && status !== 304
  return sendsBody ? { objectSize, bytesSent: bytesSent ?? objectSize } : { objectSize }
}
