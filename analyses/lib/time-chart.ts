import { DateTime } from 'luxon'
import type { Chart, Row } from './analysis.ts'
import { numberOf } from './words.ts'

/** Slack draws at most 20 points. */
const POINTS = 20
const STEPS_HOURS = [1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 96, 120]

/**
 * Hourly counts (rows with `hour` as `yyyy-MM-dd HH:mm` and one column for each series) over the whole
 * window, hours without rows included as zero, summed to at most 20 steps.
 */
export function overTime(
  title: string,
  rows: readonly Row[],
  window: { from: string; to: string },
  series: readonly { name: string; column: string }[],
): Chart {
  const from = DateTime.fromISO(window.from, { zone: 'utc' }).startOf('hour')
  const hours = Math.ceil(DateTime.fromISO(window.to, { zone: 'utc' }).diff(from, 'hours').hours)
  const step = STEPS_HOURS.find(candidate => hours / candidate <= POINTS) ?? Math.ceil(hours / POINTS)
  const categories = Array.from({ length: Math.max(1, Math.ceil(hours / step)) }, (_, i) =>
    from.plus({ hours: i * step }).toFormat(step < 24 ? 'LL-dd HH:mm' : 'LL-dd'),
  )
  const at = (row: Row) => {
    const hour = DateTime.fromFormat(row.hour ?? '', 'yyyy-LL-dd HH:mm', { zone: 'utc' })
    return Math.floor(hour.diff(from, 'hours').hours / step)
  }
  const values = (column: string) => {
    const sums = categories.map(() => 0)
    for (const row of rows) sums[at(row)] = (sums[at(row)] ?? 0) + numberOf(row, column)
    return sums
  }
  return {
    kind: 'bar',
    title,
    categories,
    series: series.map(({ name, column }) => ({ name, values: values(column) })),
  }
}
