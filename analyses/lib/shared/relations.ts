import type { Window } from '../analysis.ts'
import { type Judgement, verdictsRelation } from '../policy/judge.ts'
import { timestamp } from '../evidence/normalise.ts'
import { join, sql, type Sql } from '../sql/sql.ts'

/** What an analysis asks for besides the records of its bucket and window. */
interface Besides {
  baseline?: Window | undefined
  /** A SELECT of the events of the whole account, each once, over the window and the baseline. */
  account?: Sql | undefined
  /** A SELECT of all rows of the evidence. */
  lines?: Sql | undefined
  judgement?: Judgement | undefined
}

/**
 * What the statements of an analysis select from: `events`, the records of the window, and where it asks for
 * them `baseline`, those of the time before it, `account_events` and `account_baseline`, `lines`, and `verdicts` on
 * what was judged.
 * @param records a SELECT of the evidence's events, each once, over the window and the baseline
 */
export function relations(
  records: Sql,
  window: Window,
  { baseline, account, lines, judgement }: Besides = {},
): Sql {
  const inWindow = sql`event_time >= ${timestamp(window.from)}`
  // The evidence of a question that this one follows may reach further back.
  const parts = [
    ...(baseline
      ? [
          sql`records AS (
${records}
)`,
          sql`events AS (SELECT * FROM records WHERE ${inWindow})`,
          sql`baseline AS (SELECT * FROM records WHERE event_time < ${timestamp(window.from)})`,
        ]
      : [
          sql`events AS (SELECT * FROM (
${records}
) AS records WHERE ${inWindow})`,
        ]),
    ...(account ? [sql`account_events AS (SELECT * FROM (${account}) AS account WHERE ${inWindow})`] : []),
    ...(account && baseline
      ? [
          sql`account_baseline AS (SELECT * FROM (${account}) AS account WHERE event_time < ${timestamp(window.from)})`,
        ]
      : []),
    ...(lines
      ? [sql`lines AS (SELECT * FROM (${lines}) AS written WHERE event_time IS NULL OR ${inWindow})`]
      : []),
    ...(judgement ? [sql`verdicts AS (${verdictsRelation(judgement)})`] : []),
  ]
  return sql`WITH ${join(parts, ',\n')}`
}
