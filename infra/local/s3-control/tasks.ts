import type { DatabaseSync } from 'node:sqlite'

/** How one task of a job ended. */
export interface Outcome {
  key: string
  /** HTTP status: 200 for success. */
  status: number
  /** S3's error code, '' for success. */
  code: string
  message: string
}

export interface Progress {
  total: number
  succeeded: number
  failed: number
}

/** The tasks of all jobs: one for each key of a job's manifest. */
export interface Tasks {
  /** Sets a job's manifest, in place of one made before. */
  plan(job: string, keys: Iterable<string>): void
  /** The first keys that have no outcome yet. */
  pending(job: string, limit: number): string[]
  record(job: string, outcomes: readonly Outcome[]): void
  progress(job: string): Progress
  /** In key order. */
  outcomes(job: string): Iterable<Outcome>
}

/** The task table of the jobs' database. */
export function openTasks(database: DatabaseSync): Tasks {
  const clear = database.prepare('DELETE FROM task WHERE job = ?')
  const insert = database.prepare('INSERT INTO task (job, key) VALUES (?, ?)')
  const pending = database.prepare(
    'SELECT key FROM task WHERE job = ? AND status IS NULL ORDER BY key LIMIT ?',
  )
  const record = database.prepare(
    'UPDATE task SET status = ?, code = ?, message = ? WHERE job = ? AND key = ?',
  )
  const done = database.prepare('SELECT * FROM task WHERE job = ? AND status IS NOT NULL ORDER BY key')
  const count = database.prepare(`
    SELECT count(*) AS total, count(*) FILTER (WHERE status = 200) AS succeeded,
      count(*) FILTER (WHERE status <> 200) AS failed
    FROM task WHERE job = ?`)

  return {
    plan(job, keys) {
      whole(database, () => {
        clear.run(job)
        for (const key of keys) insert.run(job, key)
      })
    },
    pending: (job, limit) => pending.all(job, limit).map(row => String(row['key'])),
    record(job, outcomes) {
      whole(database, () => {
        for (const { key, status, code, message } of outcomes) record.run(status, code, message, job, key)
      })
    },
    progress(job) {
      const row = count.get(job)
      return {
        total: Number(row?.['total']),
        succeeded: Number(row?.['succeeded']),
        failed: Number(row?.['failed']),
      }
    },
    *outcomes(job) {
      for (const row of done.iterate(job)) {
        yield {
          key: String(row['key']),
          status: Number(row['status']),
          code: String(row['code']),
          message: String(row['message']),
        }
      }
    },
  }
}

/** Runs `work` as one transaction. */
function whole(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    work()
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}
