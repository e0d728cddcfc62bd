import { setImmediate as nextTurn } from 'node:timers/promises'
import { faultBefore, type Faults } from '../http/faults.ts'
import { checkBucket } from '../s3/buckets.ts'
import { MAX_COPY_BYTES } from '../s3/copy.ts'
import { S3Error } from '../s3/protocol/errors.ts'
import { checkReadable } from '../s3/object-headers.ts'
import { objectAt } from '../s3/objects.ts'
import type { ObjectStore } from '../s3/storage/store.ts'
import type { StoredObject } from '../s3/storage/stored.ts'
import type { Job, Jobs } from './jobs.ts'
import { bucketOf } from './request.ts'
import type { Outcome } from './tasks.ts'

/** Copies in one transaction and one turn of the event loop. */
const BATCH = 200

/** From this many tasks on, more failures than successes end the job. */
const FAILURE_RATE_FLOOR = 1000

export interface CopyDeps {
  jobs: Jobs
  store: ObjectStore
  region: string
  now: () => Date
  faults?: Faults | undefined
}

interface Copy {
  source: StoredObject
  bucket: string
  key: string
  options: { storageClass?: string | undefined }
}

/**
 * Works off a job's tasks until none is left, the job is no longer Active, or `signal` fires. Tasks whose
 * outcome was not recorded before a crash are done again, which changes nothing.
 *
 * @returns what to do next with the job
 */
export async function copyPending(
  job: Job,
  deps: CopyDeps,
  signal: AbortSignal,
): Promise<'done' | 'too many failures' | 'interrupted'> {
  const { jobs } = deps
  for (;;) {
    if (signal.aborted || jobs.get(job.id)?.status !== 'Active') return 'interrupted'
    const { succeeded, failed } = jobs.tasks.progress(job.id)
    if (succeeded + failed >= FAILURE_RATE_FLOOR && failed > succeeded) return 'too many failures'
    const keys = jobs.tasks.pending(job.id, BATCH)
    if (keys.length === 0) return 'done'
    jobs.tasks.record(job.id, await copyBatch(job, keys, deps))
    await nextTurn()
  }
}

async function copyBatch(job: Job, keys: readonly string[], deps: CopyDeps): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const copies: Copy[] = []
  for (const key of keys) {
    try {
      const detail = { jobId: job.id, bucket: sourceOf(job), key }
      const fault = await faultBefore(deps.faults, 's3-control', 'S3PutObjectCopy', detail)
      if (fault) outcomes.push({ key, ...fault })
      else copies.push(copyOf(job, key, deps))
    } catch (error) {
      outcomes.push(failureOf(key, error))
    }
  }
  return [...outcomes, ...carryOut(copies, deps.store)]
}

/** All copies in one transaction; when one breaks it, each on its own, so that only that one fails. */
function carryOut(copies: readonly Copy[], store: ObjectStore): Outcome[] {
  const succeeded = ({ source }: Copy): Outcome => ({
    key: source.key,
    status: 200,
    code: '',
    message: 'Successful',
  })
  try {
    store.copyMany(copies)
    return copies.map(succeeded)
  } catch {
    return copies.map(copy => {
      try {
        store.copyMany([copy])
        return succeeded(copy)
      } catch (error) {
        return failureOf(copy.source.key, error)
      }
    })
  }
}

const sourceOf = ({ request }: Job): string =>
  bucketOf(request.ManifestGenerator.S3JobManifestGenerator.SourceBucket)

function copyOf(job: Job, key: string, service: CopyDeps): Copy {
  const { TargetResource, TargetKeyPrefix: prefix, StorageClass } = job.request.Operation.S3PutObjectCopy
  const bucket = bucketOf(TargetResource)
  checkBucket({ bucket }, service)
  const source = objectAt(service.store, { bucket: sourceOf(job), key })
  checkReadable(source)
  if (source.size > MAX_COPY_BYTES) throw new S3Error('InvalidRequest', 'The object is larger than 5 GB')
  // AWS calls the prefix a folder and specifies nothing else. A slash is always inserted here, so that a prefix
  // which ends in one gives two; whether AWS does the same is not verified.
  const target = prefix === undefined ? key : `${prefix}/${key}`
  return { source, bucket, key: target, options: { storageClass: StorageClass } }
}

function failureOf(key: string, error: unknown): Outcome {
  if (error instanceof S3Error) return { key, status: error.status, code: error.code, message: error.message }
  return { key, status: 500, code: 'InternalError', message: String(error) }
}
