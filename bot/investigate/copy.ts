import { gzipSync } from 'node:zlib'
import { DateTime } from 'luxon'
import pMap from 'p-map'
import { count } from '../../analyses/lib/words.ts'
import { evidenceWindow } from '../model/evidence-window.ts'
import { type Investigation } from '../model/investigation.ts'
import { type LogCopy } from '../model/stored/copy.ts'
import { type LogPlan, type Source } from '../model/stored/plan.ts'
import { sumOf } from '../model/stored/values.ts'
import { isShowDue } from '../model/showing.ts'
import { InvestigationProblem } from '../model/problem.ts'
import type { WorkingDeps } from '../services/working-deps.ts'
import { addLags, lagsIn, NO_LAG } from '../model/lag.ts'
import { readable } from './source/log-object.ts'
import { manifestSchema } from './source/manifests.ts'
import { tokenOf, type Stage } from './stage.ts'
import { Invariant } from '../calls/failures.ts'

const AT_ONCE = 24
/** How many skipped objects are named; all are counted. */
const SAMPLES = 20

/** Brings the raw logs under `logs/<investigation>/`, unless they are read where they lie; each log in its own way. */
export const copy: Stage = async (investigation, deps) => {
  const { plan, copy: before } = investigation
  if (!plan?.logs) throw new Invariant('The copy stage comes after the plan')
  const now = () => deps.now().toISOString()
  if (!before) return { ...investigation, copy: { startedAt: now(), logs: plan.logs.map(() => EMPTY) } }
  const logs = await Promise.all(
    plan.logs.map((log, i) => stepOf(log, before.logs[i] ?? EMPTY, investigation, deps)),
  )
  if (logs.every((log, i) => log === before.logs[i])) return investigation
  const after = { ...investigation, copy: { ...before, logs } }
  if (!logs.every(log => log.doneAt)) return after
  if (sumOf(logs, log => log.objects) === 0) throw nothingReadable(after)
  return { ...after, copy: { ...after.copy, doneAt: now() } }
}

const EMPTY: LogCopy = { gathered: 0, objects: 0, bytes: 0, skipped: { count: 0, samples: [] } }

/** @returns the same object while there is nothing to do but wait */
const stepOf = (
  log: LogPlan,
  copied: LogCopy,
  investigation: Investigation,
  deps: WorkingDeps,
): Promise<LogCopy> =>
  copied.doneAt
    ? Promise.resolve(copied)
    : STRATEGIES[log.strategy ?? 'in-place'](log, copied, investigation, deps)

type Strategy = (
  log: LogPlan,
  copied: LogCopy,
  investigation: Investigation,
  deps: WorkingDeps,
) => Promise<LogCopy>

const STRATEGIES: Record<NonNullable<LogPlan['strategy']>, Strategy> = {
  'in-place': ({ objects, bytes }, copied, _, { now }) =>
    Promise.resolve({ ...copied, objects, bytes, doneAt: now().toISOString() }),
  gather,
  'batch-copy': batchCopy,
}

/**
 * Streams the objects of one manifest together into one gzip part. A repeat finds the part there already.
 * Objects that cannot be read are skipped, counted and named: one bad object must not lose the answer.
 */
async function gather(
  { source, manifests }: LogPlan,
  copied: LogCopy,
  { id }: Investigation,
  { logs, workspace, settings, now }: WorkingDeps,
): Promise<LogCopy> {
  const key = manifests[copied.gathered]
  if (!key) return { ...copied, doneAt: now().toISOString() }
  const manifest = await logs.read(workspace, key)
  const objects = manifestSchema.parse(JSON.parse(Buffer.from(manifest).toString()))
  const results = await pMap(
    objects,
    object => readable(object, source.bucket, { logs, largest: settings.limits.objectBytes }),
    {
      concurrency: AT_ONCE,
    },
  )
  const read = results.flatMap(result => ('lines' in result ? [result] : []))
  const skipped = results.flatMap(result => ('lines' in result ? [] : [result]))
  const part = gzipSync(Buffer.concat(read.map(({ lines }) => lines)), { level: 1 })
  if (read.length > 0)
    await logs.write(
      `logs/${id}/part-${String(copied.gathered).padStart(5, '0')}.gz`,
      part,
      'application/gzip',
    )
  return {
    ...copied,
    gathered: copied.gathered + 1,
    objects: copied.objects + read.length,
    bytes: copied.bytes + sumOf(read, ({ size }) => size),
    compressed: (copied.compressed ?? 0) + (read.length > 0 ? part.length : 0),
    ...(source.stamped && {
      lag: read.map(({ key: name, lines }) => lagsIn(name, lines)).reduce(addLags, copied.lag ?? NO_LAG),
    }),
    skipped: {
      count: copied.skipped.count + skipped.length,
      samples: [...copied.skipped.samples, ...skipped].slice(0, SAMPLES),
    },
  }
}

/** Silence would read as “nothing happened”. */
const nothingReadable = (observed: Investigation) =>
  new InvestigationProblem(
    'nothing-readable',
    { objects: count(sumOf(observed.copy?.logs, ({ skipped }) => skipped.count)) },
    { observed },
  )

/** Starts an S3 Batch Operations job, or looks how it stands. */
async function batchCopy(
  { source, bytes }: LogPlan,
  copied: LogCopy,
  investigation: Investigation,
  deps: WorkingDeps,
): Promise<LogCopy> {
  if (!copied.jobId) return { ...copied, jobId: await startCopyJob(investigation, source, deps) }
  const job = await deps.copyJobs.state(copied.jobId)
  if (job.state === 'running') {
    const shows = job.copied > copied.objects && isShowDue(investigation, deps.now())
    return shows ? { ...copied, objects: job.copied } : copied
  }
  if (job.state === 'complete') {
    const reason = 'the copy job could not copy it (see its report)'
    const samples = job.failed > 0 ? [{ key: `reports/${investigation.id}/`, reason }] : []
    const skipped = { count: job.failed, samples }
    return { ...copied, objects: job.copied, bytes, skipped, doneAt: deps.now().toISOString() }
  }
  if (job.state === 'cancelled') throw new InvestigationProblem('batch-cancelled')
  const place = `s3://${source.bucket}/${source.prefix}`
  if (/no keys/i.test(job.reason)) throw new InvestigationProblem('batch-no-keys', { place })
  throw new InvestigationProblem('batch-failed', { status: job.status, reason: job.reason })
}

/** Creates the job (there is one attempt: S3 itself repeats its tasks), or learns the id of the one that was created before. @returns the job's id */
export const startCopyJob = (
  investigation: Investigation,
  source: Source,
  { copyJobs }: Pick<WorkingDeps, 'copyJobs'>,
): Promise<string> =>
  copyJobs.create(jobOf(investigation, source), tokenOf(investigation, `copy-${source.log}`, 0))

/** The job filters by when a log object was delivered: from the window's start until the slack is over. */
function jobOf({ id, request }: Investigation, source: Source) {
  const window = evidenceWindow(request)
  const to = DateTime.fromISO(window.to).plus({ hours: source.slackHours })
  return {
    investigation: id,
    bucket: source.bucket,
    prefix: commonPrefix(source),
    createdAfter: new Date(window.from),
    createdBefore: to.toJSDate(),
    targetPrefix: `logs/${id}`,
    reportPrefix: `reports/${id}`,
  }
}

/** What all keys of the window begin with: S3 lists less for a narrower prefix. */
function commonPrefix({ ranges }: Source): string {
  const ends = ranges.flatMap(range => [range.after ?? range.prefix, range.before ?? range.prefix])
  const [first = '', ...rest] = ends
  let length = first.length
  for (const end of rest) while (!end.startsWith(first.slice(0, length))) length--
  // Two characters may begin with the same half: a prefix that ends in one is none.
  return first.slice(0, length).replace(/[\ud800-\udbff]$/, '')
}
