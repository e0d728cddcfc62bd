import type { Finding, Outlook } from '../../model/finding.ts'
import { LEVELS } from '../../model/finding.ts'

/** One sentence of plain text: will this bucket have logs? */
export function outlookWords(bucket: string, { accessLogs, reads, writes }: Outlook): string {
  const trail = TRAIL[`${reads} ${writes}`] ?? 'CloudTrail records some of the requests to its objects'
  if (accessLogs === 'yes') return `${bucket} has access logs, and ${trail}.`
  if (accessLogs === 'unknown')
    return `s3audit could not find out whether the access logs of ${bucket} arrive; ${trail}.`
  if (reads === 'none' && writes === 'none') return `Nothing records what happens in ${bucket}.`
  return `${bucket} has no access logs; ${trail}.`
}

/** By which reads and which writes are recorded. */
const TRAIL: Record<string, string> = {
  'all all': 'CloudTrail records its reads and writes',
  'none all': 'CloudTrail records its writes only',
  'all none': 'CloudTrail records its reads only',
  'none none': 'CloudTrail records no requests to its objects',
  'unknown unknown': 'what CloudTrail records could not be found out',
}

/** Orders buckets: the least recorded first, then the worst findings first. */
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

/** `2 critical, 1 high`; empty if there are none. */
export const levelWords = (findings: readonly Pick<Finding, 'level'>[]): string =>
  LEVELS.flatMap(level => {
    const found = countOf(findings, level)
    return found > 0 ? [`${found} ${level}`] : []
  }).join(', ')
