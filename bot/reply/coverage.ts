import { DateTime } from 'luxon'
import { bytes, count, counted } from '../../analyses/lib/words.ts'
import { evidenceWindow } from '../investigation/evidence-window.ts'
import {
  excludedOf,
  type Coverage,
  type Investigation,
  type Joined,
  type LogCopy,
  type Source,
} from '../investigation/investigation.ts'
import { logsAsked, wantsBoth } from '../investigation/logs-asked.ts'
import { problemWords } from '../problem.ts'

/** What a log is made of: a CloudTrail file is one document of many records. */
const NOUNS = { 'access-log': 'line', cloudtrail: 'record' }
const LOGS = { 'access-log': 'server access logs', cloudtrail: 'CloudTrail' }

/**
 * What the answer rests on, and what it does not: sentences for people, plain text. Of two logs each has a
 * line of its own.
 */
export function coverageLines({ request, plan, copy, evidence, query }: Investigation): string[] {
  const { coverage } = evidence ?? {}
  if (!plan?.logs || !coverage) return []
  const asked = logsAsked({ request, plan })
  const logs = plan.logs.flatMap((log, i) => {
    if (!asked.includes(log.source.log)) return []
    const skipping = {
      archived: log.archived,
      copied: copy?.logs[i],
      excluded: excludedOf(evidence, log.source.log),
    }
    return [
      [
        ...readLines(request, log.source, coverage[i], skipping),
        ...late(request.window, log.source.slackHours, copy?.doneAt),
      ],
    ]
  })
  const missing = (wantsBoth(request) ? plan.missing : []).map(
    one => `${LOGS[one.log]} not read: ${problemWords(one).what}`,
  )
  return [
    ...(logs.length === 1 ? logs.flat() : logs.map(lines => lines.join(' '))),
    ...joinedLines(query?.answer?.joined),
    ...missing.map(upperFirst),
  ]
}

/** What one log alone tells of is counted, since either may leave out what happened. */
function joinedLines(joined: Joined | undefined): string[] {
  if (!joined) return []
  const { both, accessLog, cloudTrail } = joined
  const onlyAccessLog =
    accessLog > 0 ? ' (no data event was recorded, authentication failed, or a lifecycle rule did it)' : ''
  const onlyCloudTrail = cloudTrail > 0 ? ' (access logs are delivered on a best-effort basis)' : ''
  return [
    `Joined on the request id: ${counted(both, 'event')} in both logs, ${count(accessLog)} in access logs only${onlyAccessLog}, ${count(cloudTrail)} in CloudTrail only${onlyCloudTrail}.`,
  ]
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

interface Skipping {
  archived: number
  copied: LogCopy | undefined
  excluded: readonly { path: string; reason: string }[]
}

function readLines(
  request: Investigation['request'],
  { log }: Source,
  coverage: Coverage | undefined,
  skipping: Skipping,
): string[] {
  if (!coverage) return []
  const { copied, excluded, archived } = skipping
  const hours = hoursOf(evidenceWindow(request))
  const skipped = archived + (copied?.skipped.count ?? 0) + excluded.length
  return [
    `Read from ${LOGS[log]}: ${counted((copied?.objects ?? 0) - excluded.length, 'log object')} (${bytes(copied?.bytes ?? 0)}), ${counted(coverage.lines, NOUNS[log])}; ${counted(coverage.events, 'event')} of this bucket and window.`,
    `Events in ${count(coverage.hoursWithEvents)} of ${count(hours)} hours${coverage.firstEvent ? `, the first at ${seconds(coverage.firstEvent)}, the last at ${seconds(coverage.lastEvent)} UTC` : ''}.`,
    ...(coverage.duplicates > 0
      ? [`${counted(coverage.duplicates, 'record')} delivered twice, counted once.`]
      : []),
    ...(coverage.unparsed > 0 ? [`${counted(coverage.unparsed, NOUNS[log])} could not be read.`] : []),
    ...(skipped > 0 ? [`${counted(skipped, 'log object')} skipped: ${reasons(skipping)}`] : []),
  ]
}

const seconds = (value: string | null): string => value?.slice(0, 19) ?? '–'

/** The hours that the window touches, so that a window from 10:30 to 11:30 has two. */
export function hoursOf({ from, to }: Investigation['request']['window']): number {
  const first = DateTime.fromISO(from, { zone: 'utc' }).startOf('hour')
  return Math.ceil(DateTime.fromISO(to, { zone: 'utc' }).diff(first, 'hours').hours)
}

/** The log objects that could not be read, as far as they are named: where, and why. */
export const skippedObjects = ({ copy, evidence }: Pick<Investigation, 'copy' | 'evidence'>): string[] =>
  named(copy?.logs ?? [], excludedOf(evidence))

const named = (copies: readonly LogCopy[], excluded: Skipping['excluded']): string[] => [
  ...copies.flatMap(({ skipped }) => skipped.samples).map(({ key, reason }) => `${key}: ${reason}`),
  ...excluded.map(({ path, reason }) => `${path}: ${reason}`),
]

function reasons({ archived, copied, excluded }: Skipping): string {
  const inArchive = archived > 0 ? [`${count(archived)} in an archive class (restore them first)`] : []
  const names = named(copied ? [copied] : [], excluded)
  return `${[...inArchive, ...names.slice(0, 3)].join('; ')}${names.length > 3 ? '; …' : ''}.`
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
