import { createHash } from 'node:crypto'
import type { Investigation } from '../model/investigation.ts'
import type { Run } from '../model/stored/run.ts'
import { isShowDue } from '../model/showing.ts'
import { InvestigationProblem } from '../model/problem.ts'
import type { WorkingDeps } from '../services/working-deps.ts'

/**
 * One step of one stage: observes the services, does the next thing, and returns what is now known. The same
 * object back means that there is nothing to do but wait. May be called twice, late, and concurrently.
 * @throws InvestigationProblem where no repeat can help
 */
export type Stage = (investigation: Investigation, deps: WorkingDeps) => Promise<Investigation>

/** 64 hex digits: fits CreateJob (at most 64 characters) and StartQueryExecution (at least 32). */
export const tokenOf = (investigation: Investigation, purpose: string, attempt: number): string =>
  createHash('sha256').update(`${investigation.id}:${purpose}:${attempt}`).digest('hex')

export const newRun = (sql: string, attempt = 0): Run => ({ sql, attempt })

/** Athena's own trouble is worth another try; a third failure is not bad luck. */
const ATTEMPTS = 3

/**
 * Takes a query one step further: starts it, or looks how it stands. The run as stored is what is asked, so
 * a start that was not recorded is repeated with the same token and yields the same execution.
 * @returns the same object while it runs and there is nothing to show
 */
export async function advance(
  run: Run,
  investigation: Investigation,
  purpose: string,
  { athena, now }: Pick<WorkingDeps, 'athena' | 'now'>,
): Promise<Run> {
  if (run.done) return run
  if (!run.executionId) return { ...run, executionId: await start(run, investigation, purpose, { athena }) }
  const { state, reason, retryable, scannedBytes, outputLocation } = await athena.execution(run.executionId)
  if (state === 'running') {
    const shows = scannedBytes > (run.scannedBytes ?? 0) && isShowDue(investigation, now())
    return shows ? { ...run, scannedBytes } : run
  }
  if (state === 'succeeded') return { ...run, scannedBytes, outputLocation, done: true }
  if (state === 'cancelled')
    throw new InvestigationProblem(/limit/i.test(reason) ? 'scan-limit' : 'query-cancelled')
  if (retryable && run.attempt + 1 < ATTEMPTS) return newRun(run.sql, run.attempt + 1)
  throw new InvestigationProblem('query-failed', { reason })
}

/** Starts a query, or learns the id of the one that was started before. @returns the execution's id */
export const start = (
  run: Run,
  investigation: Investigation,
  purpose: string,
  { athena }: Pick<WorkingDeps, 'athena'>,
): Promise<string> => athena.start(run.sql, tokenOf(investigation, purpose, run.attempt))

/** Takes several queries one step further, side by side. @returns the same object while there is nothing new */
export async function advanceAll(
  runs: Record<string, Run>,
  investigation: Investigation,
  deps: Pick<WorkingDeps, 'athena' | 'now'>,
): Promise<Record<string, Run>> {
  const steps = Object.entries(runs).map(
    async ([name, run]) => [name, await advance(run, investigation, name, deps)] as const,
  )
  const advanced = Object.fromEntries(await Promise.all(steps))
  return Object.keys(runs).some(name => advanced[name] !== runs[name]) ? advanced : runs
}

export const allDone = (runs: Record<string, Run>): boolean => Object.values(runs).every(run => run.done)
