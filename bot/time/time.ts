import { DateTime, IANAZone } from 'luxon'
import { truncate } from '../text/mrkdwn.ts'
import { type Moment, readMoment, resolveMoment, type Setting } from './moment.ts'
import type { Window } from './request.ts'

/** A window with a note about what was adjusted, or a mistake that says what to type instead. Plain text. */
export type TimeResult = { ok: true; window: Window; note?: string } | { ok: false; problem: string }

/** Longer texts are rejected without trying every position at which they could be split. */
const LONGEST = 200
const SEPARATORS = [/\.{2,}|…/g, / (?:to|until|till|and) /g, / ?[–—] ?/g, / - /g, /\//g]

/**
 * Reads a time text as a half-open UTC window, exact to the second: durations up to now (`24h`, `last 3
 * days`, `PT6H`, `now-6h`, `since yesterday`), days (`today`, `last friday`, `2026-11-19`) and ranges with `to`, `..`,
 * `/` or ` - ` between two ends. A range that ends with a day includes that day. An end without a zone
 * takes the other end's, then `zone` (the person's, IANA). Never throws; order and limits are checked by
 * `checkWindow`.
 */
export function parseTime(text: string, { now, zone }: { now: Date; zone: string }): TimeResult {
  const present = DateTime.fromJSDate(now, { zone: 'utc' }).startOf('second')
  // Unlike `isValidZone`, `create` caches: one command is tried as a time in many ways.
  const setting = { now: present, zone: IANAZone.create(zone).isValid ? zone : 'utc' }
  if (text.length > LONGEST) return { ok: false, problem: unreadable(text, setting.now) }
  const clean = normalise(text)
  const alone = readMoment(clean)
  if (alone !== undefined && isInstant(alone)) {
    const isReal = alone.kind === 'now' || resolveMoment(alone, setting) !== undefined
    return { ok: false, problem: isReal ? lacksEnd(clean) : unreadable(text, setting.now) }
  }
  const stretch = alone === undefined ? readRange(clean, setting) : upToNow(alone, setting)
  const window = stretch && toWindow(stretch)
  return window === undefined ? { ok: false, problem: unreadable(text, setting.now) } : { ok: true, window }
}

/** Lower case, single spaces, without introductory words and without the remark of `describeWindow`. */
function normalise(text: string): string {
  const clean = text.toLowerCase().trim().replaceAll(/\s+/g, ' ')
  return clean
    .replace(/ ?\([^()]*\)$/, '')
    .replace(/^(?:from|between) /, '')
    .replace(/^since (.+)$/, '$1 to now')
    .replace(/^((?:today |yesterday )?\d{1,2}:\d{2}) ?- ?(\d{1,2}:\d{2})$/, '$1 to $2')
}

const lacksEnd = (text: string): string =>
  text === 'now'
    ? '"now" is one moment. Add a start, such as now-6h.'
    : `"${text}" is one moment. Add an end, such as ${text} to now.`

const isInstant = (moment: Moment): boolean =>
  moment.kind === 'now' || (moment.kind === 'calendar' && moment.clock !== undefined)

interface Stretch {
  from: DateTime
  to: DateTime
}

function upToNow(moment: Moment, setting: Setting): Stretch | undefined {
  if (moment.kind === 'calendar') return resolveMoment(moment, setting)
  const seconds = moment.kind === 'now' ? 0 : moment.seconds
  return { from: setting.now.minus({ seconds }), to: setting.now }
}

function readRange(text: string, setting: Setting): Stretch | undefined {
  for (const separator of SEPARATORS) {
    for (const { index, 0: found } of text.matchAll(separator)) {
      const start = readMoment(text.slice(0, index).trim())
      const end = readMoment(text.slice(index + found.length).trim())
      const stretch = start && end && between(start, end, setting)
      if (stretch !== undefined) return stretch
    }
  }
  return undefined
}

function between(start: Moment, end: Moment, setting: Setting): Stretch | undefined {
  const zone = zoneOf(start) ?? zoneOf(end) ?? setting.zone
  const first = resolveMoment(start, { ...setting, zone })
  const day = start.kind === 'calendar' ? start.day : undefined
  const last = resolveMoment(end, { ...setting, zone: zoneOf(end) ?? zone, day })
  if (first !== undefined && end.kind === 'length') {
    return { from: first.from, to: first.from.plus({ seconds: end.seconds }) }
  }
  if (last !== undefined && start.kind === 'length') {
    return { from: last.to.minus({ seconds: start.seconds }), to: last.to }
  }
  return first && last && { from: first.from, to: last.to }
}

const zoneOf = (moment: Moment): string | undefined => (moment.kind === 'calendar' ? moment.zone : undefined)

function toWindow({ from, to }: Stretch): Window | undefined {
  const inRange = [from, to].every(at => at.isValid && at.toUTC().year >= 1970 && at.toUTC().year <= 9999)
  return inRange ? { from: toInstant(from), to: toInstant(to) } : undefined
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
