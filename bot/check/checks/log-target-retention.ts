import { aws } from './commands.ts'
import { concerns, expiryOf } from './expiry.ts'
import { type Facts, type LifecycleRule, type LoggingFact, regionOf, valueOf } from '../../model/facts.ts'
import type { Finding, Outcome } from '../../model/finding.ts'
import { expireLogs, KEEP_DAYS, placeOf } from './log-bucket.ts'

/** How long delivered logs are kept, and whether they can be read immediately. */

/** In days; with less, nothing is left to look at when an incident is noticed late. */
const TOO_SOON = 90
const FAR_TOO_SOON = 14

export function expiry(facts: Facts, { prefix }: LoggingFact): Outcome[] {
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
      why: 'Break-ins are often noticed after weeks. By then the records of how they began are gone.',
      fix: {
        words: `Deletes them after ${KEEP_DAYS} days. The command replaces all rules, so it includes the bucket’s other rules.`,
        ...lifecycle(facts, later),
      },
    },
  ]
}

/** The prefix that only this bucket's logs can have, if the key format allows it; otherwise the whole prefix. */
function logKeys(facts: Facts): string {
  const { bucket, target: to, targetPrefix } = facts
  const isByDate = valueOf(bucket.logging)?.dateSource !== undefined
  return isByDate ? `${targetPrefix}${to.account}/${regionOf(facts)}/` : targetPrefix
}

/** Our rule must never delete anything but logs. */
function endless(facts: Facts, rules: readonly LifecycleRule[]): Finding {
  const keys = logKeys(facts)
  const keep = expireLogs(keys)
  return {
    check: 'expiry',
    level: 'low',
    what: 'The access logs never expire.',
    why: 'Their cost and the personal data in them keep growing.',
    fix:
      keys === ''
        ? {
            words: `The logs have no prefix of their own, so a rule for them would delete everything else in ${facts.target.name}. If it holds nothing but logs, add the rule below; otherwise give the logs a prefix first.`,
            document: JSON.stringify({ Rules: [...rules, keep] }, null, 2),
          }
        : {
            words: `Deletes everything under ${keys} after ${KEEP_DAYS} days. The command replaces all rules, so it includes the bucket’s other rules.`,
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

export function archive(facts: Facts, { prefix }: LoggingFact): Finding[] {
  const rules = valueOf(facts.target.lifecycle)
  const { archivedAfter } = expiryOf(rules ?? [], prefix)
  if (!rules || archivedAfter === undefined || archivedAfter >= TOO_SOON) return []
  return [
    {
      check: 'archive',
      level: 'medium',
      what: `The access logs are moved to an archive class ${archivedAfter} days after their delivery.`,
      why: 'Archived logs must be restored object by object before anyone can read them. That takes hours, which is too long in an incident.',
      fix: {
        words: `Keeps all other rules and removes the move to an archive. S3’s class GLACIER_IR (instant retrieval) can be read immediately.`,
        ...lifecycle(facts, rules.flatMap(withoutArchive)),
      },
    },
  ]
}

/** A rule without any other action is removed. */
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
