import type { Severity, Verdict } from '../analysis.ts'
import { accountIn, isObject, listOf } from './conditions.ts'
import type { Change } from './exposure.ts'

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
] as const
type Weakening = (typeof WEAKENINGS)[number]

/** A rule that deletes sooner than this, in days, leaves nobody the time to notice. */
const SOON = 3

const verdict = (finding: Weakening, level: Severity['level'], why: string): Verdict => ({
  finding,
  level,
  why,
})

/** What is at a path of objects; undefined where there is nothing. */
function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value)
}

/** The same as text; empty where there is none. */
function textAt(value: unknown, ...path: string[]): string {
  const found = at(value, ...path)
  return typeof found === 'string' || typeof found === 'number' ? String(found) : ''
}

type Judgement = (parameters: Record<string, unknown>, own: readonly string[]) => Verdict[]

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
  PutBucketLifecycle: byLifecycle,
  PutBucketLifecycleConfiguration: byLifecycle,
  PutBucketReplication: byReplication,
  DeleteBucketReplication: () => [
    verdict('replication removed', 'medium', 'New objects and changes are not copied any more.'),
  ],
  PutBucketObjectLockConfiguration: byObjectLock,
}

/** The events that can weaken a control. */
export const WEAKENING: readonly string[] = Object.keys(JUDGEMENTS)

/** Judges which controls a change weakens. @param own ids of the accounts that are one's own */
export const weakeningBy = ({ operation, parameters }: Change, own: readonly string[]): Verdict[] =>
  JUDGEMENTS[operation]?.(parameters, own) ?? []

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

function byLifecycle({ LifecycleConfiguration: configuration }: Record<string, unknown>): Verdict[] {
  const rules = listOf(at(configuration, 'Rule')).filter(rule => at(rule, 'Status') !== 'Disabled')
  const deleting = rules.flatMap(rule => deletions(rule))
  if (deleting.length === 0) return []
  const soon = deleting.some(({ days }) => days < SOON)
  return [
    verdict(
      'expiration set',
      soon ? 'high' : 'medium',
      `Rules delete ${deleting.map(({ words }) => words).join('; ')}.`,
    ),
  ]
}

/** A rule that only clears expired delete markers deletes no data. */
function deletions(rule: unknown): { days: number; words: string }[] {
  const id = textAt(rule, 'ID') ? ` by rule ${textAt(rule, 'ID')}` : ''
  const days = textAt(rule, 'Expiration', 'Days')
  const date = textAt(rule, 'Expiration', 'Date')
  const old = textAt(rule, 'NoncurrentVersionExpiration', 'NoncurrentDays')
  return [
    ...(days ? [{ days: Number(days), words: `objects after ${days} days${id}` }] : []),
    ...(date ? [{ days: Infinity, words: `objects on ${date}${id}` }] : []),
    ...(old ? [{ days: Number(old), words: `old versions after ${old} days${id}` }] : []),
  ]
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
