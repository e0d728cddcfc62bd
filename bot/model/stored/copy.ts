import * as z from 'zod'
import { lagSchema } from './coverage.ts'
import { countOf, instant } from './values.ts'

const skippedSchema = z.object({
  count: countOf,
  samples: z.array(z.object({ key: z.string(), reason: z.string() })),
})

/** What was brought in of one log. */
const logCopySchema = z.object({
  /** How many manifests have been gathered. */
  gathered: countOf,
  jobId: z.string().optional(),
  objects: countOf,
  bytes: countOf,
  /** What Athena has to read, where that is less: gathered objects are compressed on the way. */
  compressed: countOf.optional(),
  skipped: skippedSchema,
  /** Measured while objects are gathered; what is read where it lies tells it by its paths. */
  lag: lagSchema.optional(),
  doneAt: instant.optional(),
})
export type LogCopy = z.infer<typeof logCopySchema>

export const copySchema = z.object({
  startedAt: instant,
  /** One for each log of the plan, in its order. */
  logs: z.array(logCopySchema),
  doneAt: instant.optional(),
})
