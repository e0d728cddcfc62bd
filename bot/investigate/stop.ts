import type { Investigation } from '../model/investigation.ts'
import type { Run } from '../model/stored/run.ts'
import type { WorkingDeps } from '../services/working-deps.ts'
import { startCopyJob } from './copy.ts'
import { unloadsOf } from './evidence.ts'
import { start } from './stage.ts'

type Part = Pick<WorkingDeps, 'athena' | 'copyJobs'>

/**
 * Stops the queries and the copy job that still run. One whose id was not recorded, because a cancel came
 * between its start and the save, is asked for once more: its token names the same one, which is stopped.
 * What cannot be stopped ends by itself, unread.
 */
export async function stopWork(investigation: Investigation, deps: Part): Promise<void> {
  const { evidence, query } = investigation
  const runs: [string, Run][] = [
    ...(evidence ? [...unloadsOf(evidence), ...Object.entries(evidence.describe ?? {})] : []),
    ...Object.entries(query?.runs ?? {}),
  ]
  const running = runs.filter(([, run]) => !run.done)
  await Promise.allSettled([
    ...running.map(([purpose, run]) => stopRun(run, investigation, purpose, deps)),
    stopCopy(investigation, deps),
  ])
}

async function stopRun(run: Run, investigation: Investigation, purpose: string, deps: Part): Promise<void> {
  await deps.athena.stop(run.executionId ?? (await start(run, investigation, purpose, deps)))
}

async function stopCopy(investigation: Investigation, { copyJobs }: Part): Promise<void> {
  const { plan, copy } = investigation
  const copies = (plan?.logs ?? []).map(async ({ strategy, source }, i) => {
    const one = copy?.logs[i]
    if (strategy !== 'batch-copy' || !one || one.doneAt) return
    await copyJobs.cancel(one.jobId ?? (await startCopyJob(investigation, source, { copyJobs })))
  })
  await Promise.allSettled(copies)
}
