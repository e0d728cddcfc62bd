import * as z from 'zod'
import { sql, type Sql } from './sql.ts'

/** How long requests take: what analyses of latency share, over the columns of `events`. */

/**
 * `total` is from the request's receipt to the last byte sent; `turnaround` is what S3 took of it, from the last
 * byte received to the first byte sent.
 */
const METRICS = { total: sql`total_ms`, turnaround: sql`turnaround_ms` }
type Metric = keyof typeof METRICS

export const milliseconds = (metric: Metric): Sql => METRICS[metric]

/** The metric in a sentence. */
export const METRIC_WORDS: Record<Metric, string> = { total: 'in total', turnaround: 'until the first byte' }

export const metricParameter = z
  .enum(['total', 'turnaround'])
  .default('total')
  .describe('total: until the last byte was sent; turnaround: what S3 took of it, until the first byte.')
  .meta({ title: 'Time' })

export const operationFilter = z
  .string()
  .trim()
  .max(100)
  .regex(/^[A-Za-z0-9_.]*$/, 'Type an operation as the log names it, such as REST.GET.OBJECT.')
  .optional()
  .describe('Only this operation, as the log names it; empty means all.')
  .meta({ title: 'Operation', placeholder: 'REST.GET.OBJECT' })

export const operationIs = (operation: string | undefined): Sql | undefined =>
  operation ? sql`operation = ${operation.toUpperCase()}` : undefined

/** Mean and percentiles, in whole milliseconds; approximate, as Athena computes them. */
export const percentiles = (metric: Metric): Sql => {
  const ms = METRICS[metric]
  return sql`count(${ms}) AS requests, CAST(round(avg(${ms})) AS bigint) AS mean_ms, approx_percentile(${ms}, 0.5) AS p50_ms,
    approx_percentile(${ms}, 0.95) AS p95_ms, approx_percentile(${ms}, 0.99) AS p99_ms, max(${ms}) AS max_ms`
}

export const PERCENTILES_NOTE =
  'Percentiles are approximate, within a few percent. Times are S3’s: what the network adds before a request arrives is in no log.'
