import { DateTime } from 'luxon'
import type { Window } from '../../time/request.ts'

/** Days as the keys of partitioned logs have them, `yyyy/MM/dd`. */

const utc = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' })
const DAY = 'yyyy/LL/dd'

/** The days of a window, both inclusive. It is half-open: a window that ends at midnight needs nothing of the next day, except for late delivery. */
export function daysOf({ from, to }: Window, slackHours: number): { first: string; last: string } {
  const last = utc(to).minus({ seconds: 1 }).plus({ hours: slackHours })
  return { first: utc(from).toFormat(DAY), last: last.toFormat(DAY) }
}

export function eachDay({ first, last }: { first: string; last: string }): string[] {
  const start = DateTime.fromFormat(first, DAY, { zone: 'utc' })
  const days = DateTime.fromFormat(last, DAY, { zone: 'utc' }).diff(start, 'days').days
  return Array.from({ length: days + 1 }, (_, i) => start.plus({ days: i }).toFormat(DAY))
}
