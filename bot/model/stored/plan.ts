import * as z from 'zod'
import { countOf, instant, logKind } from './values.ts'

/** Where the logs of the bucket lie: an Athena table to read in place, or a prefix to copy from. */
const sourceSchema = z.object({
  log: logKind,
  bucket: z.string(),
  prefix: z.string(),
  table: z.string(),
  /** Static predicates on the table's injected partition columns. */
  partitions: z.record(z.string(), z.array(z.string())),
  /** The days that hold the window's records, `yyyy/MM/dd`, both inclusive; only where keys have days. */
  days: z.object({ first: z.string(), last: z.string() }).optional(),
  inPlace: z.boolean(),
  /** Whether the name of a log object has the time of its delivery. */
  stamped: z.boolean(),
  /** Which keys to list: those under each prefix that sort after `after` and before `before`. */
  ranges: z.array(
    z.object({ prefix: z.string(), after: z.string().optional(), before: z.string().optional() }),
  ),
  /** The delivery slack: how much later than the window a log object may have come. */
  slackHours: z.number(),
})
export type Source = z.infer<typeof sourceSchema>

/** One log of the bucket: where it lies, what of it may hold records of the window, and how it is brought in. */
const logPlanSchema = z.object({
  source: sourceSchema,
  /** Where the listing goes on; absent when all is listed. */
  cursor: z.object({ range: countOf, token: z.string().optional() }).optional(),
  objects: countOf,
  bytes: countOf,
  /** Objects in an archive class, which must be restored before anyone can read them. */
  archived: countOf,
  /** The keys of the manifests of objects to gather: one for each part that will be made. */
  manifests: z.array(z.string()),
  strategy: z.enum(['in-place', 'gather', 'batch-copy']).optional(),
})
export type LogPlan = z.infer<typeof logPlanSchema>

/** A log that was wanted and cannot be read, though another can: a problem, as `problem.ts` has words for it. */
const missingSchema = z.object({
  log: logKind,
  code: z.string(),
  detail: z.record(z.string(), z.string()),
})
export type Missing = z.infer<typeof missingSchema>

export const planSchema = z.object({
  startedAt: instant,
  /** The logs that are read, the analysis' preferred one first; absent until they are found. */
  logs: z.array(logPlanSchema).optional(),
  missing: z.array(missingSchema),
  /** Of the bucket that is asked about, where it is known. */
  region: z.string().optional(),
  dollars: z.number().optional(),
  /** Since when a person is asked to confirm how much is read, and whether the message shows it. */
  ask: z.object({ since: instant, told: z.boolean().optional() }).optional(),
  doneAt: instant.optional(),
})
export type Plan = z.infer<typeof planSchema>
