import { aws } from './commands.ts'
import { permissionOf } from './delivery.ts'
import { type Facts, type LoggingFact, valueOf } from '../../model/facts.ts'
import type { Finding } from '../../model/finding.ts'
import { deliveryTo, logBucketTemplate, placeOf, policyCommands, statementFor } from './log-bucket.ts'
import { loggingCommand } from './logging.ts'
import { NO_DELIVERY } from './log-target-elsewhere.ts'

/** Whether the log bucket allows S3's deliveries, by its policy or, as in the past, by its ACL. */

/** Deliveries need the policy; in a bucket with ACLs, a grant to S3's log delivery group is enough. */
export function delivery(facts: Facts): Finding[] {
  const { target: bucket } = facts
  if (!bucket.policy.known) return []
  const place = placeOf(facts)
  const permission = permissionOf(bucket.policy.value, deliveryTo(place, facts.bucket.name))
  if (permission.allowed) return permission.confined ? [] : [unconfined(facts, permission.by)]
  if (permission.by) return [denied(facts, permission.by)]
  // It is not known whether ACLs are in effect there, so nothing is reported.
  if (!bucket.acl.known || !bucket.ownership.known) return []
  return deliversByAcl(facts) ? [byAcl(facts)] : [notLetIn(facts)]
}

const letIn = (facts: Facts): { commands: string; template: string } => ({
  commands: policyCommands(placeOf(facts)).join('\n'),
  template: logBucketTemplate(placeOf(facts)).join('\n'),
})

const WHOLE = 'The command replaces the whole policy, so it includes what is in it now.'

const notLetIn = (facts: Facts): Finding => ({
  check: 'delivery-denied',
  level: 'critical',
  what: `The policy of ${facts.target.name} does not allow S3 to deliver the logs of ${facts.bucket.name}.`,
  why: `${NO_DELIVERY} (The S3 console adds the statement automatically; the CLI, CloudFormation and Terraform do not.)`,
  fix: { words: WHOLE, ...letIn(facts) },
})

const denied = (facts: Facts, statement: string): Finding => ({
  check: 'delivery-denied',
  level: 'critical',
  what: `“${statement}” in the policy of ${facts.target.name} denies S3 the delivery of the logs.`,
  why: `A Deny overrides every Allow, even for AWS services. Conditions about networks, organisations or encryption match a delivery, because it has none of these. ${NO_DELIVERY}`,
  fix: {
    words: `Exempt AWS services from “${statement}” by adding the condition below to its other conditions. Then check that the statement in the second document exists.`,
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
  what: `“${statement}” in the policy of ${facts.target.name} allows S3 to deliver the logs of anyone’s bucket.`,
  why: 'Without aws:SourceArn or aws:SourceAccount, other accounts can have their logs delivered here: forged records among your evidence, at your cost.',
  fix: {
    words: `Add the statement below and remove “${statement}” once every bucket that logs here has one. ${WHOLE}`,
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
  what: `S3 delivers to ${facts.target.name} by the bucket’s ACL, which is outdated.`,
  why: 'If anyone disables ACLs there, as AWS recommends, log delivery stops without an error.',
  fix: { words: `Allow S3 in the policy first. ${WHOLE}`, ...letIn(facts) },
})

export function targetGrants(facts: Facts, { hasGrants }: LoggingFact): Finding[] {
  if (!hasGrants || valueOf(facts.target.ownership) !== ENFORCED) return []
  const { bucket, prefix } = valueOf(facts.bucket.logging) ?? { bucket: facts.target.name, prefix: '' }
  return [
    {
      check: 'target-grants',
      level: 'critical',
      what: `The logging of ${facts.bucket.name} has target grants, but ${bucket} does not accept ACLs.`,
      why: `Grants are ACLs, which a bucket with ownership BucketOwnerEnforced rejects. ${NO_DELIVERY}`,
      fix: {
        words:
          'Sets the same logging without grants. Use the log bucket’s policy to say who may read the logs.',
        commands: loggingCommand({ name: facts.bucket.name, region: placeOf(facts).region }, bucket, prefix),
      },
    },
  ]
}
