import { publicGrants } from './acl.ts'
import type { Severity, Verdict } from '../analysis.ts'
import { isObject } from './conditions.ts'
import { type Opening, openings } from './policy.ts'

/** A change as CloudTrail has it: the event's name and its `requestParameters`. */
export interface Change {
  operation: string
  parameters: Record<string, unknown>
}

/** What a change can open, and to whom. */
export const EXPOSURES = [
  'bucket policy open to anyone',
  'bucket policy open to other accounts',
  'bucket ACL open to anyone',
  'object ACL open to anyone',
  'access point open to anyone',
  'access point open to other accounts',
  'public access block weakened',
] as const
type Exposure = (typeof EXPOSURES)[number]

/** The events that can open something, by the judgement they need. */
export const EXPOSING = {
  policies: ['PutBucketPolicy', 'PutAccessPointPolicy'],
  bucketAcls: ['PutBucketAcl', 'CreateBucket'],
  objectAcls: ['PutObjectAcl', 'PutObject', 'CopyObject', 'CreateMultipartUpload'],
  blocks: [
    'PutBucketPublicAccessBlock',
    'DeleteBucketPublicAccessBlock',
    'PutAccountPublicAccessBlock',
    'DeleteAccountPublicAccessBlock',
  ],
} as const

/** Judges whom a change lets in. @param own ids of the accounts that are one's own */
export function exposureBy(change: Change, own: readonly string[]): Verdict[] {
  const is = (names: readonly string[]) => names.includes(change.operation)
  if (is(EXPOSING.policies)) return byPolicy(change, own)
  if (is(EXPOSING.bucketAcls)) return byAcl(change, 'bucket ACL open to anyone', 'high')
  if (is(EXPOSING.objectAcls)) return byAcl(change, 'object ACL open to anyone', 'medium')
  return is(EXPOSING.blocks) ? byBlock(change) : []
}

/** What a change by such an event can open. */
export function exposuresOf(operation: string): readonly Exposure[] {
  const is = (names: readonly string[]) => names.includes(operation)
  if (operation === 'PutAccessPointPolicy') return EXPOSURES.filter(name => name.startsWith('access point'))
  if (is(EXPOSING.policies)) return EXPOSURES.filter(name => name.startsWith('bucket policy'))
  if (is(EXPOSING.bucketAcls)) return ['bucket ACL open to anyone']
  if (is(EXPOSING.objectAcls)) return ['object ACL open to anyone']
  return is(EXPOSING.blocks) ? ['public access block weakened'] : []
}

const verdict = (finding: Exposure, level: Severity['level'], why: string): Verdict => ({
  finding,
  level,
  why,
})

/** One finding for each circle that is let in: a policy may have both. */
function byPolicy({ operation, parameters }: Change, own: readonly string[]): Verdict[] {
  const request = parameters.PutAccessPointPolicyRequest
  const policy = parameters.bucketPolicy || parameters.policy || (isObject(request) && request.Policy)
  const what = operation === 'PutBucketPolicy' ? 'bucket policy' : 'access point'
  const found = openings(policy, own)
  const anyone = found.filter(({ to }) => to === 'anyone')
  const others = found.filter(({ to }) => to === 'other accounts')
  return [
    ...(anyone.length > 0
      ? [
          verdict(
            `${what} open to anyone`,
            anyone.some(changes) ? 'critical' : 'high',
            inWords(anyone, 'anyone'),
          ),
        ]
      : []),
    ...(others.length > 0
      ? [
          verdict(
            `${what} open to other accounts`,
            'medium',
            inWords(others, [...new Set(others.flatMap(({ accounts }) => accounts))].join(', ')),
          ),
        ]
      : []),
  ]
}

/** Whether the statement lets more be done than reading. */
const changes = ({ actions }: Opening): boolean =>
  actions.some(action => !/^s3:(get|list|head|describe)/i.test(action))

const inWords = (found: readonly Opening[], who: string): string =>
  `${found.map(({ statement }) => `“${statement}”`).join(' and ')} ${found.length === 1 ? 'lets' : 'let'} ${who} do ${[...new Set(found.flatMap(({ actions }) => actions))].join(', ')}.`

function byAcl({ parameters }: Change, finding: Exposure, level: Severity['level']): Verdict[] {
  const grants = publicGrants(parameters)
  if (grants.length === 0) return []
  const writable = grants.some(({ permission }) => !permission.startsWith('READ'))
  const words = grants.map(({ to, permission }) => `${permission} to ${to}`)
  return [
    verdict(finding, writable ? 'critical' : level, `The ACL grants ${[...new Set(words)].join(' and ')}.`),
  ]
}

const FLAGS = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets']

/** Setting the block replaces all of it: a flag that is not named is off. */
function byBlock({ operation, parameters }: Change): Verdict[] {
  const ofAccount = operation.includes('Account')
  const of = ofAccount ? 'the whole account' : 'the bucket'
  const level = ofAccount ? 'high' : 'medium'
  if (operation.startsWith('Delete'))
    return [verdict('public access block weakened', level, `The public access block of ${of} was removed.`)]
  const block = parameters.PublicAccessBlockConfiguration
  if (!isObject(block)) return []
  const off = FLAGS.filter(flag => String(block[flag]).toLowerCase() !== 'true')
  if (off.length === 0) return []
  return [
    verdict(
      'public access block weakened',
      level,
      `The public access block of ${of} has ${off.join(', ')} off.`,
    ),
  ]
}
