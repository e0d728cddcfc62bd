import type { Window } from './analysis.ts'
import { timestamp } from './normalise.ts'
import { sql, type Sql } from './sql.ts'

/**
 * What the statements of an analysis select from: `events`, the records of the window, and `baseline`, those
 * of the time before it, where the analysis compares with some.
 * @param records a SELECT of the evidence's events, each once, over the window and the baseline
 */
export function relations(records: Sql, window: Window, baseline: Window | undefined): Sql {
  if (!baseline)
    return sql`WITH events AS (
${records}
)`
  return sql`WITH records AS (
${records}
),
events AS (SELECT * FROM records WHERE event_time >= ${timestamp(window.from)}),
baseline AS (SELECT * FROM records WHERE event_time < ${timestamp(window.from)})`
}
