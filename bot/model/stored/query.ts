import * as z from 'zod'
import { UNITS } from '../../../analyses/lib/analysis.ts'
import { runSchema } from './run.ts'
import { countOf, instant } from './values.ts'

/** With two logs, how many of the joined rows each has. */
const joinedSchema = z.object({ both: countOf, accessLog: countOf, cloudTrail: countOf })
export type Joined = z.infer<typeof joinedSchema>

const answerSchema = z.object({
  joined: joinedSchema.optional(),
  headline: z.string(),
  figures: z.array(
    z.object({
      // Version 0.1 stored a label and a text.
      id: z.string().default(''),
      label: z.string(),
      value: z.union([z.number(), z.string(), z.null()]),
      unit: z.enum(UNITS).default('text'),
    }),
  ),
  notes: z.array(z.string()),
  rowCount: countOf,
  rows: z.array(z.record(z.string(), z.string().nullable())),
  charts: z.array(
    z.object({
      kind: z.enum(['bar', 'line']),
      title: z.string(),
      categories: z.array(z.string()),
      axis: z.string().optional(),
      series: z.array(z.object({ name: z.string(), values: z.array(z.number()) })),
    }),
  ),
  severity: z.object({ level: z.enum(['critical', 'high', 'medium', 'low']), why: z.string() }).optional(),
  /** What one may ask next, by the buttons below the answer. */
  next: z.array(
    z.object({
      analysis: z.string(),
      parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      label: z.string(),
    }),
  ),
})
export type Answer = z.infer<typeof answerSchema>

export const querySchema = z.object({
  startedAt: instant,
  runs: z.record(z.string(), runSchema),
  answer: answerSchema.optional(),
  doneAt: instant.optional(),
})
