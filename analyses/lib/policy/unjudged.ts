import type { Row, Severity, Verdict } from '../analysis.ts'
import { hasKnownAcl } from './acl.ts'
import { isObject, listOf } from './conditions.ts'
import type { Change } from './exposure.ts'
import { jsonOf } from './policy.ts'

/** The finding of a change whose value cannot be judged: nobody may take it for harmless. */
export const UNJUDGED = 'change that could not be judged'

/** A change, or why it cannot be read as one. */
export interface ReadChange extends Change {
  /** Why the recorded value says nothing; absent where it can be judged. */
  unreadable?: { why: string; level: Severity['level'] }
}

/** What CloudTrail writes in place of parameters of more than 100 KB: `{"reason": …, "omitted": true, "originalSize": …}`. */
const isOmitted = (parameters: Record<string, unknown>): boolean => String(parameters.omitted) === 'true'

/** Uploads may set an ACL, but rarely do: a value that is left out of one says little. */
const UPLOADS = new Set(['PutObject', 'CopyObject', 'CreateMultipartUpload'])

/** The change that a row records: columns `operation` and `new_value`, the request parameters as JSON. */
export function changeOf({ operation, new_value: value }: Row): ReadChange {
  const change = { operation: operation ?? '', parameters: {} }
  if (value === undefined || value === null || value === '') return change
  const parameters = jsonOf(value)
  if (!isObject(parameters))
    return {
      ...change,
      unreadable: { level: 'medium', why: 'The recorded parameters are not a JSON object.' },
    }
  if (!isOmitted(parameters)) return { ...change, parameters }
  const size = Number(parameters.originalSize)
  const bytes = Number.isFinite(size) && size > 0 ? ` (${Math.round(size / 1000)} kB)` : ''
  return {
    ...change,
    unreadable: {
      level: UPLOADS.has(change.operation) ? 'low' : 'high',
      why: `CloudTrail left the value out because it is too large${bytes}; an attacker can pad a change to hide it. Look at the bucket itself.`,
    },
  }
}

/** What a value must look like to be judged, by the event's name; what is wrong with it, or nothing. */
const SHAPES: Record<string, (parameters: Record<string, unknown>) => string | undefined> = {
  PutBucketPolicy: ({ bucketPolicy, policy }) => policyFault(bucketPolicy || policy),
  PutAccessPointPolicy: ({ PutAccessPointPolicyRequest: request, bucketPolicy, policy }) =>
    policyFault((isObject(request) && request.Policy) || bucketPolicy || policy),
  PutBucketAcl: parameters => aclFault(parameters, true),
  PutObjectAcl: parameters => aclFault(parameters, true),
  CreateBucket: parameters => aclFault(parameters, false),
  PutObject: parameters => aclFault(parameters, false),
  CopyObject: parameters => aclFault(parameters, false),
  CreateMultipartUpload: parameters => aclFault(parameters, false),
  PutBucketPublicAccessBlock: blockFault,
  PutAccountPublicAccessBlock: blockFault,
  PutBucketVersioning: ({ VersioningConfiguration: set }) =>
    isObject(set) && (typeof set.Status === 'string' || typeof set.MfaDelete === 'string')
      ? undefined
      : 'the event names no status of versioning',
  PutBucketEncryption: ({ ServerSideEncryptionConfiguration: set }) =>
    ruleFault(set, rule => isObject(rule.ApplyServerSideEncryptionByDefault) || isKnown(rule, ENCRYPTION)),
  PutBucketLifecycle: lifecycleFault,
  PutBucketLifecycleConfiguration: lifecycleFault,
  PutBucketReplication: ({ ReplicationConfiguration: set }) =>
    ruleFault(set, rule => isObject(rule.Destination)),
  PutBucketObjectLockConfiguration: ({ ObjectLockConfiguration: set }) =>
    isObject(set) ? undefined : 'the event does not say which retention was set',
}

const doubt = (level: Severity['level'], why: string): Verdict[] => [{ finding: UNJUDGED, level, why }]

/**
 * Says that a change cannot be judged, and how bad that is; nothing where it can be.
 * Omitted values of a security setting are high: padding a request so that they are omitted is a known evasion.
 */
export function unjudged({ operation, parameters, unreadable }: ReadChange): Verdict[] {
  if (unreadable) return doubt(unreadable.level, `${operation}: ${unreadable.why}`)
  if (operation === 'PutBucketLogging' && !isObject(parameters.BucketLoggingStatus))
    return doubt(
      'high',
      'PutBucketLogging: the logging status is empty, as it is where logging was switched off. Look at the bucket itself.',
    )
  const fault = SHAPES[operation]?.(parameters)
  return fault === undefined ? [] : doubt('medium', `${operation}: ${fault}. Look at the bucket itself.`)
}

const isStatement = (statement: unknown): boolean =>
  isObject(statement) &&
  (statement.Effect === 'Allow' || statement.Effect === 'Deny') &&
  [statement.Principal, statement.NotPrincipal].some(
    principal => principal === '*' || (isObject(principal) && Object.keys(principal).length > 0),
  ) &&
  [statement.Action, statement.NotAction].some(action =>
    listOf(action).some(one => typeof one === 'string'),
  ) &&
  (statement.Condition === undefined || isObject(statement.Condition))

function policyFault(policy: unknown): string | undefined {
  if (!policy) return 'the event holds no policy'
  const document = typeof policy === 'string' ? jsonOf(policy) : policy
  if (!isObject(document)) return 'the policy is not a JSON object'
  const statements = listOf(document.Statement)
  if (statements.length === 0) return 'the policy has no statement'
  return statements.every(isStatement) ? undefined : 'a statement of the policy has an unknown form'
}

const aclFault = (parameters: Record<string, unknown>, mustHave: boolean): string | undefined => {
  const known = hasKnownAcl(parameters)
  if (known === 'unknown') return 'the ACL has an unknown form'
  return known === 'none' && mustHave ? 'the event holds no ACL' : undefined
}

function blockFault({ PublicAccessBlockConfiguration: block }: Record<string, unknown>): string | undefined {
  return isObject(block) ? undefined : 'the event does not say which blocks are on'
}

/** One rule or a list of them, each of a form that is known. */
function ruleFault(
  configuration: unknown,
  isRule: (rule: Record<string, unknown>) => boolean,
): string | undefined {
  const rules = isObject(configuration) ? listOf(configuration.Rule ?? configuration.Rules) : []
  if (rules.length === 0) return 'the event holds no rule'
  return rules.every(rule => isObject(rule) && isRule(rule)) ? undefined : 'a rule has an unknown form'
}

const isKnown = (value: Record<string, unknown>, names: ReadonlySet<string>): boolean =>
  Object.keys(value).every(name => names.has(name))

const ENCRYPTION = new Set(['BucketKeyEnabled', 'BlockedEncryptionTypes'])
const EXPIRATION = new Set(['Days', 'Date', 'ExpiredObjectDeleteMarker'])
const NONCURRENT = new Set(['NoncurrentDays', 'NewerNoncurrentVersions'])

const fits = (value: unknown, names: ReadonlySet<string>): boolean =>
  value === undefined || (isObject(value) && isKnown(value, names) && Object.keys(value).length > 0)

function lifecycleFault({ LifecycleConfiguration: set }: Record<string, unknown>): string | undefined {
  return ruleFault(
    set,
    rule => fits(rule.Expiration, EXPIRATION) && fits(rule.NoncurrentVersionExpiration, NONCURRENT),
  )
}
