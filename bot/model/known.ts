import { DateTime } from 'luxon'
import type { LogKind } from '../../analyses/lib/evidence/tables.ts'
import { count, counted } from '../../analyses/lib/words.ts'
import type { Window } from '../time/request.ts'
import { toInstant } from '../time/time.ts'
import { baselineOf } from './evidence-window.ts'
import type { Investigation } from './investigation.ts'
import { lagOf } from './lag.ts'
import { logsAsked } from './logs-asked.ts'
import type { Coverage } from './stored/coverage.ts'
import { excludedOf } from './stored/evidence.ts'
import type { LogPlan } from './stored/plan.ts'
import { sumOf } from './stored/values.ts'

/**
 * What an answer may claim, told from its coverage alone: records that have not arrived yet, were not delivered or
 * could not be read do not show that nothing happened. The one place that decides it for every question.
 */
export interface Known {
  /** Hours that the window touches. */
  hours: number
  /** Hours without records so recent that their records may still arrive. */
  pending: number
  /** When to look again, and when the last records should be there; only where hours are pending. */
  lookAgainAt?: string
  completeAt?: string
  /** Whether nothing at all is known: the answer cannot claim that nothing happened. */
  nothing: boolean
}

/** Some questions have rows for what did not happen, too. */
const NEGATIVE = /^(?:No|None|Nothing)\b/

/** CloudTrail delivers within about a quarter of an hour; log objects are looked for longer, to be sure. */
const TRAIL_HOURS = 0.25
const LATE: Record<LogKind, string> = {
  'access-log': 'access logs come hours late',
  cloudtrail: 'CloudTrail delivers about 15 minutes late',
}
const NOUNS: Record<LogKind, string> = { 'access-log': 'line', cloudtrail: 'record' }
/** Records that must be measured before their delay is taken for the usual one. */
const LEAST_MEASURED = 20

const utc = (iso: string): DateTime => DateTime.fromISO(iso, { zone: 'utc' })

/** How long after a request its record may arrive. */
const delayOf = ({ source: { log, slackHours } }: LogPlan): number =>
  log === 'cloudtrail' ? Math.min(slackHours, TRAIL_HOURS) : slackHours

/** From when on records were possibly still to come when the logs were listed: the earliest such hour of all logs. */
export function recentSince({ plan }: Pick<Investigation, 'plan'>): string | undefined {
  if (!plan?.logs?.length) return undefined
  const latest = Math.max(...plan.logs.map(delayOf))
  return toInstant(
    utc(plan.doneAt ?? plan.startedAt)
      .minus({ hours: latest })
      .startOf('hour'),
  )
}

/** The hours that a window touches, so that a window from 10:30 to 11:30 has two. */
export function hoursOf({ from, to }: Window): number {
  return Math.ceil(utc(to).diff(utc(from).startOf('hour'), 'hours').hours)
}

type Asked = Pick<Investigation, 'request' | 'plan' | 'copy' | 'evidence' | 'query'>

interface Read {
  log: LogPlan
  coverage: Coverage
}

function readOf({ request, plan, evidence }: Asked): Read[] {
  const asked = logsAsked({ request, plan })
  return (plan?.logs ?? []).flatMap((log, at) => {
    const coverage = evidence?.coverage?.[at]
    return coverage && asked.includes(log.source.log) ? [{ log, coverage }] : []
  })
}

/** What is known of the time asked about; undefined until the evidence has been counted. */
export function knownOf(investigation: Asked): Known | undefined {
  const read = readOf(investigation)
  if (read.length === 0) return undefined
  const { window } = investigation.request
  const hours = hoursOf(window)
  const pending = pendingHours(investigation, read)
  const known = { hours, pending, nothing: pending === hours || unread(investigation, read) !== undefined }
  if (pending === 0) return known
  const readAt = readAtOf(investigation)
  const delay = Math.max(...read.map(({ log }) => delayOf(log)))
  const completeAt = utc(window.to).plus({ hours: delay })
  const usual = utc(window.to).plus({ minutes: usualMinutes(read) ?? delay * 60 })
  const soonest = readAt.plus({ minutes: Math.min(60, delay * 60) })
  const lookAgain = DateTime.min(DateTime.max(usual, soonest), DateTime.max(completeAt, readAt))
  return { ...known, lookAgainAt: toInstant(lookAgain), completeAt: toInstant(completeAt) }
}

const readAtOf = ({ plan, copy }: Asked): DateTime =>
  utc(plan?.doneAt ?? copy?.doneAt ?? plan?.startedAt ?? '')

/** Within how many minutes nearly all records came that were measured. */
function usualMinutes(read: readonly Read[]): number | undefined {
  const bounds = read.map(({ log, coverage: { lag } }) =>
    lag && lag.records >= LEAST_MEASURED ? lagOf(lag, 0.95) : delayOf(log) * 60,
  )
  return bounds.every(bound => bound !== undefined) ? Math.max(...bounds) : undefined
}

/** Counted hour by hour: an hour is known as soon as one of the logs has records of it. */
function pendingHours(investigation: Asked, read: readonly Read[]): number {
  // Coverage of an older version does not name the hours.
  if (read.some(({ coverage }) => coverage.recentHours === undefined)) return 0
  const { from, to } = investigation.request.window
  const withRecords = new Set(read.flatMap(({ coverage }) => coverage.recentHours ?? []))
  const listed = readAtOf(investigation).toMillis()
  const youngest = listed - Math.max(...read.map(({ log }) => delayOf(log))) * 3_600_000
  const end = utc(to)
  let pending = 0
  for (let hour = end.minus({ milliseconds: 1 }).startOf('hour'); ; hour = hour.minus({ hours: 1 })) {
    const over = DateTime.min(hour.plus({ hours: 1 }), end)
    if (over.toMillis() <= youngest || over <= utc(from)) return pending
    if (!withRecords.has(hour.toFormat("yyyy-LL-dd'T'HH"))) pending++
  }
}

/** Why what was listed says nothing at all, in a sentence; undefined where something could be read. */
function unread({ plan, request, evidence }: Asked, read: readonly Read[]): string | undefined {
  const noun = read.length === 1 ? NOUNS[read[0]?.log.source.log ?? 'access-log'] : 'record'
  const lines = sumOf(read, ({ coverage }) => coverage.lines)
  const objects = sumOf(
    (plan?.logs ?? []).filter(({ source }) => logsAsked({ request, plan }).includes(source.log)),
    log => log.objects,
  )
  const unparsed = sumOf(read, ({ coverage }) => coverage.unparsed)
  if (lines === 0 && objects > 0) {
    const skipped = excludedOf(evidence).length
    return `Not known: ${counted(objects, 'log object')} ${objects === 1 ? 'was' : 'were'} found, but ${skipped >= objects ? 'none could be read' : `no ${noun} was in ${objects === 1 ? 'it' : 'them'}`}. This does not show that nothing happened.`
  }
  if (lines > 0 && unparsed === lines) {
    const which =
      lines === 1
        ? `the only ${noun} could not be read, as it is`
        : `none of the ${counted(lines, noun)} could be read, as they are`
    return `Not known: ${which} not in the format of this log. This does not show that nothing happened.`
  }
  return undefined
}

/**
 * The answer's first sentence as people and programs may take it. It never says “none” of what was not read: of hours
 * that are not known yet it says so first, or right after the finding where there is one.
 */
export function headlineOf(investigation: Asked): string | undefined {
  const answer = investigation.query?.answer
  if (!answer) return undefined
  const { headline, rowCount } = answer
  const read = readOf(investigation)
  const known = knownOf(investigation)
  if (!known) return headline
  const isFound = rowCount > 0 && !NEGATIVE.test(headline)
  const nothingRead = unread(investigation, read)
  if (nothingRead !== undefined) return isFound ? `${nothingRead} ${headline}` : nothingRead
  const said = isFound ? headline : noneIn(investigation, read, known, headline)
  if (known.pending === 0) return said
  const late = read
    .toSorted((one, other) => delayOf(other.log) - delayOf(one.log))
    .map(({ log }) => LATE[log.source.log])[0]
  const { pending, hours } = known
  const empty =
    pending === hours
      ? hours === 1
        ? 'the hour asked about has no records'
        : `none of the ${count(hours)} hours has records`
      : `${count(pending)} of ${count(hours)} hours ${pending === 1 ? 'has' : 'have'} no records`
  const gap = `Not known yet: ${empty}; ${late}.`
  if (isFound) return `${headline} ${gap}`
  if (pending === hours) return gap
  return `${gap} ${inTheOthers(investigation, read, hours - pending)} ${said}`
}

/** Which hours the rest of the sentence is about. */
function inTheOthers(investigation: Asked, read: readonly Read[], others: number): string {
  const [only] = read
  const areFull =
    read.length === 1 &&
    baselineOf(investigation.request) === undefined &&
    only?.coverage.hoursWithEvents === others
  if (areFull) return others === 1 ? 'In the hour that has:' : `In the ${count(others)} hours that have:`
  return others === 1 ? 'In the other hour:' : `In the other ${count(others)} hours:`
}

/** What “none” rests on: records that were not delivered or not read are named with it. */
function noneIn(
  investigation: Asked,
  read: readonly Read[],
  { hours, pending }: Known,
  headline: string,
): string {
  const events = sumOf(read, ({ coverage }) => coverage.events)
  const isRecorded = read.some(({ log, coverage }) => log.source.log === 'cloudtrail' && coverage.lines > 0)
  const { bucket } = investigation.request
  if (events === 0 && !isRecorded)
    return pending > 0
      ? `no records of ${bucket} were delivered.`
      : `No records of ${bucket} were delivered for ${hours === 1 ? 'the hour' : `the ${count(hours)} hours`} asked about: it was not used, or its logs are missing.`
  const unparsed = sumOf(read, ({ coverage }) => coverage.unparsed)
  const skipped =
    sumOf(read, ({ log }) => log.archived) +
    sumOf(investigation.copy?.logs, log => log.skipped.count) +
    excludedOf(investigation.evidence).length
  const left = [
    ...(unparsed > 0
      ? [counted(unparsed, read.length === 1 ? NOUNS[read[0]?.log.source.log ?? 'access-log'] : 'record')]
      : []),
    ...(skipped > 0 ? [counted(skipped, 'log object')] : []),
  ]
  const but = left.length > 0 ? ` But ${left.join(' and ')} could not be read.` : ''
  return `${headline}${but}`
}
