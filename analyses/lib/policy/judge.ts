import type { Analysis, Context, Row, Severity, Verdict } from '../analysis.ts'
import { join, literalText, sql, type Sql } from '../sql/sql.ts'
import { count, counted, numberOf } from '../words.ts'

/** How many rows of a result are read back, and so how many different values can be judged. */
const VALUES = 999
/** How many verdicts one answer takes into its SQL, which Athena limits to 256 KB. */
const VERDICTS = 100
/** Code points of the reason, which may quote a stranger's text. */
const REASON = 200

/** The verdicts on what was judged, the worst first, and what the reader must know if not all was. */
export interface Judgement {
  verdicts: readonly (Verdict & { valueId: string })[]
  notes: readonly string[]
}

export const NOT_JUDGED: Judgement = { verdicts: [], notes: [] }

/** The different values to judge, at most as many as can be read back, with how many there are. */
export const valuesToJudge = (values: Sql): Sql =>
  sql`SELECT *, count(*) OVER () AS distinct_values FROM (${values}) AS judged ORDER BY value_id LIMIT ${VALUES}`

/** Judges the rows of {@link valuesToJudge}. */
export function judge(
  { judges }: Pick<Analysis, 'judges'>,
  rows: readonly Row[],
  context: Context,
  parameters: Record<string, unknown>,
): Judgement {
  if (!judges) return NOT_JUDGED
  const all = rows
    .flatMap(row =>
      judges
        .verdictsOn(row, context, parameters)
        .map(verdict => ({ ...verdict, valueId: row.value_id ?? '' })),
    )
    .toSorted((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level))
  const values = numberOf(rows[0], 'distinct_values')
  return {
    verdicts: all.slice(0, VERDICTS),
    notes: [
      ...(values > VALUES
        ? [`There are ${count(values)} different values; only ${VALUES} of them were judged.`]
        : []),
      ...(all.length > VERDICTS
        ? [`${counted(all.length, 'finding')} were made; this answer holds the ${VERDICTS} worst.`]
        : []),
    ],
  }
}

/** From the worst to the least. */
export const LEVELS: readonly Severity['level'][] = ['critical', 'high', 'medium', 'low']

/** The relation `verdicts`: `value_id` bigint; `finding`, `level`, `why` varchar. */
export function verdictsRelation({ verdicts }: Judgement): Sql {
  if (verdicts.length === 0)
    return sql`SELECT CAST(NULL AS bigint) AS value_id, '' AS finding, '' AS level, '' AS why WHERE FALSE`
  const rows = verdicts.map(
    ({ valueId, finding, level, why }) =>
      sql`(${idLiteral(valueId)}, ${finding}, ${level}, ${literalText(why, REASON)})`,
  )
  return sql`SELECT * FROM (VALUES ${join(rows, ', ')}) AS verdict (value_id, finding, level, why)`
}

/** A bigint may be more than a number holds. */
const idLiteral = (id: string): Sql => sql`CAST(${id} AS bigint)`
