import { DateTime } from 'luxon'
import type { Figure, Row } from './analysis.ts'
import { isUtc, notationOf, type Reader, zoneOf } from './reader.ts'

/**
 * How figures and times read in an answer: plain text in English, times in UTC with the reader's own beside. What one person
 * reads can have the numbers of that person's notation.
 */

/** How sentences write numbers, as they are English: also what many read. */
const ENGLISH = 'en-US'

/** A count in a result; NULL and absent count as 0. */
export const numberOf = (row: Row | undefined, name: string): number => Number(row?.[name] ?? 0)

export const count = (n: number, notation = ENGLISH): string => n.toLocaleString(notation)

/** With `digits` decimal places. */
export const fixed = (n: number, digits: number, notation = ENGLISH): string =>
  n.toLocaleString(notation, { minimumFractionDigits: digits, maximumFractionDigits: digits })

/** `$1,234.50`; what is less than a cent but not nothing as such. */
export const dollars = (amount: number, notation = ENGLISH): string =>
  amount > 0 && amount < 0.01 ? `< ${currency(0.01, notation)}` : currency(amount, notation)

const currency = (amount: number, notation = ENGLISH): string =>
  amount.toLocaleString(notation, { style: 'currency', currency: 'USD' })

/** What Athena charges, in a sentence: to the cent, as it is a guess. */
export const roughCharge = (amount: number): string =>
  amount < 0.01 ? `less than ${currency(0.01)}` : `about ${currency(amount)}`

/** `1 object`, `1,204 objects`. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`

/** Decimal units, as AWS bills. */
export function bytes(n: number, notation = ENGLISH): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']
  // The unit in which it still rounds to less than a thousand.
  const fitting = units.findIndex((_, step) => Math.round(n / 1000 ** step) < 1000)
  const step = fitting === -1 ? units.length - 1 : fitting
  const value = n / 1000 ** step
  return `${step === 0 || value >= 99.95 ? fixed(value, 0, notation) : fixed(value, 1, notation)} ${units[step]}`
}

/** `2026-11-20 07:00:00.000` as Athena writes it -> `2026-11-20 07:00:00`; NULL -> a dash. */
export const time = (value: string | null | undefined): string => value?.slice(0, 19) ?? '–'

/** The same with the reader's own time beside: `2026-11-20 07:00:00 UTC (8:00:00 AM in Europe/Vienna)`. */
export const instant = (value: string | null | undefined, reader: Reader = {}): string =>
  value ? `${time(value)} UTC${beside([value], reader)}` : time(value)

/** For a cell or figure that is said to be UTC: `2026-11-20 07:00:00 · 8:00:00 AM`. */
export function bothTimes(value: string | null | undefined, reader: Reader = {}): string {
  const local = value ? localTime(value, reader) : undefined
  return local === undefined ? time(value) : `${time(value)} · ${local}`
}

/** ` between A and B UTC`, or ` at A UTC` where both are the same second; the reader's own times behind. */
export function span(
  first: string | null | undefined,
  last: string | null | undefined,
  reader: Reader = {},
): string {
  if (!first || !last) return ''
  if (time(first) === time(last)) return ` at ${instant(first, reader)}`
  const sameDay = first.slice(0, 10) === last.slice(0, 10)
  return ` between ${time(first)} and ${sameDay ? time(last).slice(11) : time(last)} UTC${beside([first, last], reader)}`
}

/** ` (8:00:00 AM to 9:12:09 AM in Europe/Vienna)`, with their days where there are two; nothing for who reads by UTC. */
export function beside(values: readonly string[], reader: Reader): string {
  const days = new Set(values.map(value => value.slice(0, 10)))
  const local = values.flatMap(value => localTime(value, reader, days.size > 1) ?? [])
  return local.length === 0 ? '' : ` (${local.join(' to ')} in ${zoneOf(reader)})`
}

/** The reader's own time of an instant in UTC, with its day if asked for or where that is another one; none where it is the same. */
function localTime(value: string, reader: Reader, withDay = false): string | undefined {
  const timeZone = zoneOf(reader)
  const utc = DateTime.fromISO(value.replace(' ', 'T'), { zone: 'utc' })
  const local = utc.setZone(timeZone).setLocale(notationOf(reader))
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
  const role = /:assumed-role\/([^/]+)/.exec(requester)?.[1] ?? /^AROA[A-Z0-9]+(?=:|$)/.exec(requester)?.[0]
  if (role) return `role ${role}`
  const user = /:user\/(.+)$/.exec(requester)?.[1]
  if (user) return `user ${user}`
  return IDENTITY_CENTER_USER.test(requester) ? `Identity Center user ${requester}` : requester
}

const IDENTITY_CENTER_USER = /^([0-9a-f]{10}-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The same of somebody whom a headline blames: `role eks-node (12 sessions)`. */
export function withSessions(requester: string, sessions: number): string {
  const name = requesterName(requester)
  return sessions > 1 && name.startsWith('role ') ? `${name} (${count(sessions)} sessions)` : name
}

/** `part` of `whole`; of nothing it is unknown. */
export const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

/** A number of a result; NULL and absent are unknown. */
export const knownIn = (row: Row | undefined, name: string): number | null => {
  const value = row?.[name] ?? null
  return value === null ? null : Number(value)
}

/** `Countries` of `countries`. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A name as a title: `Bytes sent` of `bytesSent`, `Error code` of `error_code`. */
export const titleOf = (name: string): string =>
  capitalised(
    name
      .replaceAll('_', ' ')
      .replaceAll(/[A-Z](?=[a-z])/g, (letter, at) => (at === 0 ? letter : ` ${letter.toLowerCase()}`)),
  )

/** A part of 1 in percent, one digit; all and nothing are said only where they are. */
export function percent(part: number, notation = ENGLISH): string {
  if (part > 0 && part < 0.0005) return `< ${fixed(0.1, 1, notation)} %`
  if (part < 1 && part >= 0.9995) return `> ${fixed(99.9, 1, notation)} %`
  return `${fixed(100 * part, part === 1 ? 0 : 1, notation)} %`
}

/** `part` of `whole` in percent. */
export function share(part: number, whole: number): string {
  const known = ratio(part, whole)
  return known === null ? UNKNOWN : percent(known)
}

/** What is not known, in a figure or a cell. */
export const UNKNOWN = '–'

/** A figure as it is read. */
export function figureWords({ value, unit }: Pick<Figure, 'value' | 'unit'>, notation = ENGLISH): string {
  if (typeof value !== 'number') return value || UNKNOWN
  if (unit === 'bytes') return bytes(value, notation)
  if (unit === 'share') return percent(value, notation)
  if (unit === 'dollars') return dollars(value, notation)
  return unit === 'milliseconds' ? `${count(value, notation)} ms` : count(value, notation)
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
