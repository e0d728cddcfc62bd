import type { Row } from './analysis.ts'

/** How figures and times read in an answer. Plain text, English, UTC. */

/** A count in a result; NULL and absent count as 0. */
export const numberOf = (row: Row | undefined, name: string): number => Number(row?.[name] ?? 0)

export const count = (n: number): string => n.toLocaleString('en-US')

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
  return `${step === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[step]}`
}

/** `2026-11-20 07:00:00.000` as Athena writes it -> `2026-11-20 07:00:00`; NULL -> a dash. */
export const time = (value: string | null | undefined): string => value?.slice(0, 19) ?? '–'

/** ` between A and B UTC`, or ` at A UTC` where both are the same second. */
export function span(first: string | null | undefined, last: string | null | undefined): string {
  if (!first || !last) return ''
  if (time(first) === time(last)) return ` at ${time(first)} UTC`
  const sameDay = first.slice(0, 10) === last.slice(0, 10)
  return ` between ${time(first)} and ${sameDay ? time(last).slice(11) : time(last)} UTC`
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
  if (part > 0 && percent < 0.05) return '< 0.1 %'
  if (part < whole && percent >= 99.95) return '> 99.9 %'
  return `${percent.toFixed(part === whole ? 0 : 1)} %`
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
