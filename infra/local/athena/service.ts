import type * as z from 'zod'
import { invalidRequest } from './errors.ts'
import type { Executions } from './executions.ts'
import type { Queue } from './queue.ts'
import type { QueryDeps } from './run.ts'

/** What the operations work on. */
export interface Service {
  deps: QueryDeps
  executions: Executions
  queue: Queue
  workgroup: string
  /** Queries queued and running together, as Athena's quota of active queries. */
  activeLimit: number
}

/** An operation's input, or the error that names what is wrong with it. */
export function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw invalidRequest(`${problems.length} validation errors detected: ${problems.join('; ')}`)
}
