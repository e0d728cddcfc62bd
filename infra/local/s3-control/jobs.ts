import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { openDatabaseFile, startAfresh } from '../disk/database-file.ts'
import * as z from 'zod'
import { S3Error } from '../s3/protocol/errors.ts'
import { jobRequest, type JobRequest } from './request.ts'
import { openTasks, type Tasks } from './tasks.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-job-status.html, without Pausing and Paused. */
export const JOB_STATUSES = [
  'New',
  'Preparing',
  'Suspended',
  'Ready',
  'Active',
  'Completing',
  'Complete',
  'Cancelling',
  'Cancelled',
  'Failing',
  'Failed',
] as const

export type JobStatus = (typeof JOB_STATUSES)[number]

const jobSchema = z.object({
  id: z.string(),
  status: z.enum(JOB_STATUSES),
  request: jobRequest,
  created: z.string(),
  /** When it became Active. */
  activated: z.string().optional(),
  suspended: z.string().optional(),
  /** When it became Complete, Cancelled or Failed. */
  terminated: z.string().optional(),
  /** What UpdateJobStatus gave as the reason. */
  statusReason: z.string().optional(),
  failure: z.object({ code: z.string(), reason: z.string() }).optional(),
})

export type Job = z.infer<typeof jobSchema>

/** The batch jobs and their tasks, on disk: what is set is on record when the call returns. */
export interface Jobs {
  /**
   * The new job, or the one that the same request token made before.
   *
   * @throws S3Error IdempotencyException when that one was asked for something else
   */
  create(request: JobRequest, created: Date): Job
  get(id: string): Job | undefined
  /** Newest first. */
  all(): Job[]
  update(id: string, changes: Partial<Job>): void
  tasks: Tasks
  close(): void
}

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA busy_timeout = 5000;
  CREATE TABLE IF NOT EXISTS job (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, token TEXT NOT NULL UNIQUE, document TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS task (
    job TEXT NOT NULL, key TEXT NOT NULL, status INTEGER, code TEXT, message TEXT, PRIMARY KEY (job, key)
  ) STRICT, WITHOUT ROWID;
`

/** Opens the jobs in `directory` and creates the file if there is none. */
export function openJobs(directory: string): Jobs {
  mkdirSync(directory, { recursive: true })
  const database = openDatabaseFile(path.join(directory, 'jobs.sqlite'), {
    schema: SCHEMA,
    json: [['job', 'document']],
    whenDamaged: startAfresh('Questions whose copies were under way end without an answer: ask them again.'),
  })
  const insert = database.prepare('INSERT INTO job (id, token, document) VALUES (?, ?, ?)')
  const byId = database.prepare('SELECT document FROM job WHERE id = ?')
  const byToken = database.prepare('SELECT document FROM job WHERE token = ?')
  const newestFirst = database.prepare('SELECT document FROM job ORDER BY number DESC')
  const save = database.prepare('UPDATE job SET document = ? WHERE id = ?')

  const get = (id: string): Job | undefined => {
    const row = byId.get(id)
    return row && jobIn(row)
  }
  return {
    create(request, created) {
      const earlier = byToken.get(request.ClientRequestToken)
      if (earlier) return sameRequest(jobIn(earlier), request)
      const job: Job = { id: randomUUID(), status: 'New', request, created: created.toISOString() }
      insert.run(job.id, request.ClientRequestToken, JSON.stringify(job))
      return job
    },
    get,
    all: () => newestFirst.all().map(jobIn),
    update: (id, changes) => void save.run(JSON.stringify({ ...get(id), ...changes }), id),
    tasks: openTasks(database),
    close: () => database.close(),
  }
}

const jobIn = (row: Record<string, unknown>): Job => jobSchema.parse(JSON.parse(String(row['document'])))

function sameRequest(job: Job, request: JobRequest): Job {
  if (JSON.stringify(job.request) === JSON.stringify(request)) return job
  throw new S3Error('IdempotencyException', 'The same ClientRequestToken was used with other parameters')
}
