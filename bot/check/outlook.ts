import type { Finding, Outlook } from './finding.ts'
import { LEVELS } from './finding.ts'

/** A bucket's prospects in one sentence of plain text: will its logs be there? */
export function outlookWords(bucket: string, { accessLogs, reads, writes }: Outlook): string {
  const trail = TRAIL[`${reads} ${writes}`] ?? 'CloudTrail records some of what is done in it'
  if (accessLogs === 'yes') return `${bucket} has access logs, and ${trail}.`
  if (accessLogs === 'unknown') return `Whether the access logs of ${bucket} arrive cannot be told; ${trail}.`
  if (reads === 'none' && writes === 'none') return `Nothing will tell what happens in ${bucket}.`
  return `${bucket} has no access logs; ${trail}.`
}

/** By what of reads and of writes is recorded. */
const TRAIL: Record<string, string> = {
  'all all': 'CloudTrail records its reads and writes',
  'none all': 'CloudTrail records its writes only',
  'all none': 'CloudTrail records its reads only',
  'none none': 'CloudTrail records nothing of its objects',
  'unknown unknown': 'what CloudTrail records cannot be told',
}

/** The less is known of a bucket afterwards, the earlier it comes; then the worse its findings. */
export function compareJudged(
  a: { bucket: string; outlook: Outlook; findings: readonly Pick<Finding, 'level'>[] },
  b: typeof a,
): number {
  const counts = LEVELS.map(level => countOf(b.findings, level) - countOf(a.findings, level))
  return (
    blindness(b.outlook) - blindness(a.outlook) ||
    counts.find(difference => difference !== 0) ||
    a.bucket.localeCompare(b.bucket)
  )
}

const countOf = (findings: readonly Pick<Finding, 'level'>[], level: Finding['level']): number =>
  findings.filter(finding => finding.level === level).length

function blindness({ accessLogs, reads, writes }: Outlook): number {
  const log = { no: 4, unknown: 1, yes: 0 }[accessLogs]
  const of = { none: 1, some: 0.5, unknown: 0.5, all: 0 }
  return log + of[reads] + of[writes]
}

/** `2 critical, 1 high`; empty where there are none. */
export const levelWords = (findings: readonly Pick<Finding, 'level'>[]): string =>
  LEVELS.flatMap(level => {
    const found = countOf(findings, level)
    return found > 0 ? [`${found} ${level}`] : []
  }).join(', ')
