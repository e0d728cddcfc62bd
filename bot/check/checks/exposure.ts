import { isObject, listOf } from '../../../analyses/lib/policy/conditions.ts'
import { exposureBy } from '../../../analyses/lib/policy/exposure.ts'
import { openings } from '../../../analyses/lib/policy/policy.ts'
import { aws, cloudFormation } from './commands.ts'
import { type Block, type BucketFacts, type Facts, regionOf, valueOf } from '../../model/facts.ts'
import type { Finding, Fix, Outcome } from '../../model/finding.ts'
import { CLOSED } from './log-bucket.ts'

/** Who outside has access by policy, ACL or access block, to the bucket and to its log bucket. */
export function exposure(facts: Facts): Outcome[] {
  const target = valueOf(facts.bucket.logging) && valueOf(facts.target.existence) === 'own'
  const isOther = facts.target.name !== facts.bucket.name
  return [
    ...ofBucket(facts.bucket, facts),
    ...(target && isOther ? ofBucket(facts.target, facts).filter(one => 'check' in one) : []),
  ]
}

function ofBucket(bucket: BucketFacts, facts: Facts): Outcome[] {
  const found = [...byPolicy(bucket, facts), ...byAcl(bucket, facts), ...byBlock(bucket, facts)]
  const isKnown = bucket.policy.known && bucket.acl.known && bucket.publicAccessBlock.known
  return found.length === 0 && isKnown
    ? [{ well: 'Nobody outside has access by policy or ACL, and public access is blocked.' }]
    : found
}

const OPEN =
  'Nothing distinguishes an intruder from a permitted reader: every request by a stranger has to be examined.'

function byPolicy(bucket: BucketFacts, facts: Facts): Finding[] {
  const policy = valueOf(bucket.policy)
  const { own } = facts.settings
  const change = { operation: 'PutBucketPolicy', parameters: { bucketPolicy: policy } }
  const block = valueOf(bucket.publicAccessBlock)
  return exposureBy(change, own).map(({ finding, level, why }) => {
    const isPublic = finding.endsWith('anyone')
    const blocked = isPublic && block?.RestrictPublicBuckets
    return {
      check: isPublic ? 'policy-public' : 'policy-accounts',
      level: blocked ? 'low' : level,
      what: `The policy of ${bucket.name}: ${why}${blocked ? ' The public access block prevents this for now.' : ''}`,
      why: isPublic
        ? OPEN
        : 'What these accounts do is recorded under their own identities, which you cannot look up. Agree with their owners whom to ask.',
      fix: withoutOpenings(bucket, policy ?? {}, isPublic, facts),
    }
  })
}

/** The name that `openings` gives to a statement. */
const nameOf = (statement: unknown, i: number): string =>
  isObject(statement) && typeof statement.Sid === 'string' && statement.Sid
    ? statement.Sid
    : `statement ${i + 1}`

/** The policy without the statements that grant access to others. */
function withoutOpenings(
  bucket: BucketFacts,
  policy: Record<string, unknown>,
  isPublic: boolean,
  facts: Facts,
): Fix {
  const circle = isPublic ? 'anyone' : 'other accounts'
  const open = new Set(
    openings(policy, facts.settings.own).flatMap(({ to, statement }) => (to === circle ? [statement] : [])),
  )
  const Statement = listOf(policy.Statement).filter((statement, i) => !open.has(nameOf(statement, i)))
  const where = { bucket: bucket.name, region: valueOf(bucket.region) ?? regionOf(facts) }
  const rest = { ...policy, Statement }
  return {
    words: `${isPublic ? 'If nobody outside needs to read it' : 'If these accounts need no access'}: this removes ${[...open].map(name => `“${name}”`).join(' and ')} and keeps the rest. Check first who relies on it: /s3audit ${isPublic ? 'anonymous-access' : 'cross-account-access'} ${facts.bucket.name} 30d`,
    decide: true,
    commands:
      Statement.length > 0
        ? aws('s3api put-bucket-policy', { ...where, policy: rest })
        : aws('s3api delete-bucket-policy', where),
    ...(Statement.length > 0 && {
      template: cloudFormation('BucketPolicy', 'AWS::S3::BucketPolicy', {
        Bucket: bucket.name,
        PolicyDocument: rest,
      }),
    }),
  }
}

function byAcl(bucket: BucketFacts, facts: Facts): Finding[] {
  const Grant = valueOf(bucket.acl)
  const change = {
    operation: 'PutBucketAcl',
    parameters: { AccessControlPolicy: { AccessControlList: { Grant } } },
  }
  const ignored = valueOf(bucket.publicAccessBlock)?.IgnorePublicAcls
  const where = { bucket: bucket.name, region: valueOf(bucket.region) ?? regionOf(facts) }
  return exposureBy(change, facts.settings.own).map(({ level, why }) => ({
    check: 'acl-public',
    level: ignored ? 'low' : level,
    what: `${bucket.name}: ${why}${ignored ? ' The public access block makes S3 ignore this for now.' : ''}`,
    why: OPEN,
    fix: {
      words:
        'Restricts the bucket’s ACL to its owner. Check first whether a website or a partner relies on it.',
      decide: true,
      commands: aws('s3api put-bucket-acl', { ...where, acl: 'private' }),
    },
  }))
}

function byBlock(bucket: BucketFacts, facts: Facts): Finding[] {
  const { publicAccessBlock: block } = bucket
  if (!block.known) return []
  return exposureBy(changeTo(block.value), facts.settings.own).map(() => ({
    check: 'access-block',
    level: 'medium' as const,
    what: block.value
      ? `The public access block of ${bucket.name} has ${off(block.value).join(', ')} off.`
      : `${bucket.name} has no public access block.`,
    why: 'One wrong policy or ACL opens the bucket to the internet. (The account’s own public access block may protect it too; s3audit does not check that one.)',
    fix: closeFix(bucket, facts),
  }))
}

const changeTo = (block: Block | undefined) =>
  block
    ? {
        operation: 'PutBucketPublicAccessBlock',
        parameters: { PublicAccessBlockConfiguration: { ...block } },
      }
    : { operation: 'DeleteBucketPublicAccessBlock', parameters: {} }

const off = (block: Block): string[] =>
  Object.entries(block).flatMap(([flag, on]: [string, boolean]) => (on ? [] : [flag]))

const closeFix = ({ name, region }: BucketFacts, facts: Facts): Fix => ({
  words: 'Blocks public access to this bucket, including what policies and ACLs grant to everyone now.',
  decide: true,
  commands: aws('s3api put-public-access-block', {
    bucket: name,
    region: valueOf(region) ?? regionOf(facts),
    'public-access-block-configuration': CLOSED,
  }),
  template: cloudFormation('AuditedBucket', 'AWS::S3::Bucket', {
    BucketName: name,
    PublicAccessBlockConfiguration: CLOSED,
  }),
})
