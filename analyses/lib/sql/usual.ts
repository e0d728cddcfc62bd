import * as z from 'zod'
import { sql, type Sql } from './sql.ts'

/** What is usual: median and MAD of counts before the window, which a few odd ones do not move. */

/** The exact median of a value over a relation, and how many values there are; one row always. */
const median = (value: Sql, from: Sql): Sql =>
  sql`SELECT avg(CAST(v AS double)) AS median, coalesce(max(many), 0) AS units
    FROM (SELECT v, row_number() OVER (ORDER BY v) AS i, count(*) OVER () AS many FROM (SELECT ${value} AS v FROM ${from}) AS one) AS ranked
    WHERE i BETWEEN (many + 1) / 2 AND (many + 2) / 2`

/**
 * One row about the counts `n` of a SELECT: `median`, `units` (how many counts) and `threshold`, above which a
 * count is unusual: median + deviations x 1.4826 x MAD. NULL without any counts. For a normal distribution
 * 1.4826 x MAD is the standard deviation.
 */
export function usual(counts: Sql, deviations: number): Sql {
  const middle = median(sql`n`, sql`(${counts}) AS counts`)
  const distance = median(
    sql`abs(n - middle.median)`,
    sql`(${counts}) AS counts CROSS JOIN (${middle}) AS middle`,
  )
  return sql`SELECT middle.median, middle.units, middle.median + ${deviations} * 1.4826e0 * distance.median AS threshold
    FROM (${middle}) AS middle CROSS JOIN (${distance}) AS distance`
}

export const deviations = z
  .number()
  .min(0)
  .max(100)
  .default(3)
  .describe('How many deviations (1.4826 × MAD) above the median of before count as unusual.')
  .meta({ title: 'Deviations', placeholder: '3' })

export const baselineDays = z
  .int()
  .min(1)
  .max(90)
  .default(7)
  .describe('How many days before the window tell what is usual.')
  .meta({ title: 'Days to compare with', placeholder: '7' })
