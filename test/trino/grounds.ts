import { analysisNamed } from '../../analyses/lib/catalogue/named.ts'
import { EXAMPLE_BUCKET, EXAMPLE_WINDOW } from '../../analyses/lib/samples/sample-lines.ts'
import type { Request, Window } from '../../bot/time/request.ts'
import { CORPUS_BUCKET, CORPUS_WINDOW } from '../evidence/corpus/case.ts'
import { QUIET_BUCKET } from './logs.ts'
import { type Asked, byExample, unpreset, withoutExample } from './questions.ts'

/** Evidence, and what is asked of it. */
export interface Ground {
  bucket: string
  /** What the evidence is made of. */
  logs: Request['logs']
  /** What the evidence holds. */
  held: Window
  /** The window asked about; earlier records are the baseline. */
  window: Window
  asked: readonly Asked[]
}

/** The sample week ends at the midnight before. */
export const NOON_AFTER = new Date('2025-11-22T12:00:00Z')
const END = '2025-11-22T00:00:00Z'
const WEEK = { from: '2025-11-15T00:00:00Z', to: END }
const LAST_DAY = { from: '2025-11-21T00:00:00Z', to: END }
const WEEK_BEFORE_EXAMPLES = { from: '2026-11-13T07:00:00Z', to: EXAMPLE_WINDOW.to }

const both = (bucket: string, window: Window, asked: readonly Asked[], held = window): Ground => ({
  bucket,
  logs: 'both',
  held,
  window,
  asked,
})

/** Of no rows an aggregate is NULL, 0 or absent: these ask for counts, sums, percentiles, first and last times. */
const OF_NOTHING = new Set(['coverage', 'duplicates', 'largest-objects-served', 'object-history', 'overview'])
const ofNothing = unpreset.filter(({ id }) => OF_NOTHING.has(id))

/** A day has hours; only a week has days and a Sunday. */
const OF_A_WEEK = new Set(['activity', 'outside-business-hours'])
const ofAWeek = unpreset.filter(({ id }) => OF_A_WEEK.has(id))

/** What compares the window with the time before needs evidence of it; the others would be kept waiting by it. */
const [comparing, others] = [
  unpreset.filter(comparesWithBefore),
  unpreset.filter(one => !comparesWithBefore(one)),
]

function comparesWithBefore({ id, parameters }: Asked): boolean {
  return (analysisNamed(id).baselineHours?.(parameters, LAST_DAY) ?? 0) > 0
}

/**
 * The lines of all examples and of the corpus, asked as the examples ask; each analysis of both logs of the sample
 * week's last day; a few of the whole week, whose date-partitioned logs are read in place, and of nothing at all. The
 * corpus as it is is only read.
 */
export const GROUNDS: readonly Ground[] = [
  both(CORPUS_BUCKET, CORPUS_WINDOW, []),
  { bucket: 'shop-exports', logs: 'access-log', held: WEEK, window: WEEK, asked: ofAWeek },
  both(EXAMPLE_BUCKET, EXAMPLE_WINDOW, [...byExample, ...withoutExample], WEEK_BEFORE_EXAMPLES),
  both(QUIET_BUCKET, CORPUS_WINDOW, ofNothing),
  both('shop-invoices', LAST_DAY, others),
  both('shop-invoices', LAST_DAY, comparing, WEEK),
]
