import { DateTime } from 'luxon'
import type { Row } from './analysis.ts'
import { isUtc, readerNow } from './reader.ts'

/**
 * How figures and times read in an answer: plain text in English, with the figures of the reader's locale, and UTC
 * beside the reader's own time.
 */

/** A count in a result; NULL and absent count as 0. */
export const numberOf = (row: Row | undefined, name: string): number => Number(row?.[name] ?? 0)

export const count = (n: number): string => n.toLocaleString(readerNow().locale)

/** With so many digits behind the point. */
export const fixed = (n: number, digits: number): string =>
  n.toLocaleString(readerNow().locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })

/** `$1,234.50`; what is less than a cent but not nothing as such. */
export const dollars = (amount: number): string =>
  amount > 0 && amount < 0.01 ? `< ${currency(0.01)}` : currency(amount)

const currency = (amount: number): string =>
  amount.toLocaleString(readerNow().locale, { style: 'currency', currency: 'USD' })

/** What Athena charges, in a sentence: to the cent, as it is a guess. */
export const roughCharge = (amount: number): string =>
  amount < 0.01 ? `less than ${currency(0.01)}` : `about ${currency(amount)}`

/** `1 object`, `1,204 objects`. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`

/** Decimal units, as AWS bills. */
export function bytes(n: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
  // The unit in which it still rounds to less than a thousand.
  const fitting = units.findIndex((_, step) => Math.round(n / 1000 ** step) < 1000)
  const step = fitting === -1 ? units.length - 1 : fitting
  const value = n / 1000 ** step
  return `${step === 0 || value >= 99.95 ? fixed(value, 0) : fixed(value, 1)} ${units[step]}`
}

/** `2026-11-20 07:00:00.000` as Athena writes it -> `2026-11-20 07:00:00`; NULL -> a dash. */
export const time = (value: string | null | undefined): string => value?.slice(0, 19) ?? '–'

/** The same with the reader's own time beside: `2026-11-20 07:00:00 UTC (8:00:00 AM in Europe/Vienna)`. */
export const instant = (value: string | null | undefined): string =>
  value ? `${time(value)} UTC${beside(value)}` : time(value)

/** For a cell or figure that is said to be UTC: `2026-11-20 07:00:00 · 8:00:00 AM`. */
export function bothTimes(value: string | null | undefined): string {
  const local = value ? localTime(value) : undefined
  return local === undefined ? time(value) : `${time(value)} · ${local}`
}

/** ` between A and B UTC`, or ` at A UTC` where both are the same second; the reader's own times behind. */
export function span(first: string | null | undefined, last: string | null | undefined): string {
  if (!first || !last) return ''
  if (time(first) === time(last)) return ` at ${instant(first)}`
  const sameDay = first.slice(0, 10) === last.slice(0, 10)
  return ` between ${time(first)} and ${sameDay ? time(last).slice(11) : time(last)} UTC${beside(first, last)}`
}

/** ` (8:00:00 AM to 9:12:09 AM in Europe/Vienna)`, with their days where there are two; nothing for who reads by UTC. */
export function beside(...values: readonly string[]): string {
  const days = new Set(values.map(value => value.slice(0, 10)))
  const local = values.flatMap(value => localTime(value, days.size > 1) ?? [])
  return local.length === 0 ? '' : ` (${local.join(' to ')} in ${readerNow().timeZone})`
}

/** The reader's own time of an instant in UTC, with its day if asked for or where that is another one; none where it is the same. */
function localTime(value: string, withDay = false): string | undefined {
  const { locale, timeZone } = readerNow()
  const utc = DateTime.fromISO(value.replace(' ', 'T'), { zone: 'utc' })
  const local = utc.setZone(timeZone).setLocale(locale)
  if (!local.isValid || isUtc(timeZone)) return undefined
  const isSameDay = local.hasSame(utc.setZone(timeZone, { keepLocalTime: true }), 'day')
  // What Athena writes has seconds; instants of ours (hours, deadlines) are told without.
  const [short, long] = value.includes(' ')
    ? [DateTime.TIME_WITH_SECONDS, DateTime.DATETIME_MED_WITH_SECONDS]
    : [DateTime.TIME_SIMPLE, DateTime.DATETIME_MED]
  return local.toLocaleString(isSameDay && !withDay ? short : long)
}

/** The last part of an ARN that a person knows it by: `role nightly-cleanup`, `user ada`; else as it is. */
export function requesterName(requester: string): string {
  const role = /:assumed-role\/([^/]+)/.exec(requester)?.[1]
  if (role) return `role ${role}`
  const user = /:user\/(.+)$/.exec(requester)?.[1]
  return user ? `user ${user}` : requester
}

/** `part` of `whole` in percent, one digit; all and nothing are said only where they are. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '–'
  const percent = (100 * part) / whole
  if (part > 0 && percent < 0.05) return `< ${fixed(0.1, 1)} %`
  if (part < whole && percent >= 99.95) return `> ${fixed(99.9, 1)} %`
  return `${fixed(percent, part === whole ? 0 : 1)} %`
}

/**
 * The folder that all keys between the first and the last in order have in common, with its slash; empty where
 * there is none.
 */
export function commonFolder(first: string | null | undefined, last: string | null | undefined): string {
  if (!first || !last) return ''
  const others = last.split('/')
  const folders = first.split('/')
  const differing = folders.findIndex((folder, i) => i === folders.length - 1 || folder !== others[i])
  return folders
    .slice(0, differing)
    .map(folder => `${folder}/`)
    .join('')
}
