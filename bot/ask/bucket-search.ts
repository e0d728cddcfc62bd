import type { types } from '@slack/bolt'
import type { Deps } from '../services/deps.ts'
import { type Access, bucketsToShow, mayAsk } from '../access/access.ts'
import * as input from './input.ts'
import { nearest } from '../text/nearest.ts'
import { isPattern } from '../access/policy.ts'

/** Slack's limit for the options of a select. */
export const MOST_OPTIONS = 100

/** Whether patterns allow this person buckets that the settings do not name. */
export const hasPatterns = ({ holding }: Access): boolean =>
  holding.some(({ buckets }) => buckets.some(isPattern))

/** The buckets that this person may ask about here: those that the settings name, and those that S3 knows. */
export async function bucketsKnown(
  access: Access,
  { buckets }: Pick<Deps, 'buckets'>,
): Promise<readonly string[]> {
  const named = bucketsToShow(access)
  if (!hasPatterns(access)) return named
  const found = (await buckets.names()).filter(bucket => mayAsk(access, { bucket }))
  return [...new Set([...named, ...found.toSorted()])]
}

/**
 * The buckets that hold what was typed, those that begin with it first; or those alike. A name that the rules allow
 * can be chosen even if S3 does not list it: it may be in another account.
 */
export function searchBuckets(
  typed: string,
  known: readonly string[],
  { access, recent = [] }: { access: Access; recent?: readonly string[] | undefined },
): types.PlainTextOption[] {
  const text = typed.trim().toLowerCase()
  const held = known.filter(name => name.toLowerCase().includes(text))
  const found = held.length > 0 ? held : nearest(text, known, 5)
  const first = found.filter(name =>
    text === '' ? recent.includes(name) : name.toLowerCase().startsWith(text),
  )
  const unknown = !known.includes(text) && text !== '' && mayAsk(access, { bucket: text }) ? [text] : []
  const options = [...new Set([...first, ...found])].map(name => input.option(name))
  return [...options, ...unknown.map(name => input.option(name, `${name} (not listed by S3)`))].slice(
    0,
    MOST_OPTIONS,
  )
}
