import { aws } from '../../commands.ts'
import { permissionOf } from '../../delivery.ts'
import { type Facts, type LoggingFact, valueOf } from '../../facts.ts'
import type { Finding } from '../../finding.ts'
import { deliveryTo, logBucketTemplate, placeOf, policyCommands, statementFor } from '../../log-bucket.ts'
import { loggingCommand } from '../logging.ts'
import { NO_DELIVERY } from './elsewhere.ts'

/** Whether the log bucket lets S3's delivery in: by its policy, or the old way by its ACL. */

/** Deliveries come by the policy; in a bucket with ACLs they may come by the grant to S3's old group. */
export function delivery(facts: Facts): Finding[] {
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

export function targetGrants(facts: Facts, { hasGrants }: LoggingFact): Finding[] {
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
