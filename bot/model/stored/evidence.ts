import * as z from 'zod'
import type { LogKind } from '../../../analyses/lib/evidence/tables.ts'
import { coverageSchema } from './coverage.ts'
import { runSchema } from './run.ts'
import { instant, logKind } from './values.ts'

const border = z.string().optional()

/** A part of one raw log and the query that writes it as evidence. */
const partSchema = z.object({
  log: logKind,
  range: z.object({
    days: z.object({ first: z.string(), last: z.string() }).optional(),
    paths: z.object({ from: border, to: border }).optional(),
  }),
  unload: runSchema,
  /** Log objects that cannot be read, stepped over: their S3 URIs and why. */
  excluded: z.array(z.object({ path: z.string(), reason: z.string() })),
})

export const evidenceSchema = z.object({
  startedAt: instant,
  /** What its rows mean; none in what was stored before there were several. */
  format: z.string().optional(),
  /** One for each log; several, read side by side, where a window holds much. */
  parts: z.record(z.string(), partSchema),
  describe: z.record(z.string(), runSchema).optional(),
  /** One for each log of the plan, in its order. */
  coverage: z.array(coverageSchema).optional(),
  doneAt: instant.optional(),
})
export type Evidence = z.infer<typeof evidenceSchema>

/** The log objects that Athena could not read: of one log, or of all. */
export const excludedOf = (
  evidence: Evidence | undefined,
  log?: LogKind,
): { path: string; reason: string }[] =>
  Object.values(evidence?.parts ?? {})
    .filter(part => log === undefined || part.log === log)
    .flatMap(({ excluded }) => excluded)
