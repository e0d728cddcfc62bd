import { join, sql, type Sql } from '../../analyses/lib/sql/sql.ts'
import type { Lag } from './stored/coverage.ts'

/**
 * How long after a request its record was delivered: the time in the name of its log object less its own. Counted
 * up to bounds, so that a count of a million records is a handful of numbers, and counts add up.
 */

/** In minutes. */
export const LAG_BOUNDS = [5, 15, 30, 60, 120, 180, 360, 720, 1440, 2880] as const

export const NO_LAG: Lag = { records: 0, within: LAG_BOUNDS.map(() => 0) }

export const addLags = (one: Lag, other: Lag): Lag => ({
  records: one.records + other.records,
  within: one.within.map((count, i) => count + (other.within[i] ?? 0)),
})

/** The least bound within which this share of the records came, in minutes; undefined where it is beyond all. */
export const lagOf = ({ records, within }: Lag, share: number): number | undefined =>
  LAG_BOUNDS[within.findIndex(count => count >= share * records)]

const DELIVERED = /(\d{4})-(\d{2})-(\d{2})-(\d{2})-(\d{2})-(\d{2})-[^/]*$/
const LOGGED = /^[^\n[]*\[(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) \+0000\]/gm
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Measures the records of an access-log object; nothing where its name or a record has no time. */
export function lagsIn(key: string, lines: Uint8Array): Lag {
  const name = DELIVERED.exec(key)
  if (!name) return NO_LAG
  const [year = 0, month = 0, ...rest] = name.slice(1).map(Number)
  const delivered = Date.UTC(year, month - 1, ...rest)
  const lag = { records: 0, within: LAG_BOUNDS.map(() => 0) }
  for (const [, day, monthName = '', loggedYear, ...time] of Buffer.from(lines)
    .toString('latin1')
    .matchAll(LOGGED)) {
    const [hour, minute, second] = time.map(Number)
    const logged = Date.UTC(Number(loggedYear), MONTHS.indexOf(monthName), Number(day), hour, minute, second)
    if (Number.isNaN(logged)) continue
    lag.records++
    for (const [i, bound] of LAG_BOUNDS.entries())
      if (delivered - logged <= bound * 60_000) lag.within[i] = (lag.within[i] ?? 0) + 1
  }
  return lag
}

const stampOf = (pattern: string, format: string): Sql =>
  sql`try(date_parse(regexp_extract(log_object, ${pattern}, 1), ${format}))`
/** `…/2026-11-20-07-15-00-UNIQUE` of access logs, `…_20261120T0715Z_UNIQUE.json.gz` of CloudTrail. */
const deliveredAt = sql`coalesce(${stampOf('([0-9]{4}(?:-[0-9]{2}){5})-[^/]*$', '%Y-%m-%d-%H-%i-%s')}, ${stampOf('_([0-9]{8}T[0-9]{4})Z_[^/]*$', '%Y%m%dT%H%i')})`
const column = (bound: number): Sql => ({ text: `within_${bound}` })

/**
 * The same in SQL, a row for each log whose objects have the time of their delivery in their names.
 * @param events `FROM evidence WHERE …` of the events
 */
export const lagStatement = (events: Sql): Sql => sql`SELECT source, sum(n) AS records,
  ${join(
    LAG_BOUNDS.map(
      bound =>
        sql`sum(CASE WHEN date_diff('second', minute, delivered) <= ${bound * 60} THEN n ELSE 0 END) AS ${column(bound)}`,
    ),
    ',\n  ',
  )}
FROM (
  SELECT source, minute, n, ${deliveredAt} AS delivered
  FROM (
    SELECT source, log_object, date_trunc('minute', event_time) AS minute, count(*) AS n
    ${events}
    GROUP BY source, log_object, date_trunc('minute', event_time)
  ) AS minutes
) AS measured
WHERE delivered IS NOT NULL
GROUP BY source`

/** What a row of {@link lagStatement} says. */
export const lagFrom = (row: Record<string, string | null>): Lag => ({
  records: Number(row.records ?? 0),
  within: LAG_BOUNDS.map(bound => Number(row[column(bound).text] ?? 0)),
})
