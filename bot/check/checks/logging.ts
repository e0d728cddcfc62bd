import { aws, cloudFormation } from '../commands.ts'
import { type Facts, isReachable, regionOf } from '../facts.ts'
import type { Fix, Outcome } from '../finding.ts'
import {
  isToBeMade,
  letsIn,
  logBucketTemplate,
  makeCommands,
  placeOf,
  policyCommands,
  policyWith,
  statementFor,
} from '../log-bucket.ts'
import { recordedInFull } from './trails.ts'

/** Whether access logging is on, and in the layout that is read without copying. */
export function logging(facts: Facts): Outcome[] {
  const { name, logging: set } = facts.bucket
  if (!set.known) return []
  if (!set.value) {
    return [
      {
        check: 'logging-off',
        level: recordedInFull(facts) ? 'high' : 'critical',
        what: `Server access logging of ${name} is off.`,
        why: 'What is asked of the bucket is in no access log, and what was not logged cannot be recovered later. Only access logs name every key of a batch delete, the sizes and times of requests, and requests without credentials.',
        fix: switchOn(facts),
      },
    ]
  }
  const { bucket, prefix, dateSource } = set.value
  const place = `s3://${bucket}/${prefix}`
  // Where the logs must go elsewhere anyway, the layout comes with that.
  if (!isReachable(facts) || bucket === name) return []
  if (dateSource) return [{ well: `Access logs go to ${place}, by the date of ${DATES[dateSource]}.` }]
  return [
    { well: `Access logs go to ${place}.` },
    {
      check: 'layout',
      level: 'low',
      what: 'The access logs lie under dated keys, those of all days in one place.',
      why: 'Each question must first list and copy them, which takes minutes and costs more than the question. Date-partitioned logs are read where they lie.',
      fix: {
        words:
          'Have the next logs partitioned by the time of the event. What lies there already stays as it is, and is still found only below the old keys: keep the old prefix in mind for questions about the past. s3audit’s settings should name the place as a source, so that it is read where it lies.',
        ...destination(facts, bucket, prefix),
      },
    },
  ]
}

const DATES = { EventTime: 'the event', DeliveryTime: 'delivery' }

/** The commands and the template that say where logs go. */
const destination = (facts: Facts, bucket: string, prefix: string): Pick<Fix, 'commands' | 'template'> => ({
  commands: loggingCommand({ name: facts.bucket.name, region: regionOf(facts) }, bucket, prefix),
  template: loggingTemplate(facts.bucket.name, bucket, prefix),
})

const FORMAT = { PartitionedPrefix: { PartitionDateSource: 'EventTime' } }

/** Switches logging on, in the layout that is read where it lies. */
export const loggingCommand = (
  { name: bucket, region }: { name: string; region: string },
  TargetBucket: string,
  TargetPrefix: string,
): string =>
  aws('s3api put-bucket-logging', {
    bucket,
    region,
    'bucket-logging-status': {
      LoggingEnabled: { TargetBucket, TargetPrefix, TargetObjectKeyFormat: FORMAT },
    },
  })

const loggingTemplate = (BucketName: string, target: string, prefix: string, dependsOn?: string): string =>
  cloudFormation(
    'AuditedBucket',
    'AWS::S3::Bucket',
    {
      BucketName,
      LoggingConfiguration: {
        DestinationBucketName: target,
        LogFilePrefix: prefix,
        TargetObjectKeyFormat: FORMAT,
      },
    },
    dependsOn,
  )

function switchOn(facts: Facts): Fix {
  const place = placeOf(facts)
  const { target, targetPrefix } = facts
  const made = isToBeMade(target)
  const allowed = letsIn(place)
  const unknown = !allowed && !policyWith(place)
  return {
    words: [
      made
        ? `This makes the log bucket ${target.name} in ${place.region}, lets S3 deliver into it, and switches logging on.`
        : allowed
          ? `S3 may deliver into ${target.name} already; this switches logging on.`
          : `This lets S3 deliver into ${target.name} and switches logging on.`,
      'The first records come within hours; changes take about an hour to take effect.',
      unknown
        ? `s3audit may not read the policy of ${target.name}: add the statement below to it first, beside what is there.`
        : '',
      allowed || unknown || made ? '' : 'The policy printed is the whole one, with what is in it now.',
      settingsNote(facts),
    ]
      .filter(Boolean)
      .join(' '),
    commands: [
      ...(made ? makeCommands(place) : []),
      ...(allowed ? [] : policyCommands(place)),
      loggingCommand({ name: facts.bucket.name, region: place.region }, target.name, targetPrefix),
    ].join('\n\n'),
    template: [
      ...(allowed ? [] : logBucketTemplate(place)),
      loggingTemplate(
        facts.bucket.name,
        target.name,
        targetPrefix,
        allowed || unknown ? undefined : 'LogBucketPolicy',
      ),
    ].join('\n'),
    ...(unknown && { document: JSON.stringify(statementFor(place), null, 2) }),
  }
}

/** Without the place in its settings s3audit copies what it could read where it lies, or may not read it at all. */
function settingsNote({ target, targetPrefix, settings }: Facts): string {
  const isKnown = settings.readInPlace.some(
    ({ bucket, prefix }) => bucket === target.name && prefix === targetPrefix,
  )
  return isKnown
    ? ''
    : `Then name ${target.name} in s3audit’s settings as a source of access logs, and deploy.`
}
