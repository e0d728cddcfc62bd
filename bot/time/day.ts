import { DateTime } from 'luxon'

/** Days as people write them. */

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
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const NUMBER = '(\\d{1,2})(?:st|nd|rd|th)?'
const DAY_MONTH = new RegExp(`^(?:the )?${NUMBER}(?: of)? ?-?${MONTH},?(?:[ -](\\d{4}))?$`)
const MONTH_DAY = new RegExp(`^${MONTH} (?:the )?${NUMBER},?(?: (\\d{4}))?$`)
const ONLY_DAY = /^(?:the )?(\d{1,2})(?:st|nd|rd|th)$/
const SLASHED = /^(\d{1,2})([/.])(\d{1,2})(?:\2(\d{4}|\d{2}))?\.?$/
const ISO = /^(\d{4})([-/.]?)(\d{2})\2(\d{2})$/
const ONLY_MONTH = new RegExp(`^(?:in |during )?${MONTH}(?: (\\d{4}))?$`)

/** The first of a month that is named without a day, for `resolveDay`; undefined for what is none. `may` alone is a verb. */
export function readMonth(text: string): string | undefined {
  const [found, name, year] = ONLY_MONTH.exec(text) ?? []
  if (found === undefined || (year === undefined && /^(?:may|mar|march|jan|dec|sep|sept)$/.test(found)))
    return undefined
  return `${year ?? ''}-${two(monthOf(name))}-01`
}

export const WEEKDAY_NAME = /^(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?$/

/** A day that cannot be meant: why, and what to type instead. */
interface Wrong {
  problem: string
}

/**
 * Reads a day (lower case): `today`, `last friday`, `28 nov`, `november 28th, 2026`, `the 28th`, `29/11/2026`,
 * `2026-11-28`. Undefined for what is none.
 * @returns a text for {@link resolveDay}
 */
export function readDay(text: string): string | Wrong | undefined {
  const day = text.replace(/^(?:on|of|during|in) /, '').replace(/ of$/, '')
  if (['today', 'yesterday'].includes(day)) return day
  if (day === 'the day before yesterday' || day === 'day before yesterday') return 'day before'
  if (day === 'tomorrow')
    return {
      problem: '“tomorrow” is in the future: logs only tell what has happened. Type a time in the past.',
    }
  const [, before, name] = /^(?:(last|past|this) )?([a-z]+)$/.exec(day) ?? []
  const weekday = WEEKDAY_NAME.exec(name ?? '')?.[1]
  if (weekday !== undefined) {
    const full = WEEKDAYS.find(each => each.startsWith(weekday)) ?? ''
    return before === 'last' || before === 'past' ? `last ${full}` : full
  }
  return readDate(day)
}

function readDate(text: string): string | Wrong | undefined {
  const [iso, year, , month, dayOfIso] = ISO.exec(text) ?? []
  if (iso !== undefined) return dateIn(year, Number(month), Number(dayOfIso))
  const [isDayFirst, first, name, itsYear] = DAY_MONTH.exec(text) ?? []
  if (isDayFirst !== undefined) return dateIn(itsYear, monthOf(name), Number(first))
  const [isMonthFirst, month2, second, year2] = MONTH_DAY.exec(text) ?? []
  if (isMonthFirst !== undefined) return dateIn(year2, monthOf(month2), Number(second))
  const [isOnlyDay, only] = ONLY_DAY.exec(text) ?? []
  if (isOnlyDay !== undefined)
    return Number(only) >= 1 && Number(only) <= 31 ? `--${only?.padStart(2, '0')}` : undefined
  return readSlashed(text)
}

/** Where the parts are of nobody's order, both are shown. */
function readSlashed(text: string): string | Wrong | undefined {
  const [found, one = '', separator, other = '', year] = SLASHED.exec(text) ?? []
  const [first, second] = [Number(one), Number(other)]
  if (found === undefined) return undefined
  // `3.5` is a number, and `12/11` may be a fraction of anything.
  if (year === undefined)
    return separator === '/' && first > 12 !== second > 12
      ? dateIn(undefined, Math.min(first, second), Math.max(first, second))
      : undefined
  const full = year.length === 2 ? `20${year}` : year
  if (separator === '.' || first > 12 || first === second) return dateIn(full, second, first)
  if (second > 12) return dateIn(full, first, second)
  const [dayFirst, monthFirst] = [
    [second, first],
    [first, second],
  ].map(([month = 0, day = 0]) => `${full}-${two(month)}-${two(day)}`)
  return { problem: `“${text}” can be ${dayFirst} or ${monthFirst}. Type the one you mean.` }
}

const two = (number: number): string => String(number).padStart(2, '0')
const monthOf = (name = ''): number => MONTHS.findIndex(month => month.startsWith(name.slice(0, 3))) + 1

/** `2026-11-28`, or `-11-28` without a year. */
function dateIn(year: string | undefined, month: number, day: number): string | Wrong | undefined {
  if (month < 1 || month > 12 || day < 1) return undefined
  // A leap year where none is named.
  const { daysInMonth = 31 } = DateTime.utc(Number(year ?? 2024), month)
  if (day <= daysInMonth) return `${year ?? ''}-${two(month)}-${two(day)}`
  const name = MONTHS[month - 1] ?? ''
  const shown = `${name.charAt(0).toUpperCase()}${name.slice(1)}${year === undefined ? '' : ` ${year}`}`
  return { problem: `${shown} has ${daysInMonth} days. Type a day that exists.` }
}

/**
 * The start of a day that {@link readDay} read, in the zone of `today`. Without a year or a month it is the last such
 * day; a weekday is the most recent one that has begun, `last` the most recent one before today.
 */
export function resolveDay(day: string, today: DateTime): DateTime | undefined {
  if (day.startsWith('-')) return lastDate(day, today)
  if (/^\d/.test(day)) {
    const date = DateTime.fromISO(day, { zone: today.zone })
    return date.isValid ? date : undefined
  }
  return today.minus({ days: daysSince(day, today) }).startOf('day')
}

function lastDate(day: string, today: DateTime): DateTime | undefined {
  const [month, date] = day.split('-').slice(-2)
  for (let back = 0; back < 96; back++) {
    const at =
      month === ''
        ? today.startOf('month').minus({ months: back })
        : today.startOf('year').minus({ years: back })
    const found = DateTime.fromObject(
      { year: at.year, month: month === '' ? at.month : Number(month), day: Number(date) },
      { zone: today.zone },
    )
    if (found.isValid && found <= today) return found
  }
  return undefined
}

function daysSince(name: string, today: DateTime): number {
  if (name === 'today') return 0
  if (name === 'yesterday') return 1
  if (name === 'day before') return 2
  const isBefore = name.startsWith('last ')
  const weekday = WEEKDAYS.findIndex(each => name.endsWith(each)) + 1
  const days = (today.weekday - weekday + 7) % 7
  return days === 0 && isBefore ? 7 : days
}
