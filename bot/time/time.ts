import { defined } from '../../analyses/lib/defined.ts'
import { DateTime, IANAZone } from 'luxon'
import { truncate } from '../text/mrkdwn.ts'
import { type Moment, readMoment, resolveMoment, type Setting } from './moment.ts'
import { plainTime } from './plain-time.ts'
import type { Window } from './request.ts'

/**
 * A window with a note about what was adjusted, or a mistake that says what to type instead. Plain text. `isTime` where
 * the text is a time, but one that cannot be meant.
 */
export type TimeResult =
  | { ok: true; window: Window; note?: string }
  | { ok: false; problem: string; isTime?: true }

/** Longer texts are rejected without trying every position at which they could be split. */
const LONGEST = 200
const SEPARATORS = [/\.{2,}|…/g, / (?:to|until|till|through|and|for) /g, / ?[–—] ?/g, / - /g, /\//g]

/** What `around 3am` covers on either side. */
const AROUND = { minutes: 30 }

/**
 * Reads a time text as a half-open UTC window, exact to the second: durations up to now (`24h`, `last 3
 * days`, `PT6H`, `now-6h`, `since yesterday`), days (`today`, `last friday`, `28 nov`, `2026-11-19`), parts and groups of
 * them (`last night`, `this week`), an hour around a moment (`around 3am`) and ranges with `to`, `..`, `/` or ` - `
 * between two ends. A range that ends with a day includes that day. An end without a zone takes the other end's, then
 * `zone` (the person's, IANA). Never throws; order and limits are checked by `checkWindow`.
 */
export function parseTime(text: string, { now, zone }: { now: Date; zone: string }): TimeResult {
  const present = DateTime.fromJSDate(now, { zone: 'utc' }).startOf('second')
  // Unlike `isValidZone`, `create` caches: one command is tried as a time in many ways.
  const setting = { now: present, zone: IANAZone.create(zone).isValid ? zone : 'utc' }
  if (text.length > LONGEST) return { ok: false, problem: unreadable(text, setting.now) }
  const clean = plainTime(text)
  const around = /^(?:around|about|at|near|circa|~) ?(.+)$/.exec(clean)?.[1]
  const alone = readMoment(around ?? clean)
  if (alone?.kind === 'wrong') return { ok: false, problem: alone.problem, isTime: true }
  if (alone !== undefined && isInstant(alone)) return inMoment(alone, { text, clean, around }, setting)
  const span = alone === undefined ? readRange(clean, setting) : upToNow(alone, setting)
  if (span !== undefined && 'problem' in span) return { ok: false, problem: span.problem, isTime: true }
  return (span && toResult(span)) ?? { ok: false, problem: unreadable(text, setting.now) }
}

function inMoment(
  alone: Moment,
  { text, clean, around }: { text: string; clean: string; around: string | undefined },
  setting: Setting,
): TimeResult {
  const at = resolveMoment(alone, setting)
  if (at === undefined) return { ok: false, problem: unreadable(text, setting.now) }
  if (around === undefined || alone.kind === 'now')
    return { ok: false, problem: lacksEnd(clean), isTime: true }
  // Without a day it is the last time that the clocks showed this.
  const isAhead = at.from > setting.now && alone.kind === 'calendar' && alone.day === undefined
  const [from, to] = [at.from, at.to].map(end => (isAhead ? end.minus({ days: 1 }) : end))
  const span = from && to && { from: from.minus(AROUND), to: DateTime.min(to.plus(AROUND), setting.now) }
  return (span && toResult(span)) ?? { ok: false, problem: unreadable(text, setting.now) }
}

const lacksEnd = (text: string): string =>
  text === 'now'
    ? '"now" is one moment. Add a start, such as now-6h.'
    : `"${text}" is one moment. Add an end, such as ${text} to now.`

const isInstant = (moment: Moment): boolean =>
  moment.kind === 'now' || (moment.kind === 'calendar' && moment.clock !== undefined)

interface Span {
  from: DateTime
  to: DateTime
  /** Ends at a local time that a clock change repeats or skips. */
  notes?: string[]
}
type Problem = { problem: string }

function upToNow(moment: Moment, setting: Setting): Span | undefined {
  if (moment.kind === 'ago' || moment.kind === 'length')
    return { from: setting.now.minus({ seconds: moment.seconds }), to: setting.now }
  return resolveMoment(moment, setting)
}

function readRange(text: string, setting: Setting): Span | Problem | undefined {
  for (const separator of SEPARATORS) {
    for (const { index, 0: found } of text.matchAll(separator)) {
      const start = readMoment(text.slice(0, index).trim())
      const end = readMoment(text.slice(index + found.length).trim())
      if (start === undefined || end === undefined) continue
      for (const moment of [start, end]) if (moment.kind === 'wrong') return { problem: moment.problem }
      const span = between(start, end, setting)
      if (span !== undefined) return span
    }
  }
  return undefined
}

function between(start: Moment, end: Moment, setting: Setting): Span | undefined {
  const zone = zoneOf(start) ?? zoneOf(end) ?? setting.zone
  const first = resolveMoment(start, { ...setting, zone })
  const day = 'day' in start ? start.day : undefined
  const last = resolveMoment(end, { ...setting, zone: zoneOf(end) ?? zone, day })
  if (first !== undefined && end.kind === 'length')
    return { from: first.from, to: first.from.plus({ seconds: end.seconds }), notes: notesOf([first]) }
  if (last !== undefined && start.kind === 'length')
    return { from: last.to.minus({ seconds: start.seconds }), to: last.to, notes: notesOf([last]) }
  if (first === undefined || last === undefined) return undefined
  const span = { from: first.from, to: last.to, notes: notesOf([first, last]) }
  return isClockOnly(end) ? overMidnight(span, isClockOnly(start), setting) : span
}

const zoneOf = (moment: Moment): string | undefined => ('zone' in moment ? moment.zone : undefined)

const isClockOnly = (moment: Moment): boolean =>
  moment.kind === 'calendar' && moment.clock !== undefined && moment.day === undefined

/** `22:00 to 02:00` ends on the next day; where neither end has a day, it is the last time that this has begun. */
function overMidnight(span: Span, hasNoDay: boolean, { now }: Setting): Span {
  const ended = span.to < span.from ? { ...span, to: span.to.plus({ days: 1 }) } : span
  if (!hasNoDay || ended.from < now) return ended
  return { ...ended, from: ended.from.minus({ days: 1 }), to: ended.to.minus({ days: 1 }) }
}

/** What a clock change makes of a local time: nothing is lost, and the person is told. */
const notesOf = (moments: readonly { from: DateTime; to: DateTime }[]): string[] =>
  moments
    .filter(({ from, to }) => from < to && to.diff(from).as('hours') < 3)
    .map(({ from, to }) => {
      const [first, last] = [from, to].map(at => at.toFormat('HH:mm'))
      const when = `on ${from.toISODate()} in ${from.zoneName}`
      return first === last
        ? `The clocks showed ${first} twice ${when}; the window holds both.`
        : `The clocks went from ${first} to ${last} ${when}; the window holds what is between them.`
    })

function toResult({ from, to, notes = [] }: Span): TimeResult | undefined {
  const inRange = [from, to].every(at => at.isValid && at.toUTC().year >= 1970 && at.toUTC().year <= 9999)
  if (!inRange) return undefined
  const [note] = notes
  return {
    ok: true,
    window: { from: toInstant(from), to: toInstant(to) },
    ...defined({ note }),
  }
}

/** `2026-11-20T07:00:00Z`. */
export const toInstant = (at: DateTime): string => at.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'")

/** Examples of what to type, with dates that make sense today. */
export function timeExamples(now: DateTime): string {
  const day = now.minus({ days: 1 }).toFormat('yyyy-MM-dd')
  return `24h, 3d, yesterday, since monday, yesterday 14:00 to 16:00, ${day}, or ${day} 10:00 to ${day} 12:30 UTC`
}

function unreadable(text: string, now: DateTime): string {
  const shown = truncate(text.trim(), 80)
  return shown === ''
    ? `Say which time, for example ${timeExamples(now)}.`
    : `"${shown}" is not a time I can read. Type for example ${timeExamples(now)}.`
}
