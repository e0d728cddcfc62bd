import { defined } from '../../analyses/lib/defined.ts'
import { DateTime } from 'luxon'
import { zoneHint, zoneNamed, zoneOfPlace, zonesAbbreviated } from '../../analyses/lib/time/zones.ts'
import { readDay, readMonth, resolveDay, WEEKDAY_NAME } from './day.ts'

/** One end of a time text as written, not yet resolved against a clock or a zone. */
export type Moment =
  | { kind: 'now' }
  | { kind: 'ago'; seconds: number }
  /** A duration (`24h`, `PT6H`): an end only in combination with another one. */
  | { kind: 'length'; seconds: number }
  /** A day, a time of day, or both; `zone` is a luxon zone name where the text names one. */
  | { kind: 'calendar'; day?: string; clock?: string; zone?: string }
  /** A part of a day: `last night`, `monday morning`. */
  | { kind: 'part'; part: Part; day: string; zone?: string }
  /** A whole week, month or weekend, the current one or the one before it. */
  | { kind: 'period'; period: Period; isLast: boolean; zone?: string }
  /** A month by its name; `day` is its first. */
  | { kind: 'month'; day: string; zone?: string }
  /** A time, but one that cannot be meant; the problem says why, and what to type instead. */
  | { kind: 'wrong'; problem: string }

/** What a moment is resolved against: the clock, the default zone, the day of a bare time. */
export interface Setting {
  now: DateTime
  zone: string
  day?: string | undefined
}

type Zoned = Extract<Moment, { kind: 'calendar' | 'part' | 'period' | 'month' }>
type Wrong = Extract<Moment, { kind: 'wrong' }>
type Part = 'morning' | 'afternoon' | 'evening' | 'night'
type Period = 'week' | 'month' | 'weekend'

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }
const UNIT = '(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?)(?![a-z])'
const LENGTH = new RegExp(`^(?:\\d+(?:\\.\\d+)? ?${UNIT} ?)+$`)
const PART_OF_LENGTH = new RegExp(`(\\d+(?:\\.\\d+)?) ?${UNIT}`, 'g')
const ISO_LENGTH = /^p(?=[\dt])(?:(\d+)w)?(?:(\d+)d)?(?:t(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?)?$/
const CLOCK = /^(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)? ?(am|pm)?$/
const PERIOD = /^(?:(this|last|previous) )?(week|month|weekend)$/
const PART_OF_DAY = /^(.+) (morning|afternoon|evening|night)$/
const OFFSET = / ?(?:(?:utc|gmt)(?=[+-])|(?<=\d)|(?<= ))([+-]\d{1,2}):?(\d{2})?$/

/**
 * Reads one end of a time text (lower case, single spaces): `now`, `now-6h`, `6h ago`, `24h`, `PT6H`,
 * `last 3 days`, `today`, `yesterday 14:00`, `last fri 9:30`, `28 nov`, `nov 28 2026 2pm`, `2026-11-19T10:00+01:00`,
 * `last night`, `this week`, `noon yesterday`, `2026-11-19 10:00 europe/berlin`. Undefined for anything else.
 */
export function readMoment(text: string): Moment | undefined {
  if (text === 'now') return { kind: 'now' }
  const ago = /^now ?- ?(.+)$/.exec(text) ?? /^(.+) ago$/.exec(text)
  if (ago !== null) return elapsed('ago', ago[1])
  const length = /^(?:the )?(?:last|past|previous) (.+)$/.exec(text)
  const named = length === null ? undefined : elapsed('length', length[1]?.replace(/^(?=[a-z])/, '1 '))
  const isPeriod = PERIOD.test(text)
  if (named !== undefined && !isPeriod) return named
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
  const parts = [...text.matchAll(PART_OF_LENGTH)]
  return Math.round(
    parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (SECONDS[unit.charAt(0)] ?? 0), 0),
  )
}

function readCalendar(text: string): Moment | undefined {
  const { rest, zone, problem } = takeZone(text)
  const moment = readPeriod(rest) ?? readPart(rest) ?? readDayAndClock(rest)
  if (moment === undefined || moment.kind === 'wrong') return moment
  if (problem !== undefined) return { kind: 'wrong', problem }
  return zone === undefined ? moment : { ...moment, zone }
}

function readPeriod(text: string): Zoned | undefined {
  const month = readMonth(text)
  if (month !== undefined) return { kind: 'month', day: month }
  const [found, which, period] = PERIOD.exec(text) ?? []
  if (found === undefined || (which === undefined && period !== 'weekend')) return undefined
  const isLast = which === 'last' || which === 'previous'
  return { kind: 'period', period: periodOf(period), isLast }
}

const periodOf = (name = ''): Period => (name === 'week' || name === 'month' ? name : 'weekend')

const THIS_DAY = /^(?:this|in the|the)$/

function readPart(text: string): Zoned | Wrong | undefined {
  if (text === 'tonight') return { kind: 'part', part: 'night', day: 'today' }
  const [, before = '', name] = PART_OF_DAY.exec(text) ?? []
  const part = (['morning', 'afternoon', 'evening', 'night'] as const).find(each => each === name)
  if (part === undefined) return undefined
  if (before === 'last') return { kind: 'part', part, day: 'yesterday' }
  const day = THIS_DAY.test(before) ? 'today' : readDay(before.replace(/ in the$/, ''))
  if (typeof day === 'string') return { kind: 'part', part, day }
  return day && { kind: 'wrong', problem: day.problem }
}

function readDayAndClock(text: string): Zoned | Wrong | undefined {
  const alone = readClock(text)
  if (alone !== undefined) return { kind: 'calendar', clock: alone }
  for (const [day, clock] of splits(text)) {
    const read = readDay(day)
    const time = clock === undefined ? undefined : readClock(clock)
    if (read === undefined || (clock !== undefined && time === undefined)) continue
    if (typeof read !== 'string') return { kind: 'wrong', problem: read.problem }
    return { kind: 'calendar', day: read, ...defined({ clock: time }) }
  }
  return undefined
}

/** The ways in which a text can be a day, and a clock before or after it. */
function splits(text: string): [day: string, clock: string | undefined][] {
  const iso = /^(\d{4}-\d{2}-\d{2})t(.+)$/.exec(text)
  if (iso !== null) return [[iso[1] ?? '', iso[2]]]
  const after = [...text.matchAll(/,? (?:(?:at|from|around|about) )?(?=\d|noon|midday|midnight)/g)].map(
    ({ index, 0: { length } }): [string, string] => [text.slice(0, index), text.slice(index + length)],
  )
  const before = [...text.matchAll(/ (?:on |in )?/g)].map(({ index, 0: { length } }): [string, string] => [
    text.slice(index + length),
    text.slice(0, index),
  ])
  return [[text, undefined], ...after, ...before]
}

/** Takes a zone off the end: `utc`, an offset, an IANA name, an abbreviation with one meaning, `london time`. */
function takeZone(text: string): { rest: string; zone?: string; problem?: string } {
  const utc = /^(.*[^a-z]) ?(?:z|utc|gmt)$/.exec(text)
  if (utc !== null) return { rest: (utc[1] ?? '').trimEnd(), zone: 'utc' }
  const named = /^(.+) utc$/.exec(text)
  if (named !== null) return { rest: named[1] ?? '', zone: 'utc' }
  const offset = /[\d ]/.test(text) && !/^\d{4}-\d{2}(?:-\d{2})?$/.test(text) ? OFFSET.exec(text) : null
  if (offset !== null && /\d:\d{2}|am|pm|utc|gmt/.test(text.slice(0, offset.index + 4))) {
    const [, hours = '', minutes = '00'] = offset
    const sign = hours.charAt(0)
    return {
      rest: text.slice(0, offset.index).trimEnd(),
      zone: `utc${sign}${hours.slice(1).padStart(2, '0')}:${minutes}`,
    }
  }
  return takeNamedZone(text)
}

function takeNamedZone(text: string): { rest: string; zone?: string; problem?: string } {
  const words = text.split(' ')
  for (const count of [1, 2, 3, 4]) {
    const rest = words.slice(0, -count).join(' ')
    const name = words
      .slice(-count)
      .join(' ')
      .replace(/ time$/, '')
    if (rest === '' || name === 'time') continue
    const zone = name.includes('/') ? zoneNamed(name) : placeOf(name)
    if (zone !== undefined) return { rest, zone }
    const meant = zonesAbbreviated(name)
    const [only, ...others] = meant
    if (only !== undefined && others.length === 0) return { rest, zone: FIXED[name] ?? only }
    if (meant.length > 0) return { rest, problem: zoneHint(name.toUpperCase()) }
  }
  return { rest: text }
}

/** Days of the week are left to the calendar, whatever places are called. */
const placeOf = (name: string): string | undefined =>
  /^[a-z][a-z .'-]{2,}$/.test(name) && !WEEKDAY_NAME.test(name) ? zoneOfPlace(name) : undefined

/** What an abbreviation says of the clock, whatever the season. */
const FIXED: Record<string, string> = {
  est: 'utc-05:00',
  edt: 'utc-04:00',
  cdt: 'utc-05:00',
  mst: 'utc-07:00',
  mdt: 'utc-06:00',
  pst: 'utc-08:00',
  pdt: 'utc-07:00',
  hst: 'utc-10:00',
  cet: 'utc+01:00',
  cest: 'utc+02:00',
  wet: 'utc+00:00',
  west: 'utc+01:00',
  eet: 'utc+02:00',
  eest: 'utc+03:00',
  jst: 'utc+09:00',
  aest: 'utc+10:00',
  aedt: 'utc+11:00',
}

const NAMED_CLOCK: Record<string, string> = { noon: '12:00:00', midday: '12:00:00', midnight: '00:00:00' }

/** `9:30`, `14:00:05`, `2pm`, `noon` as `HH:MM:SS`; a bare number is not a time of day. */
function readClock(text: string): string | undefined {
  const named = NAMED_CLOCK[text]
  if (named !== undefined) return named
  const [found, hour, minute, second, half] = CLOCK.exec(text) ?? []
  if (found === undefined || (minute === undefined && half === undefined)) return undefined
  if (half !== undefined && (Number(hour) < 1 || Number(hour) > 12)) return undefined
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === 'pm' ? 12 : 0)
  return [String(hours).padStart(2, '0'), minute ?? '00', second ?? '00'].join(':')
}

/** The hours of a part of a day, in full: `this morning` may mean three o'clock. A night ends on the next day. */
const HOURS: Record<Part, [from: number, to: number]> = {
  morning: [0, 12],
  afternoon: [12, 18],
  evening: [18, 24],
  night: [18, 30],
}

/**
 * The interval that a moment covers: a day covers its whole length (today ends now), a time of day a single instant.
 * Times that a clock change repeats are two instants, and so are those that it skips (as the clocks before and after
 * the change would have it): `from` is the earlier one, `to` the later one, so that a window loses nothing. Undefined
 * for dates that do not exist, and for a duration, which covers nothing by itself.
 */
export function resolveMoment(
  moment: Moment,
  { now, zone, day }: Setting,
): { from: DateTime; to: DateTime } | undefined {
  if (moment.kind === 'now') return valid(now, now)
  if (moment.kind === 'ago') {
    const at = now.minus({ seconds: moment.seconds })
    return valid(at, at)
  }
  if (moment.kind === 'length' || moment.kind === 'wrong') return undefined
  const today = now.setZone(moment.zone ?? zone)
  if (moment.kind === 'period') return resolvePeriod(moment, today)
  const date = resolveDay(moment.day ?? day ?? 'today', today)
  if (date === undefined) return undefined
  if (moment.kind === 'month') return valid(date, DateTime.min(date.plus({ months: 1 }), today))
  if (moment.kind === 'part') return resolvePart(moment.part, date, today)
  if (moment.clock !== undefined) return onClocks(date, moment.clock, today)
  const from = date.startOf('day')
  const isToday = date.hasSame(today, 'day') && !/^\d/.test(moment.day ?? '')
  return isToday ? valid(from, now) : valid(from, from.plus({ days: 1 }).startOf('day'))
}

const valid = (from: DateTime, to: DateTime) => (from.isValid && to.isValid ? { from, to } : undefined)

function resolvePart(part: Part, date: DateTime, now: DateTime) {
  const [from, to] = HOURS[part].map(hour =>
    date
      .startOf('day')
      .plus({ days: Math.floor(hour / 24) })
      .set({ hour: hour % 24 }),
  )
  return from && to && valid(from, to > now && from < now ? now : to)
}

function resolvePeriod({ period, isLast }: { period: Period; isLast: boolean }, today: DateTime) {
  if (period === 'weekend') {
    const saturday = today.startOf('week').plus({ days: 5 })
    const begun = saturday > today ? saturday.minus({ weeks: 1 }) : saturday
    const isOver = begun.plus({ days: 2 }) <= today
    const from = isLast && !isOver ? begun.minus({ weeks: 1 }) : begun
    return valid(from, DateTime.min(from.plus({ days: 2 }), today))
  }
  const current = today.startOf(period)
  return isLast ? valid(current.minus({ [period]: 1 }), current) : valid(current, today)
}

/**
 * A time of day as the clocks of a zone show it. Not by luxon's parser, which chooses between two by the offset of the
 * moment at which the program runs.
 */
function onClocks(date: DateTime, clock: string, { zone }: DateTime) {
  const shown = DateTime.fromISO(`${date.toISODate()}T${clock}`, { zone: 'utc' })
  if (!shown.isValid) return undefined
  const offsets = [shown.minus({ days: 1 }), shown.plus({ days: 1 })].map(near => near.setZone(zone).offset)
  const candidates = [...new Set(offsets)].map(minutes => ({
    minutes,
    at: shown.minus({ minutes }).setZone(zone),
  }))
  const real = candidates.filter(({ minutes, at }) => at.offset === minutes)
  const instants = (real.length > 0 ? real : candidates).map(({ at }) => at)
  const [first, last] = instants.toSorted((one, other) => one.toMillis() - other.toMillis())
  return first && valid(first, last ?? first)
}
