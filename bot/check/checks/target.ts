import { aws, cloudFormation } from '../commands.ts'
import { permissionOf } from '../delivery.ts'
import { concerns, expiryOf } from '../expiry.ts'
import { type Facts, type LifecycleRule, type LoggingFact, regionOf, valueOf } from '../facts.ts'
import type { Finding, Outcome } from '../finding.ts'
import {
  deliveryTo,
  expireLogs,
  KEEP_DAYS,
  letsIn,
  logBucketName,
  logBucketTemplate,
  makeCommands,
  placeOf,
  policyCommands,
  statementFor,
} from '../log-bucket.ts'
import { loggingCommand } from './logging.ts'

/** A check of the bucket that logs go to: only where logging is on, and the bucket is there. */
type TargetCheck = (facts: Facts, logging: LoggingFact) => Outcome[]

/** Whether S3 can deliver the logs to where they shall go, and whether they stay there. */
export function target(facts: Facts): Outcome[] {
  const set = valueOf(facts.bucket.logging)
  if (!set) return []
  const existence = valueOf(facts.target.existence)
  if (existence === 'gone') return [gone(facts)]
  if (existence === 'foreign') return [foreign(facts)]
  if (set.bucket === facts.bucket.name) return loops(facts, set)
  const found = CHECKS.flatMap(check => check(facts, set))
  const blocked = found.some(one => 'check' in one && one.level === 'critical')
  return blocked || !facts.target.policy.known || !letsIn(placeOf(facts))
    ? found
    : [...found, { well: `S3 may deliver to ${facts.target.name}.` }]
}

const NO_DELIVERY = 'S3 delivers nothing then, and says so nowhere: the logs are simply not there.'

/** The commands that give the bucket a log bucket of its own account and Region. */
function elsewhere(facts: Facts): string {
  const { account } = facts.bucket
  const place = placeOf(facts)
  const name = logBucketName(account, place.region)
  const unmade = { known: true, value: 'gone' } as const
  const fresh = { ...place, prefix: '', target: { ...place.target, name, account, existence: unmade } }
  return [
    ...makeCommands(fresh),
    ...policyCommands(fresh),
    loggingCommand({ name: facts.bucket.name, region: place.region }, name, ''),
  ].join('\n\n')
}

const OTHER_BUCKET =
  'This makes a log bucket in the bucket’s own account and Region, and has the logs delivered there. If that account has a log bucket in this Region already, use its name instead and leave out the command that creates one.'

const gone = (facts: Facts): Finding => ({
  check: 'target-gone',
  level: 'critical',
  what: `The logs are to go to ${facts.target.name}, and S3 knows no bucket of that name.`,
  why: `${NO_DELIVERY} Anybody may make a bucket of that name, too.`,
  fix: { words: OTHER_BUCKET, commands: elsewhere(facts) },
})

const foreign = (facts: Facts): Finding => ({
  check: 'target-foreign',
  level: 'critical',
  what: `The logs are to go to ${facts.target.name}, which belongs to another account than ${facts.bucket.account}.`,
  why: `S3 delivers access logs within an account only. ${NO_DELIVERY}`,
  fix: {
    words: `${OTHER_BUCKET} If the bucket is one of yours, tell s3audit by otherAccounts in its settings.`,
    commands: elsewhere(facts),
  },
})

const CHECKS: readonly TargetCheck[] = [
  otherRegion,
  delivery,
  targetGrants,
  objectLock,
  encryption,
  requesterPays,
  expiry,
  archive,
]

/**
 * What stands against the delivery is told with the one remedy that there is: what is advised for a log bucket
 * would do harm to the bucket that holds the data.
 */
function loops(facts: Facts, logging: LoggingFact): Finding[] {
  const fix = { words: OTHER_BUCKET, commands: elsewhere(facts) }
  const loop: Finding = {
    check: 'loop',
    level: 'high',
    what: `${logging.bucket} delivers its access logs into itself.`,
    why: 'Each delivered log object is a request that is logged again: the bucket grows for ever, and what people did drowns in what S3 did.',
    fix,
  }
  const blocking = CHECKS.flatMap(check => check(facts, logging)).filter(
    one => 'check' in one && one.level === 'critical',
  )
  return [loop, ...blocking.flatMap(one => ('check' in one ? [{ ...one, fix }] : []))]
}

function otherRegion(facts: Facts): Finding[] {
  const [own, theirs] = [valueOf(facts.bucket.region), valueOf(facts.target.region)]
  if (!own || !theirs || own === theirs) return []
  return [
    {
      check: 'target-region',
      level: 'critical',
      what: `The bucket lies in ${own}, and its logs are to go to ${facts.target.name} in ${theirs}.`,
      why: `S3 delivers access logs within a Region only. ${NO_DELIVERY}`,
      fix: { words: OTHER_BUCKET, commands: elsewhere(facts) },
    },
  ]
}

/** Deliveries come by the policy; in a bucket with ACLs they may come by the grant to S3's old group. */
function delivery(facts: Facts): Finding[] {
  const { target: bucket } = facts
  if (!bucket.policy.known) return []
  const place = placeOf(facts)
  const permission = permissionOf(bucket.policy.value, deliveryTo(place, facts.bucket.name))
  if (permission.allowed) return permission.confined ? [] : [unconfined(facts, permission.by)]
  if (permission.by) return [denied(facts, permission.by)]
  // Whether ACLs count there is not known: nothing is called broken that may work.
  if (!bucket.acl.known || !bucket.ownership.known) return []
  return deliversByAcl(facts) ? [byAcl(facts)] : [notLetIn(facts)]
}

const letIn = (facts: Facts): { commands: string; template: string } => ({
  commands: policyCommands(placeOf(facts)).join('\n'),
  template: logBucketTemplate(placeOf(facts)).join('\n'),
})

const WHOLE = 'The policy printed is the whole one, with what is in it now: the command replaces all of it.'

const notLetIn = (facts: Facts): Finding => ({
  check: 'delivery-denied',
  level: 'critical',
  what: `The policy of ${facts.target.name} does not let S3 deliver the logs of ${facts.bucket.name}.`,
  why: `${NO_DELIVERY} (S3’s console adds the statement by itself; the CLI, CloudFormation and Terraform do not.)`,
  fix: { words: WHOLE, ...letIn(facts) },
})

const denied = (facts: Facts, statement: string): Finding => ({
  check: 'delivery-denied',
  level: 'critical',
  what: `“${statement}” in the policy of ${facts.target.name} denies S3 the delivery of logs.`,
  why: `A Deny wins over every Allow, also for AWS’s own services: ones about networks, organisations or encryption match a delivery, which has none of these. ${NO_DELIVERY}`,
  fix: {
    words: `Except AWS’s services from “${statement}” by the condition below, beside its other conditions; then look whether the statement in the second document is there.`,
    document: [
      JSON.stringify({ Bool: { 'aws:PrincipalIsAWSService': 'false' } }, null, 2),
      JSON.stringify(statementFor(placeOf(facts)), null, 2),
    ].join('\n\n'),
    commands: aws('s3api get-bucket-policy', {
      bucket: facts.target.name,
      region: placeOf(facts).region,
      query: 'Policy',
      output: 'text',
    }),
  },
})

const unconfined = (facts: Facts, statement: string): Finding => ({
  check: 'delivery-unconfined',
  level: 'medium',
  what: `“${statement}” in the policy of ${facts.target.name} lets S3 deliver the logs of anybody’s bucket.`,
  why: 'Without aws:SourceArn or aws:SourceAccount, other accounts can have their logs delivered here: invented records among your evidence, at your cost.',
  fix: {
    words: `Add the statement below and take “${statement}” away, once every bucket that logs here has one. ${WHOLE}`,
    document: JSON.stringify(statementFor(placeOf(facts)), null, 2),
    ...letIn(facts),
  },
})

const ENFORCED = 'BucketOwnerEnforced'

function deliversByAcl({ target: { acl, ownership } }: Facts): boolean {
  if (valueOf(ownership) === ENFORCED) return false
  const granted = (valueOf(acl) ?? []).filter(({ Grantee }) => Grantee.URI?.endsWith('/s3/LogDelivery'))
  return granted.some(({ Permission }) => Permission === 'WRITE' || Permission === 'FULL_CONTROL')
}

const byAcl = (facts: Facts): Finding => ({
  check: 'delivery-by-acl',
  level: 'low',
  what: `S3 delivers to ${facts.target.name} by the bucket’s ACL, the old way.`,
  why: 'Whoever disables ACLs there, which AWS advises, ends the delivery of logs without a word.',
  fix: { words: `Let S3 in by the policy first. ${WHOLE}`, ...letIn(facts) },
})

function targetGrants(facts: Facts, { hasGrants }: LoggingFact): Finding[] {
  if (!hasGrants || valueOf(facts.target.ownership) !== ENFORCED) return []
  const { bucket, prefix } = valueOf(facts.bucket.logging) ?? { bucket: facts.target.name, prefix: '' }
  return [
    {
      check: 'target-grants',
      level: 'critical',
      what: `The logging of ${facts.bucket.name} names target grants, and ${bucket} takes no ACLs.`,
      why: `Grants are ACLs, which a bucket of ownership BucketOwnerEnforced refuses. ${NO_DELIVERY}`,
      fix: {
        words:
          'Sets the same logging without grants; who shall read the logs is said in the policy of their bucket.',
        commands: loggingCommand({ name: facts.bucket.name, region: placeOf(facts).region }, bucket, prefix),
      },
    },
  ]
}

function objectLock(facts: Facts): Finding[] {
  const lock = valueOf(facts.target.objectLock)
  if (!lock) return []
  const { name } = facts.target
  return [
    {
      check: 'target-lock',
      level: lock.retention ? 'critical' : 'medium',
      what: lock.retention
        ? `${name} has Object Lock with a default retention (${lock.mode}, ${lock.retention}).`
        : `${name} has Object Lock enabled.`,
      why: lock.retention
        ? `S3 cannot deliver into a bucket whose objects are retained by default. ${NO_DELIVERY}`
        : 'AWS’s own pages differ on whether S3 delivers into a bucket with Object Lock. A log bucket should not have it.',
      fix: {
        words: lock.retention
          ? 'Takes the default retention away; Object Lock itself cannot be taken away again. Protect the logs by copying them to a locked bucket instead (replication).'
          : 'Object Lock cannot be taken away again: have the logs delivered to a bucket without, and look whether any have arrived here.',
        commands: lock.retention
          ? aws('s3api put-object-lock-configuration', {
              bucket: name,
              region: placeOf(facts).region,
              'object-lock-configuration': { ObjectLockEnabled: 'Enabled' },
            })
          : elsewhere(facts),
      },
    },
  ]
}

const SSE_S3 = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }

function encryption(facts: Facts): Finding[] {
  const found = valueOf(facts.target.encryption)
  if (!found || found.algorithm === 'AES256') return []
  const { name } = facts.target
  return [
    {
      check: 'target-encryption',
      level: 'critical',
      what: `${name} encrypts by default with ${found.key ?? 'a key of KMS'} (${found.algorithm}).`,
      why: `The delivery service can use S3’s own keys only (SSE-S3). ${NO_DELIVERY}`,
      fix: {
        words:
          'Has new objects of the log bucket encrypted with S3’s own keys. It concerns all that is put there: a log bucket should hold nothing else.',
        commands: aws('s3api put-bucket-encryption', {
          bucket: name,
          region: placeOf(facts).region,
          'server-side-encryption-configuration': { Rules: [SSE_S3] },
        }),
        template: cloudFormation('LogBucket', 'AWS::S3::Bucket', {
          BucketName: name,
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [
              { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
            ],
          },
        }),
      },
    },
  ]
}

function requesterPays(facts: Facts): Finding[] {
  if (valueOf(facts.target.payer) !== 'Requester') return []
  return [
    {
      check: 'target-payer',
      level: 'critical',
      what: `In ${facts.target.name} the requester pays.`,
      why: `S3’s delivery service pays for nothing. ${NO_DELIVERY}`,
      fix: {
        words: 'Has the owner pay again.',
        commands: aws('s3api put-bucket-request-payment', {
          bucket: facts.target.name,
          region: placeOf(facts).region,
          'request-payment-configuration': { Payer: 'BucketOwner' },
        }),
      },
    },
  ]
}

/** Less than this leaves nothing to look at when something is noticed late; days. */
const TOO_SOON = 90
const FAR_TOO_SOON = 14

function expiry(facts: Facts, { prefix }: LoggingFact): Outcome[] {
  const rules = valueOf(facts.target.lifecycle)
  if (!rules) return []
  const { days } = expiryOf(rules, logKeys(facts))
  if (days === undefined) return [endless(facts, rules)]
  if (days >= TOO_SOON) return [{ well: `Access logs are kept for ${days} days.` }]
  const later = rules.map(rule =>
    concerns(rule, prefix) && (rule.Expiration?.Days ?? Infinity) < TOO_SOON
      ? { ...rule, Expiration: { ...rule.Expiration, Days: KEEP_DAYS } }
      : rule,
  )
  return [
    {
      check: 'expiry',
      level: days < FAR_TOO_SOON ? 'high' : 'medium',
      what: `The access logs are deleted ${days} ${days === 1 ? 'day' : 'days'} after their delivery.`,
      why: 'Break-ins are noticed after weeks: by then the records of how they began are gone.',
      fix: {
        words: `Deletes them after ${KEEP_DAYS} days. The other rules of the bucket are printed with it, as the command replaces all of them.`,
        ...lifecycle(facts, later),
      },
    },
  ]
}

/** The keys that nothing but this bucket's logs can have, as far as the layout tells; else the whole prefix. */
function logKeys(facts: Facts): string {
  const { bucket, target: to, targetPrefix } = facts
  const isByDate = valueOf(bucket.logging)?.dateSource !== undefined
  return isByDate ? `${targetPrefix}${to.account}/${regionOf(facts)}/` : targetPrefix
}

/** Nothing is deleted by a rule of ours that could be anything but logs. */
function endless(facts: Facts, rules: readonly LifecycleRule[]): Finding {
  const keys = logKeys(facts)
  const keep = expireLogs(keys)
  return {
    check: 'expiry',
    level: 'low',
    what: 'The access logs never expire.',
    why: 'They grow for ever, in cost and in the data about people that they hold.',
    fix:
      keys === ''
        ? {
            words: `The logs lie under no prefix of their own, so a rule for them would delete whatever else is in ${facts.target.name}. Where it holds nothing but logs, add the rule below; else give the logs a prefix first.`,
            document: JSON.stringify({ Rules: [...rules, keep] }, null, 2),
          }
        : {
            words: `Deletes what lies under ${keys} after ${KEEP_DAYS} days. The other rules of the bucket are printed with it, as the command replaces all of them.`,
            ...lifecycle(facts, [...rules.filter(({ ID }) => ID !== keep.ID), keep]),
          },
  }
}

const lifecycle = (facts: Facts, Rules: readonly object[]) => ({
  commands: aws('s3api put-bucket-lifecycle-configuration', {
    bucket: facts.target.name,
    region: placeOf(facts).region,
    'lifecycle-configuration': { Rules },
  }),
})

function archive(facts: Facts, { prefix }: LoggingFact): Finding[] {
  const rules = valueOf(facts.target.lifecycle)
  const { archivedAfter } = expiryOf(rules ?? [], prefix)
  if (!rules || archivedAfter === undefined || archivedAfter >= TOO_SOON) return []
  return [
    {
      check: 'archive',
      level: 'medium',
      what: `The access logs are moved to an archive class ${archivedAfter} days after their delivery.`,
      why: 'From an archive nobody can read before the logs were restored, object by object, which takes hours: in an incident that is too late.',
      fix: {
        words: `Keeps all other rules and takes the move to an archive away; S3’s class GLACIER_IR (instant retrieval) can be read at once.`,
        ...lifecycle(facts, rules.flatMap(withoutArchive)),
      },
    },
  ]
}

/** A rule that did nothing else goes. */
function withoutArchive({
  Transitions = [],
  ...rule
}: Record<string, unknown> & {
  Transitions?: { StorageClass?: string | undefined }[] | undefined
}): object[] {
  const others = Transitions.filter(
    ({ StorageClass }) => !/^(GLACIER|DEEP_ARCHIVE)$/.test(StorageClass ?? ''),
  )
  const kept = { ...rule, ...(others.length > 0 && { Transitions: others }) }
  const does = Object.keys(kept).some(name => !['ID', 'Status', 'Prefix', 'Filter'].includes(name))
  return does ? [kept] : []
}
