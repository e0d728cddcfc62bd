import { read, readDenied, readPart, removeDenied, removeTogether } from './actions.ts'
import {
  ANNA,
  INTERN,
  JONAS,
  NIGHTLY_CLEANUP,
  OUTDATED_KEY,
  PUBLIC_READER,
  REPORTING,
  SCANNER,
  THUMBNAILER,
} from './cast.ts'
import { oldInvoice, press, thumbnail } from './keys.ts'
import { OPEN_POLICY, TIGHT_POLICY } from './policies.ts'
import type { Random } from './random.ts'
import { bucketRequest, objectRequest, type SampleRequest } from './request.ts'
import { moment, SECOND, type Week } from './week.ts'

/** How often each thing happens in the week, whatever the seed. */
export const PLANTED = {
  deletedInvoices: 1200,
  deniedReports: 420,
  throttledThumbnails: 900,
  publicReads: 280,
  scannerProbes: 40,
  outdatedKeyRequests: 36,
  deniedDeletes: 12,
  deniedBatchDeletes: 15,
} as const

/** The batch deletion: two DeleteObjects requests within two minutes, of 1,000 keys (the most there can be) and the rest. */
export function deletionAtNight(week: Week, random: Random): SampleRequest[] {
  const keys = Array.from({ length: PLANTED.deletedInvoices }, (_, index) => oldInvoice(index))
  const visit = { random, bucket: 'shop-invoices', actor: NIGHTLY_CLEANUP } as const
  return [
    ...removeTogether({ ...visit, time: moment(week, 5, '02:13:07') }, keys.slice(0, 1000)),
    ...removeTogether({ ...visit, time: moment(week, 5, '02:14:41') }, keys.slice(1000)),
  ]
}

/** Versioning of shop-invoices: suspended before the deletion, and on again in the morning. */
export function suspendedVersioning(week: Week, random: Random): SampleRequest[] {
  const change = (actor: typeof JONAS, time: string, Status: string) =>
    bucketRequest(
      { random, time: moment(week, 5, time), bucket: 'shop-invoices', actor, key: '' },
      {
        operation: 'REST.PUT.VERSIONING',
        parameters: { VersioningConfiguration: { Status, xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/' } },
      },
    )
  return [change(JONAS, '01:58:20', 'Suspended'), change(ANNA, '07:32:45', 'Enabled')]
}

const POLICY_CHANGED = '16:40:12'
const POLICY_REVERTED = '17:06:48'

/** The policy of shop-exports changes, the reports are refused until it is reverted; before, Jonas was refused the change. */
export function brokenPolicy(week: Week, random: Random): SampleRequest[] {
  const put = (actor: typeof ANNA, time: string, bucketPolicy: object, denied = false) =>
    bucketRequest(
      { random, time: moment(week, 6, time), bucket: 'shop-exports', actor, key: '' },
      {
        operation: 'REST.PUT.BUCKETPOLICY',
        parameters: { bucketPolicy },
        ...(denied ? { status: 403, errorCode: 'AccessDenied' } : { status: 204 }),
      },
    )
  const from = moment(week, 6, '16:43:30')
  const burst = Array.from({ length: PLANTED.deniedReports }, (_, index) => {
    const visit = {
      random,
      time: from + index * 3 * SECOND,
      bucket: 'shop-exports',
      actor: random.pick(REPORTING),
    } as const
    return readDenied({
      ...visit,
      key: `orders/dt=latest/part-${String(index).padStart(5, '0')}.snappy.parquet`,
    })
  })
  return [
    put(JONAS, '16:31:05', TIGHT_POLICY, true),
    put(ANNA, POLICY_CHANGED, TIGHT_POLICY),
    ...burst.flat(),
    put(ANNA, POLICY_REVERTED, OPEN_POLICY),
  ]
}

/** While the tight policy stands, everything else that the reporting role asks for is refused, too. */
export function underPolicy(week: Week, request: SampleRequest): SampleRequest {
  const stands =
    request.time >= moment(week, 6, POLICY_CHANGED) && request.time < moment(week, 6, POLICY_REVERTED)
  if (!stands || request.bucket !== 'shop-exports' || !REPORTING.includes(request.actor)) return request
  const { objectSize: _, ...refused } = request
  return { ...refused, status: 403, errorCode: 'AccessDenied', bytesSent: 243 }
}

/** S3 tells the thumbnailer to slow down, on one prefix. */
export function throttledPrefix(week: Week, random: Random): SampleRequest[] {
  return Array.from({ length: PLANTED.throttledThumbnails }, (_, index) => {
    const time = moment(week, 4, '11:20') + 2 * index * SECOND
    return objectRequest(
      { random, time, bucket: 'shop-media', actor: THUMBNAILER, key: thumbnail(random, time) },
      { operation: 'REST.PUT.OBJECT', status: 503, errorCode: 'SlowDown' },
    )
  })
}

/** Anyone may read the press photos; a scanner without credentials tries the archive; a script still uses a deleted key. */
export function strangers(week: Week, random: Random): SampleRequest[] {
  const anyTime = () =>
    moment(week, random.between(1, 6), `${random.between(6, 21)}:${random.between(0, 59)}`)
  return [
    ...several(PLANTED.publicReads, () => {
      const time = anyTime()
      const action = random.fraction() < 0.2 ? readPart : read
      return action({ random, time, bucket: 'shop-media', actor: PUBLIC_READER, key: press(random, time) })
    }),
    ...several(PLANTED.scannerProbes, () =>
      readDenied({
        random,
        time: anyTime(),
        bucket: 'shop-archive',
        actor: SCANNER,
        key: `.env.${random.between(1, 99)}`,
      }),
    ),
    ...several(PLANTED.outdatedKeyRequests, () => [
      objectRequest(
        {
          random,
          time: anyTime(),
          bucket: 'shop-invoices',
          actor: OUTDATED_KEY,
          key: 'invoices/2026/export.zip',
        },
        { operation: 'REST.GET.OBJECT', status: 403, errorCode: 'InvalidAccessKeyId' },
      ),
    ]),
  ]
}

/** Someone who may not delete tries to: one by one, then all at once. */
export function deniedDeletes(week: Week, random: Random): SampleRequest[] {
  const visit = { random, bucket: 'shop-invoices', actor: INTERN } as const
  const keys = Array.from({ length: PLANTED.deniedDeletes + PLANTED.deniedBatchDeletes }, (_, index) =>
    oldInvoice(2000 + index),
  )
  const [single, together] = [keys.slice(0, PLANTED.deniedDeletes), keys.slice(PLANTED.deniedDeletes)]
  return [
    ...single.flatMap((key, index) =>
      removeDenied({ ...visit, key, time: moment(week, 3, '14:20') + 4 * index * SECOND }),
    ),
    ...removeTogether({ ...visit, time: moment(week, 3, '14:27:30') }, together, true),
  ]
}

const several = (count: number, one: () => SampleRequest[]) => Array.from({ length: count }, one).flat()
