import { setTimeout as sleep } from 'node:timers/promises'
import { faultBefore } from '../http/faults.ts'
import { type CopyDeps, copyPending } from './copy-tasks.ts'
import type { Job, JobStatus } from './jobs.ts'
import { type Failure, generateManifest } from './manifest.ts'
import { type ReportLocation, writeReport } from './report.ts'

export interface RunnerDeps extends CopyDeps {
  account: string
  /** How long a job stays in each state, milliseconds. */
  pace: number
  onReport: (report: ReportLocation) => void
}

export interface Runner {
  /** Carries a job on from the state it is in. Does nothing when that is under way. */
  start: (id: string) => void
  /** Stops all jobs where they are, to be carried on by another runner. */
  stop: () => Promise<void>
}

export const TERMINAL: ReadonlySet<JobStatus> = new Set(['Complete', 'Cancelled', 'Failed'])

const FAILURE_RATE: Failure = {
  code: 'FailureRateExceeded',
  reason: 'More than half of at least 1,000 tasks failed.',
}

/** Carries jobs from state to state, as AWS does by itself. */
export function createRunner(deps: RunnerDeps): Runner {
  const { jobs, pace } = deps
  const running = new Map<string, Promise<void>>()
  const stopping = new AbortController()

  async function run(id: string): Promise<void> {
    while (isMoving(jobs.get(id)) && !stopping.signal.aborted) {
      await sleep(pace, undefined, { signal: stopping.signal }).catch(() => undefined)
      // Looked up again: it may have been cancelled meanwhile.
      const job = jobs.get(id)
      if (!job || stopping.signal.aborted) return
      await step(job, deps, stopping.signal).catch((error: unknown) => breakOff(job, error, deps))
    }
  }
  return {
    start(id) {
      if (running.has(id)) return
      running.set(
        id,
        run(id).finally(() => running.delete(id)),
      )
    },
    async stop() {
      stopping.abort()
      await Promise.all(running.values())
    },
  }
}

const isMoving = (job: Job | undefined): boolean =>
  job !== undefined && job.status !== 'Suspended' && !TERMINAL.has(job.status)

/** Ends a job that cannot go on, such as one whose report bucket is gone. */
function breakOff(job: Job, error: unknown, { jobs, now }: RunnerDeps): void {
  const reason = error instanceof Error ? error.message : String(error)
  const failure = job.failure ?? { code: 'InternalError', reason }
  jobs.update(job.id, { status: 'Failed', terminated: now().toISOString(), failure })
}

/** Takes a job out of its present state into the next. */
async function step(job: Job, deps: RunnerDeps, signal: AbortSignal): Promise<void> {
  const { jobs, now } = deps
  const become = (status: JobStatus, changes: Partial<Job> = {}) =>
    jobs.update(job.id, { status, ...changes })
  switch (job.status) {
    case 'New':
      return become('Preparing')
    case 'Preparing':
      return prepare(job, deps)
    case 'Ready':
      return become('Active', { activated: now().toISOString() })
    case 'Active': {
      const result = await copyPending(job, deps, signal)
      if (result === 'done') become('Completing')
      if (result === 'too many failures') become('Failing', { failure: FAILURE_RATE })
      return
    }
    case 'Completing':
      return finish(job, 'Complete', deps)
    case 'Cancelling':
      return finish(job, 'Cancelled', deps)
    case 'Failing':
      return finish(job, 'Failed', deps)
    case 'Suspended':
    case 'Complete':
    case 'Cancelled':
    case 'Failed':
  }
}

async function prepare(job: Job, deps: RunnerDeps): Promise<void> {
  const { jobs, faults, now } = deps
  const fault = await faultBefore(faults, 's3-control', 'GenerateManifest', { jobId: job.id })
  // Cancelled while the fault held it back.
  if (jobs.get(job.id)?.status !== 'Preparing') return
  const manifest = fault ? { code: fault.code, reason: fault.message } : generateManifest(job.request, deps)
  if (!Array.isArray(manifest)) return jobs.update(job.id, { status: 'Failing', failure: manifest })
  jobs.tasks.plan(job.id, manifest)
  if (job.request.ConfirmationRequired === 'true') {
    return jobs.update(job.id, { status: 'Suspended', suspended: now().toISOString() })
  }
  jobs.update(job.id, { status: 'Ready' })
}

/** Writes the report, ends the job, and announces it; a crash in between loses only the announcement. */
function finish(job: Job, status: 'Complete' | 'Cancelled' | 'Failed', deps: RunnerDeps): void {
  const report = writeReport(job, deps)
  deps.jobs.update(job.id, { status, terminated: deps.now().toISOString() })
  if (report) deps.onReport(report)
}
