import { list, removeTogether, versionId, write } from './actions.ts'
import { AUDITED, AUDITED_BUCKETS, type AuditedBucket } from './buckets.ts'
import { CLOUDTRAIL_SERVICE, CONFIG, LEGACY_ERP, LIFECYCLE, NIGHTLY_CLEANUP } from './cast.ts'
import type { OperationName } from './operations.ts'
import type { Random } from './random.ts'
import { bucketRequest, objectRequest, type SampleRequest } from './request.ts'
import { DAY, HOUR, moment, SECOND, type Week } from './week.ts'

const DAYS = [0, 1, 2, 3, 4, 5, 6]

/** How many objects the lifecycle rules take on one day, by bucket and action. */
export const LIFECYCLE_PER_DAY = [
  { bucket: 'shop-invoices', operation: 'S3.CREATE.DELETEMARKER', folder: 'tmp', count: 40 },
  { bucket: 'shop-invoices', operation: 'S3.EXPIRE.OBJECT', folder: 'tmp', count: 60 },
  { bucket: 'shop-media', operation: 'S3.EXPIRE.OBJECT', folder: 'cache', count: 150 },
  { bucket: 'shop-media', operation: 'S3.DELETE.UPLOAD', folder: 'catalog', count: 4 },
  { bucket: 'shop-exports', operation: 'S3.TRANSITION_SIA.OBJECT', folder: 'orders', count: 30 },
] as const satisfies { bucket: AuditedBucket; operation: OperationName; folder: string; count: number }[]

/** Keys that the nightly clean-up takes on an ordinary night. */
export const CLEANED_PER_NIGHT = 24

/** What happens by the clock: lifecycle, the nightly clean-up, the old ERP's hourly upload, AWS's own look-ups. */
export const chores = (week: Week, random: Random): SampleRequest[] => [
  ...DAYS.flatMap(day => lifecycle(week, day, random)),
  ...DAYS.flatMap(day => nightlyCleanup(week, day, random)),
  ...hours(week).flatMap(hour => legacyUpload(hour, random)),
  ...DAYS.flatMap(day => lookUps(week, day, random)),
]

/** Lifecycle works after midnight. S3 does these itself: no request, no client, no status. */
function lifecycle(week: Week, day: number, random: Random): SampleRequest[] {
  return LIFECYCLE_PER_DAY.flatMap(({ bucket, operation, folder, count }) =>
    Array.from({ length: count }, (_, index) => {
      const time = moment(week, day, '00:08') + SECOND * random.between(0, 1500)
      const key = `${folder}/day-${day}/object ${index}`
      const version = AUDITED[bucket].versioned ? { versionId: versionId({ random }) } : {}
      return objectRequest({ random, time, bucket, actor: LIFECYCLE, key }, { operation, ...version })
    }),
  )
}

function nightlyCleanup(week: Week, day: number, random: Random): SampleRequest[] {
  const visit = {
    random,
    time: moment(week, day, '02:05'),
    bucket: 'shop-invoices',
    actor: NIGHTLY_CLEANUP,
  } as const
  const keys = Array.from({ length: CLEANED_PER_NIGHT }, (_, index) => `tmp/day-${day}/render-${index}.html`)
  return [
    ...list({ ...visit, key: keys[0] ?? '' }),
    ...removeTogether({ ...visit, time: visit.time + SECOND }, keys),
  ]
}

/** Two requests an hour by a client that signs and encrypts as one did fifteen years ago. */
function legacyUpload(hour: number, random: Random): SampleRequest[] {
  const key = `erp/${new Date(hour).toISOString().slice(0, 13)}/batch.csv`
  const visit = {
    random,
    time: hour + SECOND * random.between(60, 120),
    bucket: 'shop-invoices',
    actor: LEGACY_ERP,
    key,
  } as const
  return [...write(visit), ...list({ ...visit, time: visit.time + SECOND })]
}

/** AWS Config and CloudTrail read the configuration of every bucket each day. */
function lookUps(week: Week, day: number, random: Random): SampleRequest[] {
  return AUDITED_BUCKETS.flatMap(bucket => {
    const visit = {
      random,
      time: moment(week, day, '05:30') + SECOND * random.between(0, 900),
      bucket,
      key: '',
    }
    const byConfig = { ...visit, actor: CONFIG }
    return [
      bucketRequest(byConfig, { operation: 'REST.GET.ACL', bytesSent: 480 }),
      bucketRequest(byConfig, { operation: 'REST.GET.BUCKETPOLICY', bytesSent: 640, after: 1 }),
      bucketRequest(byConfig, { operation: 'REST.GET.VERSIONING', bytesSent: 162, after: 1 }),
      bucketRequest(byConfig, { operation: 'REST.GET.ENCRYPTION', bytesSent: 310, after: 2 }),
      bucketRequest({ ...visit, actor: CLOUDTRAIL_SERVICE }, { operation: 'REST.GET.ACL', bytesSent: 480 }),
    ]
  })
}

const hours = ({ start, end }: Week): number[] =>
  Array.from({ length: (7 * DAY) / HOUR }, (_, hour) => start + hour * HOUR).filter(hour => hour < end)
