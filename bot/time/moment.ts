import { defined } from '../../analyses/lib/defined.ts'
import { DateTime, IANAZone } from 'luxon'

/** One end of a time text as written, not yet resolved against a clock or a zone. */
export type Moment =
  | { kind: 'now' }
  | { kind: 'ago'; seconds: number }
  /** A duration (`24h`, `PT6H`): an end only in combination with another one. */
  | { kind: 'length'; seconds: number }
  /** A day, a time of day, or both; `zone` is a luxon zone name where the text names one. */
  | { kind: 'calendar'; day?: string; clock?: string; zone?: string }

/** What a moment is resolved against: the clock, the default zone, the day of a bare time. */
export interface Setting {
  now: DateTime
  zone: string
  day?: string | undefined
}

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }
const UNIT = '(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?)(?![a-z])'
const LENGTH = new RegExp(`^(?:\\d+(?:\\.\\d+)? ?${UNIT} ?)+$`)
const PART = new RegExp(`(\\d+(?:\\.\\d+)?) ?${UNIT}`, 'g')
const ISO_LENGTH = /^p(?=[\dt])(?:(\d+)w)?(?:(\d+)d)?(?:t(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?)?$/
/** In ISO 8601 order, Monday first. */
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const
const WEEKDAY =
  /^(?:(last|past|on|this) )?(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?(?![a-z])/
const CALENDAR = new RegExp(
  String.raw`^(?:(today|yesterday|(?:last )?(?:${WEEKDAYS.join('|')})|\d{4}-\d{2}-\d{2})(?:(?:t| at | )(.+))?|(\S.*))$`,
)
const CLOCK = /^(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)? ?(am|pm)?$/
const ZONE = / ?(?:(z|utc|gmt)|([+-]\d{2}):?(\d{2}))$| ([a-z]+(?:\/[a-z0-9_+-]+)+)$/

/**
 * Reads one end of a time text (lower case, single spaces): `now`, `now-6h`, `6h ago`, `24h`, `PT6H`,
 * `last 3 days`, `today`, `yesterday 14:00`, `monday`, `last fri 9:30`, `2026-11-19`, `2026-11-19T10:00+01:00`,
 * `2pm`, `2026-11-19 10:00 Europe/Berlin`. Undefined for anything else.
 */
export function readMoment(text: string): Moment | undefined {
  if (text === 'now') return { kind: 'now' }
  const weekday = WEEKDAY.exec(text)
  if (weekday !== null) return readCalendar(withDay(text, weekday))
  const ago = /^now ?- ?(.+)$/.exec(text) ?? /^(.+) ago$/.exec(text)
  if (ago !== null) return elapsed('ago', ago[1])
  const length = /^(?:the )?(?:last|past) (.+)$/.exec(text)
  if (length !== null) return elapsed('length', length[1]?.replace(/^(?=[a-z])/, '1 '))
  return elapsed('length', text) ?? readCalendar(text)
}

function elapsed(kind: 'ago' | 'length', text = ''): Moment | undefined {
  const seconds = lengthInSeconds(text)
  return seconds === undefined ? undefined : { kind, seconds }
}

/** `24h`, `1d 12h`, `90 minutes`, `PT6H`, `P1D` in seconds; a day is 24 hours, even when clocks change. */
function lengthInSeconds(text: string): number | undefined {
  const iso = ISO_LENGTH.exec(text)?.slice(1)
  if (iso !== undefined) {
    return iso.reduce((sum, count, at) => sum + Number(count ?? 0) * (SECONDS['wdhms'.charAt(at)] ?? 0), 0)
  }
  if (!LENGTH.test(text)) return undefined
  const parts = [...text.matchAll(PART)]
  return Math.round(
    parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (SECONDS[unit.charAt(0)] ?? 0), 0),
  )
}

/** The day's full name, after `last` if that was typed: `on fri 9:30` becomes `friday 9:30`. */
function withDay(text: string, [found, before, name = '']: RegExpExecArray): string {
  const day = WEEKDAYS.find(each => each.startsWith(name)) ?? name
  return `${before === 'last' || before === 'past' ? 'last ' : ''}${day}${text.slice(found.length)}`
}

function readCalendar(text: string): Moment | undefined {
  const { rest, zone } = takeZone(text)
  const [, day, time, bare] = CALENDAR.exec(rest) ?? []
  const clock = readClock(time ?? bare)
  const lacksClock = (time ?? bare) !== undefined && clock === undefined
  if (lacksClock || (day === undefined && clock === undefined)) return undefined
  return {
    kind: 'calendar',
    ...defined({ day, clock, zone }),
  }
}

function takeZone(text: string): { rest: string; zone?: string } {
  const found = ZONE.exec(text)
  if (found === null) return { rest: text }
  const rest = text.slice(0, found.index)
  const [, utc, hours, minutes, name] = found
  if (utc !== undefined) return { rest, zone: 'utc' }
  if (hours !== undefined) return { rest, zone: `utc${hours}:${minutes}` }
  return name !== undefined && IANAZone.isValidZone(name) ? { rest, zone: name } : { rest: text }
}

/** `9:30`, `14:00:05`, `2pm` as `HH:MM:SS`; a bare number is not a time of day. */
function readClock(text: string | undefined): string | undefined {
  const [found, hour, minute, second, half] = CLOCK.exec(text ?? '') ?? []
  if (found === undefined || (minute === undefined && half === undefined)) return undefined
  if (half !== undefined && (Number(hour) < 1 || Number(hour) > 12)) return undefined
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === 'pm' ? 12 : 0)
  return [String(hours).padStart(2, '0'), minute ?? '00', second ?? '00'].join(':')
}

/**
 * The interval that a moment covers: a day covers its whole length (today ends now), anything else a single
 * instant. A weekday is the most recent one that has begun, `last` the most recent one before today. Times that a
 * clock change skips move forward; of times that it repeats, the earlier one counts. Undefined for dates that do
 * not exist, and for a duration, which covers nothing by itself.
 */
export function resolveMoment(
  moment: Moment,
  { now, zone, day }: Setting,
): { from: DateTime; to: DateTime } | undefined {
  if (moment.kind === 'now') return instant(now)
  if (moment.kind === 'ago') return instant(now.minus({ seconds: moment.seconds }))
  if (moment.kind === 'length') return undefined
  const today = now.setZone(moment.zone ?? zone)
  const date = dateOf(moment.day ?? day ?? 'today', today)
  if (moment.clock !== undefined) {
    return instant(DateTime.fromISO(`${date}T${moment.clock}`, { zone: today.zone }))
  }
  const from = DateTime.fromISO(date, { zone: today.zone }).startOf('day')
  const isToday = date === today.toFormat(DATE) && !/^\d/.test(moment.day ?? '')
  return isToday ? valid(from, now) : valid(from, from.plus({ days: 1 }).startOf('day'))
}

const instant = (at: DateTime) => valid(at, at)
const valid = (from: DateTime, to: DateTime) => (from.isValid && to.isValid ? { from, to } : undefined)

const DATE = 'yyyy-MM-dd'

function dateOf(day: string, today: DateTime): string {
  const [, last, name] = /^(last )?(.+day)$/.exec(day) ?? []
  if (name === undefined) return day
  return today.minus({ days: daysSince(name, today, last !== undefined) }).toFormat(DATE)
}

function daysSince(name: string, today: DateTime, isBefore: boolean): number {
  if (name === 'today') return 0
  if (name === 'yesterday') return 1
  const days = (today.weekday - (WEEKDAYS.findIndex(day => day === name) + 1) + 7) % 7
  return days === 0 && isBefore ? 7 : days
}
