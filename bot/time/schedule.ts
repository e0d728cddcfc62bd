import { capitalised } from '../../analyses/lib/words.ts'
import { createHash } from 'node:crypto'
import { DateTime } from 'luxon'
import * as z from 'zod'
import { WEEKDAYS } from './day.ts'
import { zoneHint, zoneNamed, zonesAbbreviated } from '../../analyses/lib/time/zones.ts'
import { nearest } from '../text/nearest.ts'

export const PERIODS = ['hour', 'day', 'week', 'month'] as const

/** When a watch runs: at full hours, or at a time of day in a zone; weeks on a day, months on their first. */
export const scheduleSchema = z.object({
  every: z.enum(PERIODS),
  /** `HH:mm` on the clocks of the zone, all year. */
  at: z.string().regex(/^\d{2}:\d{2}$/),
  /** IANA name. */
  zone: z.string(),
  weekday: z.enum(WEEKDAYS).default('monday'),
})
export type Schedule = z.infer<typeof scheduleSchema>

/** What is done where nothing is said of the time of day. */
const USUAL_TIME = '07:00'

/** The first time the schedule names that lies after this moment. */
export function nextAfter(schedule: Schedule, after: DateTime): DateTime {
  if (schedule.every === 'hour') return after.toUTC().startOf('hour').plus({ hours: 1 })
  const start = after.setZone(schedule.zone).startOf(schedule.every)
  for (let step = 0; ; step++) {
    const occurrence = within(schedule, start.plus({ [schedule.every]: step }))
    if (occurrence > after) return occurrence.toUTC()
  }
}

/** The last time the schedule names that does not lie after this moment. */
export function lastBefore(schedule: Schedule, moment: DateTime): DateTime {
  // Two periods back lies one for certain, whatever the clocks did.
  let last = nextAfter(schedule, moment.minus({ [schedule.every]: 2 }))
  for (let next = last; next <= moment; next = nextAfter(schedule, next)) last = next
  return last
}

/** The time within one day, week or month. One that the clocks skip moves forward; of two, it is the first. */
function within({ at, weekday, every }: Schedule, start: DateTime): DateTime {
  const day = every === 'week' ? start.plus({ days: WEEKDAYS.indexOf(weekday) }) : start
  const [hour = 0, minute = 0] = at.split(':').map(Number)
  return day.set({ hour, minute })
}

/** One period, as a length to reckon with. */
export const periodOf = ({ every }: Schedule) => ({ [every]: 1 })

const SPREAD_SECONDS = 300

/** How long after its time a watch starts: the same for it every time, and spread over five minutes for all. */
export const jitterOf = (id: string): number =>
  createHash('sha256').update(id).digest().readUInt32BE(0) % SPREAD_SECONDS

/** `every day at 07:00 Europe/Berlin`. */
export function scheduleWords({ every, at, zone, weekday }: Schedule): string {
  if (every === 'hour') return 'every hour'
  const which = {
    day: 'every day',
    week: `every ${capitalised(weekday)}`,
    month: 'on the first of every month',
  }
  return `${which[every]} at ${at} ${zone}`
}

const FORM = /^(hour|day|week|month|[a-z]+day)(?: on ([a-z]+))?(?: at (\S+)(?: (.+))?)?$/i
const EXAMPLE = 'every day at 07:00 Europe/Berlin'

/** A schedule as it was typed, in its pieces. */
export interface TypedSchedule {
  period: string
  on?: string | undefined
  at?: string | undefined
  zone?: string | undefined
}

function piecesOf(text: string): TypedSchedule | undefined {
  const [found, period = '', on, at, zone] = FORM.exec(text.trim().replaceAll(/\s+/g, ' ')) ?? []
  return found === undefined ? undefined : { period, on, at, zone }
}

/**
 * Reads what follows `every`: `hour`, `day at 07:00`, `monday at 7:30 Europe/Berlin`, `month`; or its pieces, from a form.
 * @param zone the person's, for a time without one
 */
export function readSchedule(
  typed: string | TypedSchedule,
  zone: string,
): { schedule: Schedule } | { mistakes: string[] } {
  const pieces = typeof typed === 'string' ? piecesOf(typed) : typed
  if (pieces === undefined)
    return { mistakes: [`Say how often: every hour, day, week or month, such as “${EXAMPLE}”.`] }
  const { period, on, at, zone: named = zone } = pieces
  const knownZone = zoneNamed(named)
  const unit = period.toLowerCase()
  const weekday = WEEKDAYS.find(day => day === (on ?? unit).toLowerCase())
  const every = PERIODS.find(one => one === unit) ?? (weekday === undefined ? undefined : 'week')
  const clock = at === undefined ? USUAL_TIME : clockOf(at)
  const mistakes = [
    ...(every === undefined
      ? [`“every ${period}” is not a period. Write hour, day, week, month or a weekday.`]
      : []),
    ...(on !== undefined && (weekday === undefined || every !== 'week')
      ? ['A weekday only works with weeks, such as “every week on friday” or “every friday”.']
      : []),
    ...(every === 'hour' && at !== undefined ? ['Hourly watches run on the hour, so leave out “at”.'] : []),
    ...(clock === undefined ? [`“${at}” is not a time of day. Write it like 07:00 or 19:30.`] : []),
    ...(knownZone === undefined ? [unknownZone(named)] : []),
  ]
  if (every === undefined || clock === undefined || knownZone === undefined || mistakes.length > 0)
    return { mistakes }
  return { schedule: { every, at: clock, zone: knownZone, weekday: weekday ?? 'monday' } }
}

function clockOf(text: string): string | undefined {
  const [found, hour = '', minute = ''] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? []
  if (found === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined
  return `${hour.padStart(2, '0')}:${minute}`
}

function unknownZone(zone: string): string {
  if (zonesAbbreviated(zone).length > 0) return zoneHint(zone)
  const [near] = nearest(zone, Intl.supportedValuesOf('timeZone'))
  return `“${zone}” is not a time zone${near === undefined ? '. Write it like Europe/Berlin or UTC.' : `: did you mean ${near}?`}`
}
