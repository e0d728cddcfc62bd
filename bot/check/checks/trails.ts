import { aws, cloudFormation } from './commands.ts'
import {
  bucketArn,
  type Facts,
  regionOf,
  type Selectors,
  type TrailFacts,
  valueOf,
} from '../../model/facts.ts'
import type { Finding, Fix, Outcome } from '../../model/finding.ts'
import { most, recordedBy, type Recorded } from './selectors.ts'

/** Which data events of the bucket are recorded by trails that are logging; undefined if not known. */
export function recorded({ bucket, trails }: Facts): Recorded | undefined {
  if (!trails.known) return undefined
  const logging = trails.value.filter(({ status }) => valueOf(status)?.logging)
  const full = most(logging.map(trail => recordedBy(trail, bucket.name)))
  const isKnown = trails.value.every(({ selectors, status }) => selectors.known && status.known)
  return isKnown || (full.reads === 'all' && full.writes === 'all') ? full : undefined
}

export const recordedInFull = (facts: Facts): boolean => {
  const { reads, writes } = recorded(facts) ?? {}
  return reads === 'all' && writes === 'all'
}

/** Whether CloudTrail records requests to the bucket's objects, and whether s3audit can read them. */
export function trails(facts: Facts): Outcome[] {
  return [...dataEvents(facts), ...notLogging(facts), ...unread(facts)]
}

function dataEvents(facts: Facts): Outcome[] {
  const found = recorded(facts)
  if (!found) return []
  const { reads, writes } = found
  if (reads === 'all' && writes === 'all') return [{ well: 'CloudTrail records its reads and writes.' }]
  const { name } = facts.bucket
  const isLogged = Boolean(valueOf(facts.bucket.logging))
  return [
    {
      check: 'data-events',
      level: writes === 'all' ? 'low' : isLogged || writes === 'some' ? 'medium' : 'high',
      what: WORDS[`${reads} ${writes}`]?.(name) ?? `CloudTrail records only some of the requests to ${name}.`,
      why: 'Access logs alone have no session, source identity or reason for a refusal, and arrive hours late. CloudTrail has the identity behind a request within minutes.',
      fix: record(facts),
    },
  ]
}

/** By which reads and which writes are recorded. */
const WORDS: Record<string, ((bucket: string) => string) | undefined> = {
  'none none': bucket => `No trail records requests to the objects of ${bucket} (its data events).`,
  'none all': bucket => `CloudTrail records the writes to ${bucket}, but no reads.`,
  'some all': bucket => `CloudTrail records the writes to ${bucket}, but only some of the reads.`,
  'all none': bucket => `CloudTrail records the reads of ${bucket}, but no writes or deletions.`,
  'all some': bucket => `CloudTrail records the reads of ${bucket}, but only some of the writes.`,
}

/** Trails that would record the bucket if they were switched on or able to deliver. */
function notLogging({ bucket, trails: all }: Facts): Finding[] {
  const concerned = (valueOf(all) ?? []).filter(trail => {
    const { reads, writes } = recordedBy(trail, bucket.name)
    return reads !== 'none' || writes !== 'none'
  })
  return concerned.flatMap(trail => {
    const status = valueOf(trail.status)
    if (!status) return []
    if (!status.logging) return [stopped(trail)]
    return status.error ? [undelivered(trail, status.error)] : []
  })
}

const stopped = ({ name, arn, homeRegion }: TrailFacts): Finding => ({
  check: 'trail-stopped',
  level: 'high',
  what: `The trail ${name}, which should record this bucket, is switched off.`,
  why: 'Nothing is recorded while it is off. If nobody switched it off on purpose, treat it as an attack: intruders do this first.',
  fix: {
    words: 'Switch it on, and look up in CloudTrail’s event history who stopped it (StopLogging).',
    commands: [
      aws('cloudtrail start-logging', { name: arn, region: homeRegion }),
      aws('cloudtrail lookup-events', {
        'lookup-attributes': 'AttributeKey=EventName,AttributeValue=StopLogging',
        region: homeRegion,
      }),
    ].join('\n\n'),
    template:
      '# In the template of the trail (AWS::CloudTrail::Trail), among its Properties:\nIsLogging: true',
  },
})

const undelivered = ({ name, bucket, homeRegion }: TrailFacts, error: string): Finding => ({
  check: 'trail-undelivered',
  level: 'high',
  what: `The trail ${name} failed to deliver its last log file: ${error}`,
  why: 'What it records does not reach its bucket, so there is nothing to read.',
  fix: {
    words: `Check the policy of ${bucket}: it must allow CloudTrail (cloudtrail.amazonaws.com, s3:GetBucketAcl and s3:PutObject).`,
    commands: aws('s3api get-bucket-policy', {
      bucket,
      region: homeRegion,
      query: 'Policy',
      output: 'text',
    }),
  },
})

/** Trails that record the bucket, but whose own bucket is not in s3audit's settings. */
function unread({ bucket, trails: all, settings }: Facts): Finding[] {
  const useful = (valueOf(all) ?? []).filter(
    trail => valueOf(trail.status)?.logging && recordedBy(trail, bucket.name).writes !== 'none',
  )
  const [first] = useful
  if (!first || useful.some(trail => settings.trailBuckets.includes(trail.bucket))) return []
  return [
    {
      check: 'trail-unknown',
      level: 'medium',
      what: `s3audit does not know the trail ${first.name}, whose files are in ${first.bucket}.`,
      why: 'The trail records this bucket, but s3audit cannot read it to answer questions.',
      fix: {
        words: 'Add it to s3audit’s settings under bot.sources, and deploy.',
        document: JSON.stringify(
          {
            kind: 'cloudtrail',
            id: first.name,
            bucket: first.bucket,
            prefix: '',
            layout: 'account',
            accounts: [bucket.account],
            regions: [valueOf(bucket.region) ?? first.homeRegion],
          },
          null,
          2,
        ),
      },
    },
  ]
}

/** One more selector for an existing trail; if there is none, a new trail. */
function record(facts: Facts): Fix {
  const { bucket } = facts
  const region = regionOf(facts)
  const arn = bucketArn(region, bucket.name, '/')
  const known = (valueOf(facts.trails) ?? []).filter(({ selectors }) => selectors.known)
  const trail = known.find(({ status }) => valueOf(status)?.logging) ?? known[0]
  const selectors = trail && valueOf(trail.selectors)
  if (!trail || !selectors) return newTrail(facts)
  const options = { 'trail-name': trail.arn, region: trail.homeRegion }
  return {
    words: `Adds this bucket’s reads and writes to the trail ${trail.name}. The command replaces all selectors, so it includes the trail’s current ones. Data events cost about $0.10 per 100,000.`,
    commands: aws('cloudtrail put-event-selectors', {
      ...options,
      ...withBucket(selectors, arn, bucket.name),
    }),
    template: templateOf(trail, selectors, facts),
  }
}

const advanced = (arn: string, name: string) => ({
  Name: `Objects of ${name}`,
  FieldSelectors: [
    { Field: 'eventCategory', Equals: ['Data'] },
    { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
    { Field: 'resources.ARN', StartsWith: [arn] },
  ],
})

const classic = (arn: string) => ({
  ReadWriteType: 'All',
  IncludeManagementEvents: false,
  DataResources: [{ Type: 'AWS::S3::Object', Values: [arn] }],
})

/** A trail has selectors of one kind, and at most five classic ones: the bucket is added to one if possible. */
function withBucket({ kind, selectors }: Selectors, arn: string, name: string): Record<string, object> {
  if (kind === 'advanced') return { 'advanced-event-selectors': [...selectors, advanced(arn, name)] }
  const joined = selectors.findIndex(
    ({ ReadWriteType, DataResources }) =>
      ReadWriteType === 'All' && DataResources.some(({ Type }) => Type === OBJECTS),
  )
  if (joined < 0) return { 'event-selectors': [...selectors, classic(arn)] }
  return {
    'event-selectors': selectors.map((selector, i) =>
      i === joined
        ? {
            ...selector,
            DataResources: selector.DataResources.map(one =>
              one.Type === OBJECTS ? { ...one, Values: [...one.Values, arn] } : one,
            ),
          }
        : selector,
    ),
  }
}

const OBJECTS = 'AWS::S3::Object'

function templateOf(trail: TrailFacts, selectors: Selectors, facts: Facts): string {
  const { name } = facts.bucket
  const [[option, all] = ['', []]] = Object.entries(
    withBucket(selectors, bucketArn(regionOf(facts), name, '/'), name),
  )
  return cloudFormation('Trail', 'AWS::CloudTrail::Trail', {
    TrailName: trail.name,
    S3BucketName: trail.bucket,
    IsLogging: true,
    [option === 'event-selectors' ? 'EventSelectors' : 'AdvancedEventSelectors']: all,
  })
}

/** A trail for this bucket alone, to a bucket that CloudTrail may write to. */
function newTrail(facts: Facts): Fix {
  const { bucket, settings } = facts
  const region = regionOf(facts)
  const [trailBucket = `cloudtrail-${bucket.account}-${region}`] = settings.trailBuckets
  const name = 's3-data-events'
  const selectors = {
    'advanced-event-selectors': [advanced(bucketArn(region, bucket.name, '/'), bucket.name)],
  }
  return {
    words: `Creates the trail ${name} with its files in ${trailBucket}, which must exist and allow CloudTrail (cloudtrail.amazonaws.com, s3:GetBucketAcl and s3:PutObject). Data events cost about $0.10 per 100,000.`,
    commands: [
      aws('cloudtrail create-trail', {
        name,
        region,
        's3-bucket-name': trailBucket,
        'is-multi-region-trail': '',
      }),
      aws('cloudtrail put-event-selectors', { 'trail-name': name, region, ...selectors }),
      aws('cloudtrail start-logging', { name, region }),
    ].join('\n\n'),
    template: cloudFormation('Trail', 'AWS::CloudTrail::Trail', {
      TrailName: name,
      S3BucketName: trailBucket,
      IsLogging: true,
      IsMultiRegionTrail: true,
      AdvancedEventSelectors: selectors['advanced-event-selectors'],
    }),
  }
}
