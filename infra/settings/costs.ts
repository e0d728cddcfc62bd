import * as z from 'zod'
import { settingsSchema, type Settings } from '../../bot/model/settings.ts'

/**
 * What AWS charges, US dollars, without any free allowance: the list prices of us-east-1 as last looked up
 * (2026-11). They change and differ by Region, so an operator may write others over them. What Athena charges
 * for a terabyte is the bot's own setting.
 */
export const pricesSchema = z.object({
  lambdaGbSecond: z.number().default(0.000_013_333_4),
  lambdaMillionRequests: z.number().default(0.2),
  dynamoDbMillionWrites: z.number().default(0.625),
  dynamoDbMillionReads: z.number().default(0.125),
  s3GbMonth: z.number().default(0.023),
  /** S3 Batch Operations: each job, each million objects copied, each million objects listed for it. */
  copyJob: z.number().default(0.25),
  copyMillionObjects: z.number().default(1),
  copyMillionListed: z.number().default(0.015),
  alarmMonth: z.number().default(0.1),
  dashboardMonth: z.number().default(3),
  logsGb: z.number().default(0.5),
})

/** With what the bot's own settings say: Athena's price, and S3's for a thousand requests. */
export interface Prices extends z.infer<typeof pricesSchema> {
  dollarsPerTerabyte: number
  writesPerThousand: number
  readsPerThousand: number
}

/** The prices of a team, from the two places in its settings. */
export const pricesOf = (
  own: z.infer<typeof pricesSchema>,
  { dollarsPerTerabyte, analysis }: Pick<Settings, 'dollarsPerTerabyte' | 'analysis'>,
): Prices => ({ ...own, ...analysis.prices, dollarsPerTerabyte })

/** What the figures below rest on; a team's own logs differ. */
export const ASSUMED = {
  /** Of one access-log object; busy buckets have larger ones, which cost less. */
  objectBytes: 100_000,
  /** Share of the raw bytes that the questions of one investigation scan of its evidence (Parquet, few columns). */
  evidenceShare: 0.1,
  /** One sweep that finds nothing to do. */
  sweepSeconds: 0.1,
  /** Time that passes of one investigation take in all, besides gathering. */
  passSeconds: 30,
  /** Bytes that gathering reads a second, roughly. */
  gatherBytesPerSecond: 10_000_000,
  /** What one investigation saves and loads. */
  writes: 60,
  reads: 200,
} as const

const RECONCILE_GB = 1769 / 1024
const SWEEPS = 60 * 24 * 30.4
const LOG_BYTES_A_SWEEP = 350
const ALARM_METRICS = 10

/** Dollars of a month in which nobody asks anything. */
export function idleMonth(prices: Prices) {
  return {
    sweep:
      SWEEPS * ASSUMED.sweepSeconds * RECONCILE_GB * prices.lambdaGbSecond +
      (SWEEPS / 1e6) * (prices.lambdaMillionRequests + prices.dynamoDbMillionReads) +
      ((SWEEPS * LOG_BYTES_A_SWEEP) / 1e9) * prices.logsGb,
    alarms: ALARM_METRICS * prices.alarmMonth,
    dashboard: prices.dashboardMonth,
  }
}

export type Strategy = 'in place' | 'gathered' | 'batch copy'

/**
 * Dollars of one investigation whose window holds this many bytes of logs.
 * @param copyDays how long copies are kept
 */
export function investigationCost(
  bytes: number,
  strategy: Strategy,
  { prices, copyDays }: { prices: Prices; copyDays: number },
): number {
  const objects = bytes / ASSUMED.objectBytes
  const scanned = (bytes * (1 + ASSUMED.evidenceShare) * prices.dollarsPerTerabyte) / 1e12
  const listed = (objects / 1000 / 1000) * prices.writesPerThousand
  const read = (objects / 1000) * prices.readsPerThousand
  const kept = ((bytes / 1e9) * prices.s3GbMonth * copyDays) / 30.4
  const passes =
    ASSUMED.passSeconds * RECONCILE_GB * prices.lambdaGbSecond +
    (ASSUMED.writes / 1e6) * prices.dynamoDbMillionWrites +
    (ASSUMED.reads / 1e6) * prices.dynamoDbMillionReads
  const copied: Record<Strategy, number> = {
    'in place': 0,
    gathered: (bytes / ASSUMED.gatherBytesPerSecond) * RECONCILE_GB * prices.lambdaGbSecond + kept,
    'batch copy':
      prices.copyJob +
      (objects / 1e6) * (prices.copyMillionObjects + prices.copyMillionListed) +
      (objects / 1000) * (prices.writesPerThousand + prices.readsPerThousand) +
      kept,
  }
  return scanned + listed + read + passes + copied[strategy]
}

/** How a window of this many bytes is read where its logs have dated keys. */
const strategyOf = (bytes: number, gatherObjects: number): Strategy =>
  bytes / ASSUMED.objectBytes <= gatherObjects ? 'gathered' : 'batch copy'

const SIZES: [string, number][] = [
  ['1 GB', 1e9],
  ['100 GB', 1e11],
  ['10 TB', 1e13],
]

/** The two tables in docs/costs.md. */
export function costTables(settings: { prices: Prices; copyDays: number; gatherObjects: number }): string {
  const { sweep, alarms, dashboard } = idleMonth(settings.prices)
  const rows = SIZES.map(([name, bytes]) => {
    const strategy = strategyOf(bytes, settings.gatherObjects)
    const cost = (how: Strategy) => dollars(investigationCost(bytes, how, settings))
    return `| ${name} | ${cost('in place')} | ${cost(strategy)} (${strategy}) |`
  })
  return [
    '| idle, a month | dollars |',
    '|---|---|',
    `| the sweep, every minute | ${dollars(sweep)} |`,
    `| nine alarms (an account’s first ten are free) | ${dollars(alarms)} |`,
    `| the dashboard (an account’s first three are free; \`dashboard: false\`) | ${dollars(dashboard)} |`,
    '',
    '| logs of one investigation | read in place (date-based keys, CloudTrail) | dated keys, copied first |',
    '|---|---|---|',
    ...rows,
  ].join('\n')
}

const dollars = (amount: number): string =>
  amount >= 100 ? `$${Math.round(amount).toLocaleString('en-US')}` : `$${amount.toFixed(2)}`

if (import.meta.main) {
  const bot = settingsSchema.parse({ channels: [], buckets: [], sources: [] })
  const prices = pricesOf(pricesSchema.parse({}), bot)
  console.log(costTables({ prices, copyDays: 7, gatherObjects: bot.limits.gatherObjects }))
}
