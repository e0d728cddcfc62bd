import { type Facts, type LoggingFact, valueOf } from '../../facts.ts'
import type { Finding, Outcome } from '../../finding.ts'
import { letsIn, placeOf } from '../../log-bucket.ts'
import { elsewhere, foreign, gone, OTHER_BUCKET, otherRegion } from './elsewhere.ts'
import { delivery, targetGrants } from './permission.ts'
import { archive, expiry } from './retention.ts'
import { encryption, objectLock, requesterPays } from './settings.ts'

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
