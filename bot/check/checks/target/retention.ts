import { aws } from '../../commands.ts'
import { concerns, expiryOf } from '../../expiry.ts'
import { type Facts, type LifecycleRule, type LoggingFact, regionOf, valueOf } from '../../facts.ts'
import type { Finding, Outcome } from '../../finding.ts'
import { expireLogs, KEEP_DAYS, placeOf } from '../../log-bucket.ts'

/** How long the delivered logs stay, and whether they can be read at once. */

/** Less than this leaves nothing to look at when something is noticed late; days. */
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

export function archive(facts: Facts, { prefix }: LoggingFact): Finding[] {
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
