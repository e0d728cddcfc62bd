import * as z from 'zod'
import { countOf } from './values.ts'

/** A query in Athena. What it will be asked is stored before it is asked, so a repeat is the same call. */
export const runSchema = z.object({
  sql: z.string(),
  attempt: countOf,
  executionId: z.string().optional(),
  /** So far, while it runs. */
  scannedBytes: countOf.optional(),
  outputLocation: z.string().optional(),
  done: z.boolean().optional(),
})
export type Run = z.infer<typeof runSchema>
