import fs from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { AUDITED, type AuditedBucket, LOG_BUCKET, TRAIL_BUCKET } from '../../../infra/local/sample/buckets.ts'
import { layOutSample } from '../../../infra/local/sample/delivery/lay-out.ts'
import { weekUntil } from '../../../infra/local/sample/week.ts'
import type { SampleDeps } from '../../../infra/local/sample/delivery/company.ts'
import { type Count, count, type LogFile } from '../../independent/count.mjs'
import { type EmbeddedS3, startEmbeddedS3 } from '../s3/s3-client.ts'

export const END = new Date('2026-11-21T00:00:00Z')
export const WEEK = weekUntil(END)
export const LOGGED = ['shop-invoices', 'shop-media', 'shop-exports'] as const satisfies AuditedBucket[]

/** A CloudTrail event, as far as the tests look at it. */
export interface TrailEvent {
  eventName: string
  eventCategory: string
  eventTime: string
  requestID: string
  requestParameters: { bucketName: string; key?: string }
}

/** The sample week in the embedded S3, and what is in its files. */
export interface LaidOutSample {
  s3: EmbeddedS3
  settings: SampleDeps['settings']
  /** What laying it out took. */
  seconds: number
  accessLogs: (bucket: AuditedBucket) => LogFile[]
  trail: () => LogFile[]
  lines: (bucket: AuditedBucket) => string[]
  events: () => TrailEvent[]
  /** By the independent script; by default of the whole week. */
  counted: (
    kind: 'access-log' | 'cloudtrail',
    bucket: AuditedBucket,
    time?: { from: number; to: number },
  ) => Count
}

/** Lays the sample week out once; stop its `s3` afterwards. */
export async function startSample(): Promise<LaidOutSample> {
  const s3 = await startEmbeddedS3()
  const started = performance.now()
  const settings = layOutSample(s3.store, { end: END })
  const seconds = (performance.now() - started) / 1000
  const trail = () => s3.store.list(TRAIL_BUCKET)
  const accessLogs = (bucket: AuditedBucket) => {
    const { targetPrefix: prefix, partitionDateSource } = AUDITED[bucket].logging ?? {}
    const logs = s3.store.list(LOG_BUCKET, { prefix })
    return partitionDateSource ? logs.filter(({ key }) => key.includes(`/${bucket}/`)) : logs
  }
  const counts = new Map<string, Count>()
  return {
    s3,
    settings,
    seconds,
    trail,
    accessLogs,
    lines: bucket =>
      accessLogs(bucket).flatMap(({ path }) => fs.readFileSync(path, 'utf8').trimEnd().split('\n')),
    events: () =>
      trail()
        .filter(({ key }) => key.includes('/CloudTrail/'))
        .flatMap(eventsOf),
    counted(kind, bucket, { from, to } = { from: WEEK.start, to: WEEK.end }) {
      const name = `${kind} ${bucket} ${from} ${to}`
      const files = kind === 'access-log' ? accessLogs(bucket) : trail()
      const counted = counts.get(name) ?? count({ files, kind, bucket, from, to })
      counts.set(name, counted)
      return counted
    },
  }
}

function eventsOf({ path }: LogFile): TrailEvent[] {
  const { Records }: { Records: TrailEvent[] } = JSON.parse(gunzipSync(fs.readFileSync(path)).toString())
  return Records
}
