import { access } from './access.ts'
import { exposure } from './exposure.ts'
import { logging } from './logging.ts'
import { protection } from './protection.ts'
import { target } from './log-target.ts'
import { recorded, trails } from './trails.ts'
import { type Facts, valueOf } from '../../model/facts.ts'
import { type Finding, LEVELS, type Outcome, type Outlook } from '../../model/finding.ts'

/** The result for one bucket: problems, the worst first, and what is fine. */
export interface Judgement {
  bucket: string
  outlook: Outlook
  findings: Finding[]
  well: string[]
}

/** Every check; the order decides between findings of the same level. */
const CHECKS: readonly ((facts: Facts) => Outcome[])[] = [
  logging,
  target,
  trails,
  exposure,
  protection,
  access,
]

/** Judges a bucket by its configuration. Pure. */
export function judge(facts: Facts): Judgement {
  const { name, existence } = facts.bucket
  const found = valueOf(existence) === 'gone' ? [gone(name)] : CHECKS.flatMap(check => check(facts))
  const findings = found.filter(one => 'check' in one).map(one => withAccount(one, facts))
  return {
    bucket: name,
    outlook: outlookOf(facts, findings),
    findings: findings.toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level)),
    well: [...new Set(found.flatMap(one => ('well' in one ? [one.well] : [])))],
  }
}

/** Names the account whose credentials the commands need, if it is not s3audit's own. */
function withAccount(finding: Finding, { bucket: { account }, settings }: Facts): Finding {
  const { fix } = finding
  if (account === settings.account || !fix.commands) return finding
  return { ...finding, fix: { ...fix, words: `${fix.words} Run it with credentials of account ${account}.` } }
}

const gone = (bucket: string): Finding => ({
  check: 'gone',
  level: 'critical',
  what: `There is no bucket named ${bucket}.`,
  why: 'It was deleted, or it is misspelled in s3audit’s settings. Its old logs may still exist.',
  fix: { words: 'Ask the operator to check the bucket’s name in s3audit’s settings.' },
})

function outlookOf(facts: Facts, findings: readonly Finding[]): Outlook {
  if (valueOf(facts.bucket.existence) === 'gone') return { accessLogs: 'no', reads: 'none', writes: 'none' }
  const { reads = 'unknown', writes = 'unknown' } = recorded(facts) ?? {}
  return { accessLogs: accessLogsOf(facts, findings), reads, writes }
}

/** Findings that stop all deliveries. */
const BLOCKING = /^(logging-off|target-(gone|foreign|region|grants|encryption|payer)|delivery-denied)$/

function accessLogsOf({ bucket, target: to }: Facts, findings: readonly Finding[]): Outlook['accessLogs'] {
  const isBlocked = findings.some(
    ({ check, level }) => BLOCKING.test(check) || (check === 'target-lock' && level === 'critical'),
  )
  if (isBlocked) return 'no'
  const needed = [bucket.logging, to.existence, to.policy, to.objectLock, to.encryption, to.payer]
  return needed.every(({ known }) => known) ? 'yes' : 'unknown'
}
