import { DateTime } from 'luxon'
import type { Row, Window } from '../../analyses/lib/analysis.ts'
import { sql, type Sql } from '../../analyses/lib/sql/sql.ts'
import { numberOf } from '../../analyses/lib/words.ts'
import type { Coverage, Gaps } from '../model/stored/coverage.ts'

/** How many gaps are named. */
const NAMED = 3

/**
 * The hours before and after each gap without events, the longest gaps first, a few per log.
 * @param events `FROM evidence WHERE …` of the events
 */
export const gapsStatement = (events: Sql): Sql => sql`SELECT source, before, behind, gaps FROM (
  SELECT source, before, behind, count(*) OVER (PARTITION BY source) AS gaps,
    row_number() OVER (PARTITION BY source ORDER BY date_diff('hour', before, behind) DESC, before) AS place
  FROM (
    SELECT source, "hour" AS before, lead("hour") OVER (PARTITION BY source ORDER BY "hour") AS behind
    FROM (SELECT DISTINCT source, date_trunc('hour', event_time) AS "hour" ${events}) AS hours
  ) AS neighbours
  WHERE date_diff('hour', before, behind) > 1
) AS stretches
WHERE place <= ${NAMED}
ORDER BY source, place`

/**
 * The gaps of one log in a window, those at its ends included. Without any event the whole window is one.
 */
export function gapsFrom(
  rows: readonly Row[],
  { firstEvent: first, lastEvent: last }: Pick<Coverage, 'firstEvent' | 'lastEvent'>,
  window: Window,
): Gaps {
  if (!first || !last) return { count: 1, longest: [window] }
  const inner = rows.map(row => ({ from: hourAfter(row.before), to: instant(hourOf(row.behind)) }))
  const ends = [
    { from: window.from, to: instant(hourOf(first)) },
    { from: hourAfter(last), to: window.to },
  ].filter(gap => hoursIn(gap) >= 1)
  const longest = [...inner, ...ends].toSorted((a, b) => hoursIn(b) - hoursIn(a)).slice(0, NAMED)
  return {
    count: numberOf(rows[0], 'gaps') + ends.length,
    longest: longest.toSorted((a, b) => (a.from < b.from ? -1 : 1)),
  }
}

const hourOf = (time: string | null | undefined): DateTime =>
  DateTime.fromSQL(time ?? '', { zone: 'utc' }).startOf('hour')
const instant = (time: DateTime): string => time.toFormat("yyyy-LL-dd'T'HH:mm:ss'Z'")
const hourAfter = (time: string | null | undefined): string => instant(hourOf(time).plus({ hours: 1 }))

/** How long a gap is. */
export const hoursIn = ({ from, to }: Window): number =>
  DateTime.fromISO(to).diff(DateTime.fromISO(from), 'hours').hours
