import type { Chart } from '../../../analyses/lib/analysis.ts'
import { count, counted } from '../../../analyses/lib/words.ts'
import { truncate, visible } from '../../text/mrkdwn.ts'

/** More series than these are only counted. */
const NAMED = 6

/** A plain-text description of a chart, for screen readers and notifications. */
export function chartWords({ kind, title, categories, axis, series }: Chart, notation?: string): string {
  const named = categories.map(category => (axis === undefined ? category : `${category} ${axis}`))
  const told = series.slice(0, NAMED).map(({ name, values }) => {
    const own = series.length > 1 ? `${truncate(visible(name), 60)}: ` : ''
    return `${own}${seriesWords(kind, values, named, notation)}`
  })
  const more = series.length > NAMED ? [counted(series.length - NAMED, 'more series', 'more series')] : []
  return `${visible(title)}, chart of ${counted(categories.length, 'point')}. ${[...told, ...more].join('; ')}.`
}

function seriesWords(
  kind: Chart['kind'],
  values: readonly number[],
  categories: readonly string[],
  notation?: string,
): string {
  const most = Math.max(0, ...values)
  if (most === 0) return 'nothing'
  const where = truncate(visible(categories[values.indexOf(most)] ?? ''), 60)
  const all = values.reduce((sum, value) => sum + value, 0)
  // What a line shows (a percentile, a share) does not add up.
  const range =
    kind === 'bar' ? `${count(all, notation)} in all` : `from ${count(Math.min(...values), notation)}`
  return `${range}, the most at ${where}: ${count(most, notation)}`
}
