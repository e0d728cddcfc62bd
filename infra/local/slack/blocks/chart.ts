import * as z from 'zod'
import { identifier } from './text.ts'

/**
 * A native chart. https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
 *
 * ```
 * { type: 'data_visualization', title,
 *   chart: { type: 'bar' | 'line',
 *            series: [{ name, data: [{ label, value }] }],
 *            axis_config: { categories: [label], x_label?, y_label? } } }
 * ```
 *
 * Every series has exactly one point for each category. Older copies of the page allow 6 series where
 * the current one allows 12. Pie and area charts are refused: nothing here sends them.
 */
const label = z.string().min(1).max(20)
const point = z.strictObject({ label, value: z.number() })

const seriesChart = <T extends string>(type: T) =>
  z
    .strictObject({
      type: z.literal(type),
      series: z
        .array(z.strictObject({ name: z.string().min(1).max(20), data: z.array(point).min(1).max(20) }))
        .min(1)
        .max(12),
      axis_config: z.strictObject({
        categories: z.array(label).min(1).max(20),
        x_label: z.string().max(50).optional(),
        y_label: z.string().max(50).optional(),
      }),
    })
    .superRefine((chart, context) => {
      for (const name of repeated(chart.series.map(series => series.name)))
        context.addIssue({
          code: 'custom',
          path: ['series'],
          message: `series name "${name}" already exists`,
        })
      for (const category of repeated(chart.axis_config.categories))
        context.addIssue({
          code: 'custom',
          path: ['axis_config', 'categories'],
          message: `category "${category}" already exists`,
        })
      chart.series.forEach((series, index) => {
        if (!sameLabels(series.data, chart.axis_config.categories))
          context.addIssue({
            code: 'custom',
            path: ['series', index, 'data'],
            message: 'must have exactly one data point for each category',
          })
      })
    })

export const dataVisualization = z.strictObject({
  type: z.literal('data_visualization'),
  block_id: identifier.optional(),
  title: z.string().min(1).max(50),
  chart: z.discriminatedUnion('type', [seriesChart('bar'), seriesChart('line')]),
})

function repeated(names: string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index)
}

function sameLabels(points: { label: string }[], categories: string[]): boolean {
  const labels = new Set(points.map(({ label: name }) => name))
  return points.length === categories.length && categories.every(category => labels.has(category))
}
