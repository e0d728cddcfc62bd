import * as z from 'zod'
import { countOf, logKind } from './values.ts'

/** How late records were delivered: how many were measured, and how many came within each bound of `lag.ts`. */
export const lagSchema = z.object({ records: countOf, within: z.array(countOf) })
export type Lag = z.infer<typeof lagSchema>

/** Gaps of hours without events: how many there are, and the longest ones. */
const gapsSchema = z.object({
  count: countOf,
  longest: z.array(z.object({ from: z.string(), to: z.string() })),
})
export type Gaps = z.infer<typeof gapsSchema>

/** What the evidence holds of one log. */
export const coverageSchema = z.object({
  log: logKind,
  lines: countOf,
  events: countOf,
  duplicates: countOf,
  outside: countOf,
  unparsed: countOf,
  samples: z.array(z.string()),
  firstEvent: z.string().nullable(),
  lastEvent: z.string().nullable(),
  hoursWithEvents: countOf,
  gaps: gapsSchema,
  /** Hours with events, `2026-11-20T07`, of the time from which records may still arrive; older items lack them. */
  recentHours: z.array(z.string()).optional(),
  /** Absent where the names of the log objects do not tell when they were delivered. */
  lag: lagSchema.optional(),
})
export type Coverage = z.infer<typeof coverageSchema>
