import { aws, cloudFormation } from './commands.ts'
import { type Facts, isReachable, regionOf } from '../../model/facts.ts'
import type { Fix, Outcome } from '../../model/finding.ts'
import {
  isToBeMade,
  letsIn,
  logBucketTemplate,
  makeCommands,
  placeOf,
  policyCommands,
  policyWith,
  statementFor,
} from './log-bucket.ts'
import { recordedInFull } from './trails.ts'

/** Whether access logging is on, with keys that can be read without copying. */
export function logging(facts: Facts): Outcome[] {
  const { name, logging: set } = facts.bucket
  if (!set.known) return []
  if (!set.value) {
    return [
      {
        check: 'logging-off',
        level: recordedInFull(facts) ? 'high' : 'critical',
        what: `Server access logging of ${name} is off.`,
        why: 'Requests to the bucket are not in any access log, and what was not logged cannot be recovered later. Only access logs name every key of a batch delete, the sizes and times of requests, and requests without credentials.',
        fix: switchOn(facts),
      },
    ]
  }
  const { bucket, prefix, dateSource } = set.value
  const place = `s3://${bucket}/${prefix}`
  // If the logs must go elsewhere anyway, that fix also sets the key format.
  if (!isReachable(facts) || bucket === name) return []
  if (dateSource) return [{ well: `Access logs go to ${place}, by the date of ${DATES[dateSource]}.` }]
  return [
    { well: `Access logs go to ${place}.` },
    {
      check: 'layout',
      level: 'low',
      what: 'The access logs have dated keys, those of all days under one prefix.',
      why: 'Each question must first list and copy them, which takes minutes and costs more than the question. Date-partitioned logs are read in place.',
      fix: {
        words:
          'Partitions future logs by the time of the event. Existing logs stay under the old keys, so remember the old prefix for questions about the past. Add the new location to s3audit’s settings as a source, so that it is read in place.',
        ...destination(facts, bucket, prefix),
      },
    },
  ]
}

const DATES = { EventTime: 'the event', DeliveryTime: 'delivery' }

/** The commands and the template that set where logs go. */
const destination = (facts: Facts, bucket: string, prefix: string): Pick<Fix, 'commands' | 'template'> => ({
  commands: loggingCommand({ name: facts.bucket.name, region: regionOf(facts) }, bucket, prefix),
  template: loggingTemplate(facts.bucket.name, bucket, prefix),
})

const FORMAT = { PartitionedPrefix: { PartitionDateSource: 'EventTime' } }

/** Switches logging on, partitioned by date so that the logs are read in place. */
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
        ? `This creates the log bucket ${target.name} in ${place.region}, allows S3 to deliver to it, and switches logging on.`
        : allowed
          ? `S3 may already deliver to ${target.name}; this switches logging on.`
          : `This allows S3 to deliver to ${target.name} and switches logging on.`,
      'The first records arrive within hours; changes take about an hour to take effect.',
      unknown
        ? `s3audit may not read the policy of ${target.name}: first add the statement below to it, and keep what is there.`
        : '',
      allowed || unknown || made
        ? ''
        : 'The policy below is complete: it includes what is in the current one.',
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

/** Unless its settings name the location, s3audit copies the logs first, or may not read them at all. */
function settingsNote({ target, targetPrefix, settings }: Facts): string {
  const isKnown = settings.readInPlace.some(
    ({ bucket, prefix }) => bucket === target.name && prefix === targetPrefix,
  )
  return isKnown
    ? ''
    : `Then name ${target.name} in s3audit’s settings as a source of access logs, and deploy.`
}
