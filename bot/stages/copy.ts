import { gzipSync } from 'node:zlib'
import { DateTime } from 'luxon'
import pMap from 'p-map'
import { count } from '../../analyses/lib/words.ts'
import { evidenceWindow } from '../investigation/evidence-window.ts'
import type { Investigation, Source } from '../investigation/investigation.ts'
import { InvestigationProblem } from '../problem.ts'
import type { World } from '../world.ts'
import { readable } from './log-object.ts'
import { manifestSchema } from './plan.ts'
import { tokenOf, type Stage } from './stage.ts'

type Copy = NonNullable<Investigation['copy']>

const AT_ONCE = 24
/** How many skipped objects are named; all are counted. */
const SAMPLES = 20

/** Brings the raw logs under `logs/<investigation>/`, unless they are read where they lie. */
export const copy: Stage = async (investigation, world) => {
  const { plan, copy: before } = investigation
  const source = plan?.source
  if (!source) throw new Error('The copy stage comes after the plan')
  if (!before) return { ...investigation, copy: { ...EMPTY, startedAt: world.now().toISOString() } }
  const after = await STRATEGIES[plan.strategy ?? 'in-place'](investigation, before, source, world)
  return after === before ? investigation : { ...investigation, copy: after }
}

const EMPTY = { gathered: 0, objects: 0, bytes: 0, skipped: { count: 0, samples: [] } }

type Strategy = (investigation: Investigation, copy: Copy, source: Source, world: World) => Promise<Copy>

const STRATEGIES: Record<NonNullable<NonNullable<Investigation['plan']>['strategy']>, Strategy> = {
  'in-place': ({ plan }, copy, _, { now }) =>
    Promise.resolve({
      ...copy,
      objects: plan?.objects ?? 0,
      bytes: plan?.bytes ?? 0,
      doneAt: now().toISOString(),
    }),
  gather,
  'batch-copy': batchCopy,
}

/**
 * Streams the objects of one manifest together into one gzip part. A repeat finds the part there already.
 * Objects that cannot be read are skipped, counted and named: one bad object must not lose the answer.
 */
async function gather(
  { id, plan }: Investigation,
  copy: Copy,
  source: Source,
  { logs, workspace, now }: World,
): Promise<Copy> {
  const key = plan?.manifests[copy.gathered]
  if (!key) {
    if (copy.objects === 0) throw nothingReadable(copy)
    return { ...copy, doneAt: now().toISOString() }
  }
  const manifest = await logs.read(workspace, key)
  const objects = manifestSchema.parse(JSON.parse(Buffer.from(manifest).toString()))
  const results = await pMap(objects, object => readable(object, source.bucket, logs), {
    concurrency: AT_ONCE,
  })
  const read = results.flatMap(result => ('lines' in result ? [result] : []))
  const skipped = results.flatMap(result => ('lines' in result ? [] : [result]))
  const part = gzipSync(Buffer.concat(read.map(({ lines }) => lines)), { level: 1 })
  if (read.length > 0)
    await logs.write(`logs/${id}/part-${String(copy.gathered).padStart(5, '0')}.gz`, part, 'application/gzip')
  return {
    ...copy,
    gathered: copy.gathered + 1,
    objects: copy.objects + read.length,
    bytes: copy.bytes + read.reduce((sum, { size }) => sum + size, 0),
    skipped: {
      count: copy.skipped.count + skipped.length,
      samples: [...copy.skipped.samples, ...skipped].slice(0, SAMPLES),
    },
  }
}

/** Silence would read as “nothing happened”. */
const nothingReadable = ({ skipped }: Copy, observed?: Investigation) =>
  new InvestigationProblem(
    'nothing-readable',
    { objects: count(skipped.count) },
    { ...(observed && { observed }) },
  )

/** Starts an S3 Batch Operations job, or looks how it stands. */
async function batchCopy(
  investigation: Investigation,
  copy: Copy,
  source: Source,
  world: World,
): Promise<Copy> {
  if (!copy.jobId) return { ...copy, jobId: await startCopyJob(investigation, source, world) }
  const job = await world.copyJobs.state(copy.jobId)
  if (job.state === 'running') return copy
  if (job.state === 'complete') {
    const reason = 'the copy job could not copy it (see its report)'
    const samples = job.failed > 0 ? [{ key: `reports/${investigation.id}/`, reason }] : []
    const ended = {
      ...copy,
      objects: job.copied,
      bytes: investigation.plan?.bytes ?? 0,
      skipped: { count: job.failed, samples },
    }
    if (job.copied === 0) throw nothingReadable(ended, { ...investigation, copy: ended })
    return { ...ended, doneAt: world.now().toISOString() }
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
  { copyJobs }: Pick<World, 'copyJobs'>,
): Promise<string> => copyJobs.create(jobOf(investigation, source), tokenOf(investigation, 'copy', 0))

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
  return first.slice(0, length)
}
