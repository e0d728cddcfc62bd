import { DateTime } from 'luxon'
import { notationOf, type Reader } from '../../analyses/lib/reader.ts'
import { beside, fixed } from '../../analyses/lib/words.ts'
import type { Window } from './request.ts'
import { type TimeResult, toInstant } from './time.ts'

const utc = (instant: string): DateTime => DateTime.fromISO(instant, { zone: 'utc' })

/** The time from `from` to `to` in seconds. */
export const windowSeconds = ({ from, to }: Window): number => utc(to).diff(utc(from)).as('seconds')

/**
 * Rejects a window that cannot contain records or is longer than allowed, and says what to choose instead. An
 * end in the future becomes now, which `note` explains.
 */
export function checkWindow(
  window: Window,
  now: Date,
  limits: { windowDays: number },
  reader: Reader = {},
): TimeResult {
  const cut = cutToNow(window, now)
  const problem = windowProblem(window, now, reader) ?? lengthProblem(cut, limits)
  if (problem !== undefined) return { ok: false, problem }
  if (cut.to === window.to) return { ok: true, window }
  return {
    ok: true,
    window: cut,
    note: `The end was in the future, so the window ends now: ${clock(utc(cut.to))} UTC${beside([cut.to], reader)}.`,
  }
}

function cutToNow({ from, to }: Window, now: Date): Window {
  const present = DateTime.fromJSDate(now, { zone: 'utc' }).startOf('second')
  return { from, to: utc(to) > present ? toInstant(present) : to }
}

function windowProblem(window: Window, now: Date, reader: Reader): string | undefined {
  const seconds = windowSeconds(window)
  if (seconds < 0) return 'The end is before the start. Swap the two, or choose a later end.'
  if (seconds === 0) return 'The start and the end are the same moment. Choose an end after the start.'
  const starts = utc(window.from)
  if (starts.toMillis() < Math.floor(now.getTime() / 1000) * 1000) return undefined
  return `This time is in the future: it starts at ${clock(starts)} UTC${beside([window.from], reader)}. Choose a start in the past.`
}

function lengthProblem(window: Window, { windowDays }: { windowDays: number }): string | undefined {
  if (windowSeconds(window) <= windowDays * 86_400) return undefined
  return `This is ${length(window)}; one question can cover at most ${windowDays} days. Choose a shorter time.`
}

/**
 * A window for people: `2026-11-19 07:00 to 2026-11-20 07:00 UTC (24 h)`, with the times in the
 * person's zone and notation in brackets if that zone is not UTC. `parseTime` reads it back as the same window.
 */
export function describeWindow(window: Window, reader: Reader = {}): string {
  const { timeZone: zone = 'UTC' } = reader
  const [from, to] = [utc(window.from), utc(window.to)]
  const [localFrom, localTo] = [from.setZone(zone), to.setZone(zone)]
  const isUtc = !localFrom.isValid || (localFrom.offset === 0 && localTo.offset === 0)
  const local = isUtc ? '' : `; ${byReader(localFrom, reader)} to ${byReader(localTo, reader)} in ${zone}`
  return `${clock(from)} to ${clock(to)} UTC (${length(window)}${local})`
}

/** As the reader writes dates. */
const byReader = (at: DateTime, reader: Reader): string =>
  at
    .setLocale(notationOf(reader))
    .toLocaleString(at.second === 0 ? DateTime.DATETIME_MED : DateTime.DATETIME_MED_WITH_SECONDS)

const clock = (at: DateTime): string =>
  at.toFormat(at.second === 0 ? 'yyyy-MM-dd HH:mm' : 'yyyy-MM-dd HH:mm:ss')

/** `30 min`, `24 h`, `1 h 30 min`, `2 days 2 h 30 min`, `7 days`; beyond a week in tenths of days. */
function length(window: Window): string {
  const seconds = Math.abs(windowSeconds(window))
  const days = seconds / 86_400
  if (days > 7 && !Number.isInteger(days)) return `${fixed(days, 1)} days`
  const whole = days >= 2 ? Math.floor(days) : 0
  const units = [
    [whole, 'days'],
    [Math.floor(seconds / 3600) - 24 * whole, 'h'],
    [Math.floor((seconds % 3600) / 60), 'min'],
    // Seconds do not matter in a number of days.
    [whole > 0 ? 0 : seconds % 60, 's'],
  ] as const
  const shown = units.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`)
  return shown.join(' ') || '0 s'
}
