import { DateTime } from 'luxon'
import { bytes, count, counted } from '../../analyses/lib/words.ts'
import { evidenceWindow } from '../investigation/evidence-window.ts'
import { excludedOf, type Investigation } from '../investigation/investigation.ts'

/** What a log is made of: a CloudTrail file is one document of many records. */
const NOUNS = { 'access-log': 'line', cloudtrail: 'record' }
const LOGS = { 'access-log': 'server access logs', cloudtrail: 'CloudTrail' }

/** What the answer rests on, and what it does not: sentences for people, plain text. */
export function coverageLines({ request, plan, copy, evidence }: Investigation): string[] {
  const { source } = plan ?? {}
  const coverage = evidence?.coverage
  if (!source || !coverage) return []
  const hours = hoursOf(evidenceWindow(request))
  const skipped = (plan?.archived ?? 0) + (copy?.skipped.count ?? 0) + excludedOf(evidence).length
  return [
    `Read from ${LOGS[source.log]}: ${counted((copy?.objects ?? 0) - excludedOf(evidence).length, 'log object')} (${bytes(copy?.bytes ?? 0)}), ${counted(coverage.lines, NOUNS[source.log])}; ${counted(coverage.events, 'event')} of this bucket and window.`,
    `Events in ${count(coverage.hoursWithEvents)} of ${count(hours)} hours${coverage.firstEvent ? `, the first at ${seconds(coverage.firstEvent)}, the last at ${seconds(coverage.lastEvent)} UTC` : ''}.`,
    ...(coverage.duplicates > 0
      ? [`${counted(coverage.duplicates, 'record')} delivered twice, counted once.`]
      : []),
    ...(coverage.unparsed > 0 ? [`${counted(coverage.unparsed, NOUNS[source.log])} could not be read.`] : []),
    ...(skipped > 0
      ? [`${counted(skipped, 'log object')} skipped: ${reasons({ plan, copy, evidence })}`]
      : []),
    ...late(request.window, source.slackHours, copy?.doneAt),
  ]
}

const seconds = (value: string | null): string => value?.slice(0, 19) ?? '–'

/** The hours that the window touches, so that a window from 10:30 to 11:30 has two. */
export function hoursOf({ from, to }: Investigation['request']['window']): number {
  const first = DateTime.fromISO(from, { zone: 'utc' }).startOf('hour')
  return Math.ceil(DateTime.fromISO(to, { zone: 'utc' }).diff(first, 'hours').hours)
}

type Skipping = Pick<Investigation, 'copy' | 'evidence'>

/** The log objects that could not be read, as far as they are named: where, and why. */
export const skippedObjects = ({ copy, evidence }: Skipping): string[] => [
  ...(copy?.skipped.samples ?? []).map(({ key, reason }) => `${key}: ${reason}`),
  ...excludedOf(evidence).map(({ path, reason }) => `${path}: ${reason}`),
]

function reasons({ plan, ...skipping }: Skipping & Pick<Investigation, 'plan'>): string {
  const archived = plan?.archived ? [`${count(plan.archived)} in an archive class (restore them first)`] : []
  const named = skippedObjects(skipping)
  return `${[...archived, ...named.slice(0, 3)].join('; ')}${named.length > 3 ? '; …' : ''}.`
}

/** Records come late: a window that ended less than the slack ago may still grow. */
function late({ to }: { to: string }, slackHours: number, readAt: string | undefined): string[] {
  if (!readAt || slackHours === 0) return []
  const complete = DateTime.fromISO(to, { zone: 'utc' }).plus({ hours: slackHours })
  return DateTime.fromISO(readAt) < complete
    ? [
        `Records of this window may still arrive until about ${complete.toFormat('yyyy-LL-dd HH:mm')} UTC: ask again then.`,
      ]
    : []
}
