import type { Settings } from '../../../../bot/model/settings.ts'
import {
  ACCOUNT,
  AUDITED,
  AUDITED_BUCKETS,
  type BucketSpec,
  BUCKETS,
  LOG_BUCKET,
  REGION,
  TRAIL_BUCKET,
} from '../buckets.ts'
import { chores } from '../chores.ts'
import { type CloudTrailEvent, cloudTrailEvent } from './cloudtrail-event.ts'
import { deliverAccessLogs, type SampleObject } from './deliver-access-logs.ts'
import { deliverCloudTrail, TRAIL_PERIOD } from './deliver-cloudtrail.ts'
import {
  brokenPolicy,
  deletionAtNight,
  deniedDeletes,
  strangers,
  suspendedVersioning,
  throttledPrefix,
  underPolicy,
} from '../incidents.ts'
import { type Random, randomStream } from '../random.ts'
import type { SampleRequest } from '../request.ts'
import { everydayTraffic } from '../traffic.ts'
import { SECOND, SLOT, slots, type Week, weekUntil } from '../week.ts'

const SEED = 20_130_314

export interface SampleOptions {
  /** The end of the week: a midnight in UTC. */
  end: Date
  /** The same seed and end give the same bytes. */
  seed?: number
}

export interface SampleDeps {
  buckets: readonly BucketSpec[]
  /** What an operator would have to say about this company; its dated logs are found by the logging configuration. */
  settings: Pick<Settings, 'buckets' | 'sources'>
  /** Every log object, made while one asks for them. */
  objects(): Iterable<SampleObject>
}

/** One week at one company: its buckets, and the logs that S3 and CloudTrail deliver about them. */
export function sampleDeps({ end, seed = SEED }: SampleOptions): SampleDeps {
  const week = weekUntil(end)
  return { buckets: BUCKETS, settings: SETTINGS, objects: () => deliveries(week, seed) }
}

const SETTINGS: SampleDeps['settings'] = {
  buckets: [...AUDITED_BUCKETS],
  sources: [
    { kind: 'access-log', id: 'main', bucket: LOG_BUCKET, prefix: 'partitioned/', dateSource: 'EventTime' },
    {
      kind: 'cloudtrail',
      id: 'main',
      bucket: TRAIL_BUCKET,
      prefix: '',
      layout: 'account',
      accounts: [ACCOUNT],
      regions: [REGION],
    },
  ],
}

/** Everything that was asked of the four buckets, slot by slot, in the order of time within each. */
export function* requestsBySlot(
  week: Week,
  seed: number,
): Generator<{ slot: number; requests: SampleRequest[] }> {
  const everyday = everydayTraffic(week, seed)
  const planned = Map.groupBy(plan(week, seed), ({ time }) => time - (time % SLOT))
  for (const slot of slots(week)) {
    const requests = [...everyday(slot), ...(planned.get(slot) ?? [])]
      // What a visit does in several steps ends within its slot, so that no log object crosses midnight.
      .map(request => before(slot + SLOT, underPolicy(week, request)))
    yield { slot, requests: requests.sort((a, b) => a.time - b.time) }
  }
}

const before = (end: number, request: SampleRequest): SampleRequest =>
  request.time < end ? request : { ...request, time: end - SECOND }

function plan(week: Week, seed: number): SampleRequest[] {
  const parts = {
    chores,
    deletionAtNight,
    suspendedVersioning,
    brokenPolicy,
    throttledPrefix,
    strangers,
    deniedDeletes,
  }
  return Object.entries(parts).flatMap(
    ([name, part]: [string, (week: Week, random: Random) => SampleRequest[]]) =>
      part(week, randomStream(seed, name)),
  )
}

function* deliveries(week: Week, seed: number): Generator<SampleObject> {
  const random = randomStream(seed, 'delivery')
  let events: CloudTrailEvent[] = []
  for (const { slot, requests } of requestsBySlot(week, seed)) {
    const byBucket = Map.groupBy(requests, ({ bucket }) => bucket)
    for (const [bucket, ofBucket] of byBucket) {
      if (AUDITED[bucket].logging) yield* deliverAccessLogs(ofBucket, { bucket, slot, week, random })
    }
    events.push(...requests.map(cloudTrailEvent).filter(event => event !== undefined))
    const until = slot + SLOT
    if (until % TRAIL_PERIOD !== 0) continue
    yield* deliverCloudTrail(events, { until, random })
    events = []
  }
}
