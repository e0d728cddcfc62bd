import type { Severity, Verdict } from '../analysis.ts'
import { accountIn, at, isObject, listOf, textAt } from './conditions.ts'
import type { Change } from './exposure.ts'
import { LEVELS } from './judge.ts'
import { expirations } from './lifecycle-rules.ts'

/** The controls that a change can weaken. */
export const WEAKENINGS = [
  'versioning suspended',
  'MFA delete disabled',
  'encryption removed',
  'encryption with a foreign key',
  'logging disabled',
  'expiration set',
  'replication to another account',
  'replication removed',
  'default retention removed',
  'recording stopped',
  'recording changed',
] as const
type Weakening = (typeof WEAKENINGS)[number]

const verdict = (finding: Weakening, level: Severity['level'], why: string): Verdict => ({
  finding,
  level,
  why,
})

type Judgement = (
  parameters: Record<string, unknown>,
  own: readonly string[],
  now: string | undefined,
) => Verdict[]

/** Ends or changes what is recorded of the bucket, in whichever service does that. */
const recordingStopped =
  (why: string): Judgement =>
  () => [verdict('recording stopped', 'high', why)]
const recordingChanged = (): Verdict[] => [
  verdict(
    'recording changed',
    'low',
    'What is recorded may have changed: check that requests to the bucket’s objects are still in the log.',
  ),
]
const TRAIL_ENDED = 'CloudTrail stopped recording: what was done afterwards may be in no trail.'
const DELIVERY_ENDED = 'Logs are no longer delivered: what was done afterwards may be in no log.'
const TABLES_DELETED = 'Tables that may hold the bucket’s logs or its journal of changes were deleted.'

const each = (names: readonly string[], judgement: Judgement): Record<string, Judgement> =>
  Object.fromEntries(names.map(name => [name, judgement]))

/** By the event's name. */
const JUDGEMENTS: Record<string, Judgement> = {
  PutBucketVersioning: byVersioning,
  DeleteBucketEncryption: () => [
    verdict(
      'encryption removed',
      'medium',
      'New objects are encrypted with S3’s own keys again, not with the key that was set.',
    ),
  ],
  PutBucketEncryption: byEncryption,
  PutBucketLogging: byLogging,
  PutBucketLifecycle: (parameters, _, now) => byLifecycle(parameters, now),
  PutBucketLifecycleConfiguration: (parameters, _, now) => byLifecycle(parameters, now),
  PutBucketReplication: byReplication,
  DeleteBucketReplication: () => [
    verdict('replication removed', 'medium', 'New objects and changes are not copied any more.'),
  ],
  PutBucketObjectLockConfiguration: byObjectLock,
  ...each(
    ['StopLogging', 'DeleteTrail', 'DeleteEventDataStore', 'StopEventDataStoreIngestion'],
    recordingStopped(TRAIL_ENDED),
  ),
  ...each(
    ['DeleteDelivery', 'DeleteDeliverySource', 'DeleteDeliveryDestination'],
    recordingStopped(DELIVERY_ENDED),
  ),
  ...each(['DeleteTable', 'DeleteTableBucket'], recordingStopped(TABLES_DELETED)),
  ...each(
    ['DeleteBucketMetadataConfiguration', 'DeleteBucketMetadataTableConfiguration'],
    recordingStopped('The bucket’s metadata tables, with their journal of changes, are no longer written.'),
  ),
  UpdateTrail: recordingChanged,
  PutEventSelectors: byEventSelectors,
  PutEventConfiguration: recordingChanged,
  PutInsightSelectors: recordingChanged,
  UpdateEventDataStore: recordingChanged,
  UpdateDeliveryConfiguration: recordingChanged,
  DeleteDeliveryDestinationPolicy: recordingChanged,
}

/** The events that can weaken a control. */
export const WEAKENING: readonly string[] = Object.keys(JUDGEMENTS)

/**
 * Judges which controls a change weakens.
 * @param own ids of the accounts that are one's own
 * @param now the time to hold a rule's date against; without it a date is taken to lie ahead
 */
export const weakeningBy = (
  { operation, parameters }: Change,
  own: readonly string[],
  now?: string,
): Verdict[] => JUDGEMENTS[operation]?.(parameters, own, now) ?? []

const CAN_FIND: Record<string, readonly Weakening[]> = {
  PutBucketVersioning: ['versioning suspended', 'MFA delete disabled'],
  PutBucketEncryption: ['encryption with a foreign key'],
  PutBucketLogging: ['logging disabled'],
  PutBucketLifecycle: ['expiration set'],
  PutBucketLifecycleConfiguration: ['expiration set'],
  PutBucketReplication: ['replication to another account'],
  PutBucketObjectLockConfiguration: ['default retention removed'],
}

/** What a change by such an event can be found to weaken, where that needs its value. */
export const weakeningsOf = (operation: string): readonly Weakening[] => CAN_FIND[operation] ?? []

/** Selectors replace all of a trail's: where none is for objects, requests to objects are not recorded any more. */
function byEventSelectors(parameters: Record<string, unknown>): Verdict[] {
  const simple = listOf(parameters.eventSelectors)
  const advanced = listOf(parameters.advancedEventSelectors)
  if (simple.length + advanced.length === 0) return recordingChanged()
  const ofObjects =
    simple.some(selector =>
      listOf(at(selector, 'dataResources')).some(one => textAt(one, 'type') === 'AWS::S3::Object'),
    ) ||
    advanced.some(selector =>
      listOf(at(selector, 'fieldSelectors')).some(
        field =>
          textAt(field, 'field') === 'resources.type' &&
          listOf(at(field, 'equals')).includes('AWS::S3::Object'),
      ),
    )
  return ofObjects
    ? recordingChanged()
    : [
        verdict(
          'recording changed',
          'medium',
          'No selector of the trail is for S3 objects: it does not record requests to objects any more, if it did.',
        ),
      ]
}

function byVersioning(parameters: Record<string, unknown>): Verdict[] {
  const status = at(parameters, 'VersioningConfiguration', 'Status')
  const suspended = typeof status === 'string' && status !== 'Enabled'
  return [
    ...(suspended
      ? [
          verdict(
            'versioning suspended',
            'medium',
            'What is overwritten or deleted from now on cannot be brought back.',
          ),
        ]
      : []),
    ...(at(parameters, 'VersioningConfiguration', 'MfaDelete') === 'Disabled'
      ? [verdict('MFA delete disabled', 'low', 'Versions can be deleted for good without a second factor.')]
      : []),
  ]
}

function byEncryption(parameters: Record<string, unknown>, own: readonly string[]): Verdict[] {
  const rules = listOf(at(parameters, 'ServerSideEncryptionConfiguration', 'Rule'))
  const keys = rules.map(rule => textAt(rule, 'ApplyServerSideEncryptionByDefault', 'KMSMasterKeyID'))
  const foreign = keys.map(key => accountIn(key)).find(account => account && !own.includes(account))
  return foreign
    ? [
        verdict(
          'encryption with a foreign key',
          'high',
          `New objects can be read only as long as account ${foreign} allows it.`,
        ),
      ]
    : []
}

/** An empty status turns logging off; where there is none at all the event does not say what was set. */
function byLogging({ BucketLoggingStatus: status }: Record<string, unknown>): Verdict[] {
  if (!isObject(status) || status.LoggingEnabled) return []
  return [verdict('logging disabled', 'high', 'Requests to the bucket have been in no access log since.')]
}

function byLifecycle(
  { LifecycleConfiguration: configuration }: Record<string, unknown>,
  now?: string,
): Verdict[] {
  const found = expirations(configuration, now)
  const worst = LEVELS.find(level => found.some(rule => rule.level === level))
  if (worst === undefined) return []
  // The worst rule first: a long list is cut.
  const sorted = found.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level))
  return [verdict('expiration set', worst, `Rules delete ${sorted.map(({ words }) => words).join('; ')}.`)]
}

/** A destination without an account may be anyone's; the event does not tell. */
function byReplication(parameters: Record<string, unknown>, own: readonly string[]): Verdict[] {
  const rules = listOf(at(parameters, 'ReplicationConfiguration', 'Rule'))
  const foreign = rules
    .map(rule => ({
      account: textAt(rule, 'Destination', 'Account'),
      bucket: textAt(rule, 'Destination', 'Bucket').replace(/^arn:[^:]*:s3:::/, ''),
    }))
    .filter(({ account }) => account !== '' && !own.includes(account))
  if (foreign.length === 0) return []
  const where = foreign.map(({ account, bucket }) => `${bucket} of account ${account}`)
  return [
    verdict('replication to another account', 'high', `New objects are copied to ${where.join(' and ')}.`),
  ]
}

function byObjectLock({ ObjectLockConfiguration: lock }: Record<string, unknown>): Verdict[] {
  if (!isObject(lock) || lock.Rule) return []
  return [
    verdict('default retention removed', 'medium', 'New objects are not protected from deletion any more.'),
  ]
}
