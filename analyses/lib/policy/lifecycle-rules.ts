import type { Severity } from '../analysis.ts'
import { counted } from '../words.ts'
import { isObject, listOf, textAt } from './conditions.ts'

/** What one lifecycle rule deletes, in words with its filter, and how bad that is. */
export interface Expiration {
  words: string
  level: Severity['level']
}

/** A rule that deletes sooner than this, in days, leaves nobody the time to notice. */
const SOON = 3
const DAY_MS = 86_400_000

/**
 * What the rules of a lifecycle configuration delete; rules that are disabled, that only move objects or only clear
 * expired delete markers delete no data. A rule of the whole bucket is medium, high where it deletes within days; a
 * prefix or tag lowers that by a level.
 * @param now when the rules came into force, where that is known: a date in the past deletes at once
 */
export function expirations(configuration: unknown, now?: string): Expiration[] {
  const rules = isObject(configuration) ? listOf(configuration.Rule ?? configuration.Rules) : []
  return rules.flatMap(rule => (isObject(rule) && rule.Status !== 'Disabled' ? expirationsOf(rule, now) : []))
}

function expirationsOf(rule: Record<string, unknown>, now: string | undefined): Expiration[] {
  const id = textAt(rule, 'ID')
  const days = textAt(rule, 'Expiration', 'Days')
  const date = textAt(rule, 'Expiration', 'Date')
  const old = textAt(rule, 'NoncurrentVersionExpiration', 'NoncurrentDays')
  const kept = textAt(rule, 'NoncurrentVersionExpiration', 'NewerNoncurrentVersions')
  const filter = filterOf(rule)
  const told = (what: string, when: string, until: number): Expiration => ({
    words: `${what}${filter.words} ${when}${id ? ` by rule ${id}` : ''}${filter.isLiteralStar ? ` (“*” is not a wildcard in a prefix: only keys that begin with an asterisk, next to nothing)` : ''}`,
    level: levelOf(until, filter),
  })
  return [
    ...(days ? [told('objects', after(days), Number(days))] : []),
    ...(date ? [told('objects', `on ${date.slice(0, 10)}`, daysUntil(date, now))] : []),
    ...(old
      ? [told('old versions', `${after(old)}${kept ? ` except the newest ${kept}` : ''}`, Number(old))]
      : []),
  ]
}

/** `after 1 day`; as written where it is not a number. */
const after = (days: string): string =>
  `after ${Number.isFinite(Number(days)) ? counted(Number(days), 'day') : days}`

function daysUntil(date: string, now: string | undefined): number {
  const days = now === undefined ? Number.NaN : (Date.parse(date) - Date.parse(now)) / DAY_MS
  return Number.isNaN(days) ? Number.POSITIVE_INFINITY : days
}

/** Byte limits of a filter, as written where they are not numbers. */
const sizeOf = (size: string): string =>
  Number.isFinite(Number(size)) ? counted(Number(size), 'byte') : size

interface Filter {
  /** ` under “tmp/” with the tag a=b`; ` of the whole bucket` where nothing limits the rule. */
  words: string
  /** A prefix or a tag leaves the most of a bucket alone. Sizes are told, but may hold for nearly all of it. */
  isNarrow: boolean
  /** A prefix that begins with an asterisk, which people take for a wildcard. */
  isLiteralStar: boolean
}

function levelOf(days: number, { isNarrow, isLiteralStar }: Filter): Severity['level'] {
  if (isLiteralStar) return 'low'
  if (days < SOON) return isNarrow ? 'medium' : 'high'
  return isNarrow ? 'low' : 'medium'
}

/** The filter is in the rule, in its `Filter`, or in an `And` of that. */
function filterOf(rule: Record<string, unknown>): Filter {
  const outer = isObject(rule.Filter) ? rule.Filter : {}
  const and = isObject(outer.And) ? outer.And : {}
  const parts = [rule, outer, and]
  const prefix = parts.map(part => textAt(part, 'Prefix')).find(text => text !== '') ?? ''
  const tags = parts.flatMap(part => [
    ...listOf(part.Tag),
    ...listOf(part.Tags).flatMap(set => (isObject(set) ? listOf(set.Tag ?? set) : listOf(set))),
  ])
  const named = tags.flatMap(tag => (isObject(tag) ? [`${textAt(tag, 'Key')}=${textAt(tag, 'Value')}`] : []))
  const size = (name: string) => parts.map(part => textAt(part, name)).find(text => text !== '')
  const greater = size('ObjectSizeGreaterThan')
  const less = size('ObjectSizeLessThan')
  const words = [
    prefix ? ` under “${prefix}”` : '',
    named.length > 0 ? ` with the ${named.length === 1 ? 'tag' : 'tags'} ${named.join(' and ')}` : '',
    greater === undefined ? '' : ` of more than ${sizeOf(greater)}`,
    less === undefined ? '' : `${greater === undefined ? ' of' : ' and'} less than ${sizeOf(less)}`,
  ].join('')
  return {
    words: words || ' of the whole bucket',
    isNarrow: prefix !== '' || named.length > 0,
    isLiteralStar: prefix.startsWith('*'),
  }
}
