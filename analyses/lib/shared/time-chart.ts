import { DateTime } from 'luxon'
import type { Chart, Row } from '../analysis.ts'
import { timestamp } from '../evidence/normalise.ts'
import { sql, type Sql } from '../sql/sql.ts'
import { numberOf } from '../words.ts'

/** Slack draws at most 20 points. */
const POINTS = 20
/** In hours. Up to a day each divides the day, so that a step starts at the same times every day. */
const STEPS = [1, 2, 3, 4, 6, 8, 12, 24, 48, 72, 96, 120]

interface Window {
  from: string
  to: string
}

const utc = (iso: string): DateTime => DateTime.fromISO(iso, { zone: 'utc' })

/**
 * The steps of a chart over a window: whole steps from midnight UTC of the window's first day on, from the
 * one the window starts in to the one it ends in. So the same hours make a step in every answer.
 */
function stepsOf({ from, to }: Window): { start: DateTime; step: number; points: number } {
  const last = STEPS.at(-1) ?? 1
  for (let i = 0; ; i++) {
    const step = STEPS[i] ?? last * (i - STEPS.length + 2)
    const midnight = utc(from).startOf('day')
    const start = midnight.plus({ hours: Math.floor(utc(from).diff(midnight, 'hours').hours / step) * step })
    const points = Math.max(1, Math.ceil(utc(to).diff(start, 'hours').hours / step))
    if (points <= POINTS) return { start, step, points }
  }
}

/**
 * The hour of an event, or its day where the chart's steps are whole days, as text: `2026-11-20 07:00`. So
 * a chart needs at most 240 rows or one a day, however long the window is.
 */
export const period = (window: Window): Sql =>
  sql`substr(CAST(date_trunc(${stepsOf(window).step < 24 ? 'hour' : 'day'}, event_time) AS varchar), 1, 16)`

/**
 * Counts by {@link period} (rows with `period` and one column for each series) over the whole window,
 * with periods without rows as zero, summed to at most 20 steps.
 */
export function overTime(
  title: string,
  rows: readonly Row[],
  window: Window,
  series: Readonly<Record<string, string>>,
): Chart {
  const { start, step, points } = stepsOf(window)
  const at = (row: Row) => {
    const time = DateTime.fromFormat(row.period ?? '', 'yyyy-LL-dd HH:mm', { zone: 'utc' })
    return Math.floor(time.diff(start, 'hours').hours / step)
  }
  const values = (column: string) => {
    const sums = Array.from({ length: points }, () => 0)
    for (const row of rows) sums[at(row)] = (sums[at(row)] ?? 0) + numberOf(row, column)
    return sums
  }
  return {
    kind: 'bar',
    title,
    categories: categoriesOf(window),
    axis: 'UTC',
    series: Object.entries(series).map(([name, column]) => ({ name, values: values(column) })),
  }
}

function categoriesOf(window: Window): string[] {
  const { start, step, points } = stepsOf(window)
  return Array.from({ length: points }, (_, i) =>
    start.plus({ hours: i * step }).toFormat(step < 24 ? 'LL-dd HH:mm' : 'LL-dd'),
  )
}

/**
 * The number of the chart's step that an event falls into, from 0 on: to group what cannot be summed from
 * hours, such as percentiles.
 */
export function chartStep(window: Window): Sql {
  const { start, step } = stepsOf(window)
  const from = timestamp(start.toISO({ suppressMilliseconds: true }) ?? '')
  return sql`date_diff('hour', ${from}, event_time) / ${step}`
}

/** A line of values by {@link chartStep} (rows with `step`), a step without a row as zero. */
export function lineOverTime(
  title: string,
  rows: readonly Row[],
  window: Window,
  series: Readonly<Record<string, string>>,
): Chart {
  const categories = categoriesOf(window)
  const byStep = new Map(rows.map(row => [numberOf(row, 'step'), row]))
  return {
    kind: 'line',
    title,
    categories,
    axis: 'UTC',
    series: Object.entries(series).map(([name, column]) => ({
      name,
      values: categories.map((_, step) => numberOf(byStep.get(step), column)),
    })),
  }
}

/** A bar for each row, with the columns of its series by their names. */
export const bars = (
  title: string,
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  series: Readonly<Record<string, string>>,
): Chart => ({
  kind: 'bar',
  title,
  categories: rows.map(nameOf),
  series: Object.entries(series).map(([name, column]) => ({
    name,
    values: rows.map(row => numberOf(row, column)),
  })),
})
