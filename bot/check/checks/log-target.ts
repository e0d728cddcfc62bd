import { type Facts, type LoggingFact, valueOf } from '../../model/facts.ts'
import type { Finding, Outcome } from '../../model/finding.ts'
import { letsIn, placeOf } from './log-bucket.ts'
import { elsewhere, foreign, gone, OTHER_BUCKET, otherRegion } from './log-target-elsewhere.ts'
import { delivery, targetGrants } from './log-target-permission.ts'
import { archive, expiry } from './log-target-retention.ts'
import { encryption, objectLock, requesterPays } from './log-target-settings.ts'

/** A check of the log bucket; runs only if logging is on and the bucket exists. */
type TargetCheck = (facts: Facts, logging: LoggingFact) => Outcome[]

/** Whether S3 can deliver the logs to their target, and whether they are kept there. */
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
    : [...found, { well: `S3 is allowed to deliver to ${facts.target.name}.` }]
}

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
 * Whatever prevents the delivery gets the same fix, another target: the usual fixes for a log bucket would harm
 * the bucket that holds the data.
 */
function loops(facts: Facts, logging: LoggingFact): Finding[] {
  const fix = { words: OTHER_BUCKET, commands: elsewhere(facts) }
  const loop: Finding = {
    check: 'loop',
    level: 'high',
    what: `${logging.bucket} delivers its access logs to itself.`,
    why: 'Each delivered log object is a request that is logged again: the bucket keeps growing, and real requests drown in S3’s own.',
    fix,
  }
  const blocking = CHECKS.flatMap(check => check(facts, logging)).filter(
    one => 'check' in one && one.level === 'critical',
  )
  return [loop, ...blocking.flatMap(one => ('check' in one ? [{ ...one, fix }] : []))]
}
