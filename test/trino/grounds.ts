import { EXAMPLE_BUCKET, EXAMPLE_WINDOW } from '../../analyses/lib/sample-lines.ts'
import type { LogKind } from '../../analyses/lib/tables.ts'
import type { Window } from '../../bot/request/request.ts'
import { CORPUS_BUCKET, CORPUS_WINDOW } from '../evidence/corpus/case.ts'
import { QUIET_BUCKET } from './logs.ts'
import { type Asked, byDefault, byExample, unpreset } from './questions.ts'

/** Evidence, and what is asked of it. */
export interface Ground {
  bucket: string
  log: LogKind
  /** What the evidence holds. */
  held: Window
  /** What is asked about; what lies before it is there to be compared with. */
  window: Window
  asked: readonly Asked[]
}

/** The sample week ends at the midnight before. */
export const NOON_AFTER = new Date('2025-11-22T12:00:00Z')
const END = '2025-11-22T00:00:00Z'
const WEEK = { from: '2025-11-15T00:00:00Z', to: END }
const LAST_DAY = { from: '2025-11-21T00:00:00Z', to: END }
const WEEK_BEFORE_EXAMPLES = { from: '2026-11-13T07:00:00Z', to: EXAMPLE_WINDOW.to }

const asking = (log: LogKind, asked: readonly Asked[]): Asked[] => asked.filter(one => one.log === log)

const sample = { held: WEEK, window: LAST_DAY }

/**
 * Everything there is on the lines of all examples, asked as the examples ask; each analysis of the corpus, of
 * nothing at all, and of the sample week: its gathered access logs and its trail. The sample's date-partitioned
 * access logs are read in place, and only read.
 */
export const GROUNDS: readonly Ground[] = [
  ...(['access-log', 'cloudtrail'] as const).flatMap((log): Ground[] => [
    {
      bucket: EXAMPLE_BUCKET,
      log,
      held: WEEK_BEFORE_EXAMPLES,
      window: EXAMPLE_WINDOW,
      asked: asking(log, [...byDefault, ...byExample]),
    },
    ...[CORPUS_BUCKET, QUIET_BUCKET].map(bucket => ({
      bucket,
      log,
      held: CORPUS_WINDOW,
      window: CORPUS_WINDOW,
      asked: asking(log, unpreset),
    })),
    { bucket: 'shop-invoices', log, ...sample, asked: asking(log, unpreset) },
  ]),
  { bucket: 'shop-exports', log: 'access-log', ...sample, asked: [] },
]
