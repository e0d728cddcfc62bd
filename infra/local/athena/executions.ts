import { openDatabaseFile, startAfresh } from '../disk/database-file.ts'
import * as z from 'zod'
import { column } from './output/column.ts'

const failure = z.object({
  ErrorCategory: z.number(),
  ErrorType: z.number(),
  Retryable: z.boolean(),
  ErrorMessage: z.string(),
})

/** One query execution. Times are epoch milliseconds. */
const execution = z.object({
  id: z.string(),
  sql: z.string(),
  /** ClientRequestToken, and a digest of the parameters that must be the same when it comes again. */
  token: z.string(),
  parameters: z.string(),
  state: z.enum(['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED']),
  /** How often the state has changed. */
  sequence: z.number(),
  statementType: z.enum(['DML', 'DDL', 'UTILITY']),
  substatementType: z.enum(['SELECT', 'UNLOAD', '']),
  submitted: z.number(),
  started: z.number().optional(),
  completed: z.number().optional(),
  reason: z.string().optional(),
  error: failure.optional(),
  scannedBytes: z.number(),
  outputLocation: z.string().optional(),
  manifestLocation: z.string().optional(),
  columns: z.array(column).optional(),
})

export type Execution = z.infer<typeof execution>

export type State = Execution['state']

/** All executions on disk; a change is on record when the call returns. */
export interface Executions {
  save(execution: Execution): void
  get(id: string): Execution | undefined
  byToken(token: string): Execution | undefined
  /** Oldest first. */
  unfinished(): Execution[]
  close(): void
}

const SCHEMA = `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS executions (
  position INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, token TEXT UNIQUE NOT NULL,
  state TEXT NOT NULL, body TEXT NOT NULL) STRICT`

const SAVE = `INSERT INTO executions (id, token, state, body) VALUES (?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET state = excluded.state, body = excluded.body`

const UNFINISHED = "SELECT body FROM executions WHERE state IN ('QUEUED', 'RUNNING') ORDER BY position"

const read = (row: Record<string, unknown>): Execution => execution.parse(JSON.parse(String(row.body)))

export function openExecutions(file: string): Executions {
  const database = openDatabaseFile(file, {
    schema: SCHEMA,
    json: [['executions', 'body']],
    whenDamaged: startAfresh('Questions whose query was running end without an answer: ask them again.'),
  })
  const save = database.prepare(SAVE)
  const byId = database.prepare('SELECT body FROM executions WHERE id = ?')
  const byToken = database.prepare('SELECT body FROM executions WHERE token = ?')
  const unfinished = database.prepare(UNFINISHED)
  return {
    save: execution =>
      void save.run(execution.id, execution.token, execution.state, JSON.stringify(execution)),
    get: id => byId.all(id).map(read)[0],
    byToken: token => byToken.all(token).map(read)[0],
    unfinished: () => unfinished.all().map(read),
    close: () => database.close(),
  }
}
