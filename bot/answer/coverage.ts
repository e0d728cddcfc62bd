import { DateTime } from 'luxon'
import type { Reader } from '../../analyses/lib/reader.ts'
import { capitalised, beside, bytes, count, counted } from '../../analyses/lib/words.ts'
import { baselineOf, evidenceWindow } from '../model/evidence-window.ts'
import { type Investigation } from '../model/investigation.ts'
import { type LogCopy } from '../model/stored/copy.ts'
import { type Coverage, type Lag } from '../model/stored/coverage.ts'
import { excludedOf } from '../model/stored/evidence.ts'
import { type Source } from '../model/stored/plan.ts'
import { type Joined } from '../model/stored/query.ts'
import { hoursOf } from '../model/known.ts'
import { LAG_BOUNDS, lagOf } from '../model/lag.ts'
import { logsAsked, wantsBoth } from '../model/logs-asked.ts'
import { problemWords } from '../model/problem.ts'

/** What a log is made of: a CloudTrail file is one document of many records. */
const NOUNS = { 'access-log': 'line', cloudtrail: 'record' }
const LOGS = { 'access-log': 'server access logs', cloudtrail: 'CloudTrail' }

/**
 * What the answer rests on, and what it does not: sentences for people, plain text. Of two logs each has a
 * line of its own.
 */
export function coverageLines(
  { request, plan, copy, evidence, query }: Investigation,
  reader: Reader,
): string[] {
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
        ...readLines(request, log.source, coverage[i], skipping, reader),
        ...late(request.window, log.source, copy?.doneAt, reader),
      ],
    ]
  })
  const missing = (wantsBoth(request) ? plan.missing : []).map(
    one => `${LOGS[one.log]} not read: ${problemWords(one).what}`,
  )
  return [
    ...(logs.length === 1 ? logs.flat() : logs.map(lines => lines.join(' '))),
    ...joinedLines(query?.answer?.joined),
    ...missing.map(capitalised),
  ]
}

/** Events that only one of the two logs has are counted, since either log may miss events. */
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
  reader: Reader,
): string[] {
  if (!coverage) return []
  const { copied, excluded, archived } = skipping
  const hours = hoursOf(evidenceWindow(request))
  const skipped = archived + (copied?.skipped.count ?? 0) + excluded.length
  return [
    `Read from ${LOGS[log]}: ${counted((copied?.objects ?? 0) - excluded.length, 'log object')} (${bytes(copied?.bytes ?? 0)}), ${counted(coverage.lines, NOUNS[log])}; ${counted(coverage.events, 'event')} of this bucket ${framed(request)}.`,
    `Events in ${count(coverage.hoursWithEvents)} of ${count(hours)} hours${coverage.firstEvent ? `, the first at ${seconds(coverage.firstEvent)}, the last at ${seconds(coverage.lastEvent)} UTC${beside([coverage.firstEvent, coverage.lastEvent ?? coverage.firstEvent], reader)}` : ''}.`,
    ...gapLines(coverage, reader),
    ...lagLines(coverage.lag),
    ...(coverage.duplicates > 0
      ? [`${counted(coverage.duplicates, 'record')} delivered twice, counted once.`]
      : []),
    ...(coverage.unparsed > 0 ? [`${counted(coverage.unparsed, NOUNS[log])} could not be read.`] : []),
    ...(skipped > 0 ? [`${counted(skipped, 'log object')} skipped: ${reasons(skipping)}`] : []),
  ]
}

/** The window, and the time before it where the question compares with that. */
const framed = (request: Investigation['request']): string =>
  baselineOf(request) ? 'in the window, and in the time before it for comparison' : 'in the window'

const seconds = (value: string | null): string => value?.slice(0, 19) ?? '–'

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

/** Hours without a single event are worth a look: nothing may have happened, or no log was delivered. */
function gapLines({ gaps, events }: Coverage, reader: Reader): string[] {
  if (gaps.count === 0 || events === 0) return []
  const named = gaps.longest.map(gap => interval(gap, reader)).join(', ')
  return [
    `No events ${named}${gaps.count > gaps.longest.length ? `, and in ${counted(gaps.count - gaps.longest.length, 'shorter interval')}` : ''}.`,
  ]
}

/** `from 2026-11-20 02:00 to 05:00 UTC`. */
function interval({ from, to }: { from: string; to: string }, reader: Reader): string {
  const [first, last] = [from, to].map(iso => minutes(DateTime.fromISO(iso, { zone: 'utc' })))
  return `from ${first} to ${first?.slice(0, 10) === last?.slice(0, 10) ? last?.slice(11) : last} UTC${beside([from, to], reader)}`
}

const minutes = (time: DateTime): string => time.toFormat('yyyy-LL-dd HH:mm')

/** Bounds, not times: so much is certain of the records that were measured. */
function lagLines(lag: Lag | undefined): string[] {
  if (!lag || lag.records === 0) return []
  const [half, most, all] = [0.5, 0.95, 1].map(share => lagOf(lag, share))
  const shares = [
    ...(half === all ? [] : [within('half of the records', half)]),
    ...(most === half || most === all ? [] : [within('95 %', most)]),
    within('all', all),
  ]
  return [`Delivered after the request: ${shares.join(', ')}.`]
}

const within = (share: string, bound: number | undefined): string =>
  bound === undefined
    ? `${share === 'all' ? 'some' : share} later than ${minutesInWords(LAG_BOUNDS.at(-1) ?? 0)}`
    : `${share} within ${minutesInWords(bound)}`

const minutesInWords = (count: number): string =>
  count < 60 ? `${count} minutes` : counted(count / 60, 'hour')
/** How far past the window was looked; records come late, so a window that ended less than that ago may still grow. */
function late(
  { to }: { to: string },
  { slackHours }: Source,
  readAt: string | undefined,
  reader: Reader,
): string[] {
  if (!readAt || slackHours === 0) return []
  const complete = DateTime.fromISO(to, { zone: 'utc' }).plus({ hours: slackHours })
  const looked = `Included logs delivered up to ${counted(slackHours, 'hour')} after the end of the window`
  return DateTime.fromISO(readAt) < complete
    ? [
        `${looked}. Records of this window may still arrive until about ${minutes(complete)} UTC${beside([complete.toISO() ?? ''], reader)}. Ask again then for a complete answer.`,
      ]
    : [`${looked}.`]
}
