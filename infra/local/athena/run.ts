import fs from 'node:fs'
import path from 'node:path'
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { Table } from '../../../analyses/lib/evidence/tables.ts'
import type { ObjectStore } from '../s3/storage/store.ts'
import { checkFunctions, resultNames } from './dialect/check.ts'
import { dateMacro } from './dialect/dates.ts'
import { connectFor } from './dialect/engine.ts'
import { toDuckDb } from './dialect/rewrite.ts'
import { parseStatement, type Statement } from './dialect/statement.ts'
import { type Node, parseSelect } from './dialect/syntax.ts'
import { type Outcome, publishCsv, publishParquet, refuseOccupied } from './output/publish.ts'
import { writeCsv, writeParquet } from './output/result.ts'
import type { Damage } from './tables/damage.ts'
import type { Scan } from './tables/relations.ts'
import { planScans, readRepaired } from './tables/scans.ts'
import { type Kept, keepable, unloadKept } from './kept/unload.ts'

/** What queries run in. */
export interface QueryDeps {
  engine: DuckDBInstance
  store: ObjectStore
  tables: readonly Table[]
  database: string
  damage: Damage
  /** What was made of files before; absent where nothing is kept. */
  kept?: Kept
  /** A folder for files on their way into the store. */
  scratch: string
  /** `s3://bucket/prefix/` that results go to. */
  outputLocation: string
  scanCutoffBytes: number | undefined
  now: () => Date
}

/** Told while a query runs. */
export interface Observer {
  /** Bytes that the query has read so far; at its end those of all objects it reads. */
  scanning(bytes: number): void
  /** Aborted when the query is stopped. */
  signal: AbortSignal
}

/** The scan limit was exceeded; Athena cancels such a query. */
export class ScanCutoff extends Error {}

/** Runs one statement of Athena's SQL and puts its result into the store. Fails with a QueryFailure. */
export async function runQuery(
  deps: QueryDeps,
  id: string,
  sql: string,
  observer: Observer,
): Promise<Outcome> {
  const connection = await connectFor(deps.engine)
  const interrupted = interruptOnAbort(connection, observer.signal)
  try {
    // Stopped while it was being connected: an abort that has been is not told again.
    observer.signal.throwIfAborted()
    const statement = parseStatement(sql)
    if (statement.type === 'unload') refuseOccupied(deps.store, statement.target)
    const { select, tree, scans } = await plan(deps, connection, statement)
    const bytes = scans.flatMap(scan => scan.files).reduce((sum, file) => sum + file.size, 0)
    if (bytes > (deps.scanCutoffBytes ?? Infinity)) {
      observer.scanning(bytes)
      throw new ScanCutoff()
    }
    const query = { id, select, tree, statement }
    const kept =
      deps.kept && statement.type === 'unload' ? await keepable(connection, tree, scans) : undefined
    return await told(connection, bytes, observer, () =>
      kept
        ? writeKept(deps, connection, query, kept)
        : readRepaired(connection, deps.damage, scans, attempt => write(deps, connection, query, attempt)),
    )
  } finally {
    interrupted.end()
    connection.closeSync()
  }
}

/** An interrupt counts only for the statement under way, so it is repeated: a query is several statements. */
function interruptOnAbort(connection: DuckDBConnection, signal: AbortSignal): { end: () => void } {
  let timer: NodeJS.Timeout | undefined
  const start = () => {
    connection.interrupt()
    timer = setInterval(() => connection.interrupt(), 20)
  }
  signal.addEventListener('abort', start)
  return {
    end() {
      signal.removeEventListener('abort', start)
      clearInterval(timer)
    },
  }
}

/** How often a running query's progress is looked at. */
const TELL_MS = 200

/** Reports the bytes read while something runs, after DuckDB's estimate, which is -1 where there is none. */
async function told<T>(
  connection: DuckDBConnection,
  bytes: number,
  observer: Observer,
  running: () => Promise<T>,
): Promise<T> {
  const tell = () =>
    observer.scanning(Math.round((bytes * Math.max(connection.progress.percentage, 0)) / 100))
  const timer = setInterval(tell, TELL_MS)
  try {
    return await running()
  } finally {
    clearInterval(timer)
    observer.scanning(bytes)
  }
}

async function plan(deps: QueryDeps, connection: DuckDBConnection, statement: Statement) {
  const select = toDuckDb(statement.sql, deps.database)
  const tree = await parseSelect(connection, select)
  for (const [name, formats] of checkFunctions(tree, select)) await connection.run(dateMacro(name, formats))
  return { select, tree, scans: planScans(deps, tree) }
}

interface Query {
  id: string
  select: string
  tree: Node
  statement: Statement
}

async function write(
  deps: QueryDeps,
  connection: DuckDBConnection,
  query: Query,
  attempt: number,
): Promise<Outcome> {
  const target = path.join(deps.scratch, `${query.id}-${attempt}`)
  try {
    return await writeTo(target, deps, connection, query)
  } finally {
    fs.rmSync(target, { recursive: true, force: true })
  }
}

/** An UNLOAD whose result over the same files may be there already. */
async function writeKept(
  deps: QueryDeps,
  connection: DuckDBConnection,
  { id, select, tree, statement }: Query,
  scan: Scan,
): Promise<Outcome> {
  if (!deps.kept || statement.type !== 'unload') throw new Error('only an UNLOAD is kept')
  const { compression, target } = statement
  const rename = (names: string[]) => resultNames(tree, names)
  const scratch = path.join(deps.scratch, `${id}-kept`)
  try {
    const files = await unloadKept(connection, deps.kept, {
      tree,
      scan,
      damage: deps.damage,
      scratch,
      write: directory => writeParquet(connection, select, directory, { compression, rename }),
    })
    return publishParquet(deps, id, files, target)
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true })
  }
}

/** Writes into the file or folder `target`, from where the store takes what it keeps. */
async function writeTo(
  target: string,
  deps: QueryDeps,
  connection: DuckDBConnection,
  { id, select, tree, statement }: Query,
): Promise<Outcome> {
  const rename = (names: string[]) => resultNames(tree, names)
  if (statement.type === 'select') {
    const columns = await writeCsv(connection, select, target, rename)
    return publishCsv(deps, id, target, columns)
  }
  const { compression, target: to } = statement
  const files = await writeParquet(connection, select, target, { compression, rename })
  return publishParquet(deps, id, files, to)
}
