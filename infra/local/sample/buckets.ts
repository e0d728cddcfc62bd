import type { BucketLogging } from '../s3/logging.ts'

export const ACCOUNT = '111122223333'
export const PARTNER_ACCOUNT = '444455556666'
export const REGION = 'eu-west-1'

/** Where the access logs are delivered, where the trail writes, and where s3audit works. */
export const LOG_BUCKET = 'example-logs'
export const TRAIL_BUCKET = 'example-trail'
export const WORKSPACE_BUCKET = 's3audit-workspace'

export const AUDITED_BUCKETS = ['shop-invoices', 'shop-media', 'shop-exports', 'shop-archive'] as const
export type AuditedBucket = (typeof AUDITED_BUCKETS)[number]

export interface BucketSpec {
  name: string
  region: string
  versioned: boolean
  /** Undefined: access logging is off. */
  logging?: BucketLogging
}

const logged = (targetPrefix: string): BucketLogging => ({ targetBucket: LOG_BUCKET, targetPrefix })
const byEventTime = (targetPrefix: string): BucketLogging => ({
  ...logged(targetPrefix),
  partitionDateSource: 'EventTime',
})
const bucket = (name: string): BucketSpec => ({ name, region: REGION, versioned: false })

/** The four buckets one asks about: two with dated log keys, one date-partitioned, one without access logging. */
export const AUDITED: Record<AuditedBucket, BucketSpec> = {
  'shop-invoices': {
    ...bucket('shop-invoices'),
    versioned: true,
    logging: logged('access/shop-invoices/'),
  },
  'shop-media': { ...bucket('shop-media'), logging: logged('access/shop-media/') },
  'shop-exports': { ...bucket('shop-exports'), logging: byEventTime('partitioned/') },
  'shop-archive': { ...bucket('shop-archive'), versioned: true },
}

/** The buckets whose object-level requests the trail records; management events it records for all. */
export const DATA_EVENT_BUCKETS: ReadonlySet<string> = new Set<AuditedBucket>([
  'shop-invoices',
  'shop-exports',
  'shop-archive',
])

/** Every bucket of the sample. */
export const BUCKETS: readonly BucketSpec[] = [
  ...Object.values(AUDITED),
  ...[LOG_BUCKET, TRAIL_BUCKET, WORKSPACE_BUCKET].map(bucket),
]
