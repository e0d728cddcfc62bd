import fs from 'node:fs'
import path from 'node:path'
import { accessLogEvents } from '../../analyses/lib/evidence/access-log-events.ts'
import { cloudTrailEvents } from '../../analyses/lib/evidence/cloudtrail-events.ts'
import { evidenceTable } from '../../analyses/lib/evidence/evidence.ts'
import { identifier, join, sql } from '../../analyses/lib/sql/sql.ts'
import {
  ACCESS_LOG_FIELDS,
  accessLogsCopied,
  addressLists,
  cloudTrail,
  type LogKind,
  type Table,
} from '../../analyses/lib/evidence/tables.ts'
import { startAthena } from '../../infra/local/athena/server.ts'
import { openStore } from '../../infra/local/s3/storage/store.ts'
import { queryAthena } from './query.ts'
import { BENCH_BUCKET, BENCH_DAY } from './lines.ts'

const WORKSPACE = 'workspace'
const now = (): Date => new Date('2026-11-22T00:00:00Z')
const TRAIL = cloudTrail({
  kind: 'cloudtrail',
  id: 'trail',
  bucket: WORKSPACE,
  prefix: '',
  layout: 'account',
  accounts: [],
  regions: [],
})

/** What the two raw tables need of a place: the table, the keys' prefix, the predicates that find it. */
const PLACES: Record<LogKind, { table: Table; prefix: string; where: ReturnType<typeof sql> }> = {
  'access-log': {
    table: accessLogsCopied(WORKSPACE),
    prefix: 'logs/i-1/',
    where: sql`investigation = 'i-1'`,
  },
  cloudtrail: {
    table: TRAIL,
    prefix: 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20/',
    where: sql`account = '111122223333' AND region = 'eu-west-1' AND "day" = '2026/11/20'`,
  },
}

interface Unloaded {
  rows: number
  /** Of the evidence. */
  bytes: number
  /** Of the UNLOAD alone. */
  seconds: number
  cpuSeconds: number
  /** What each analysis' rows then take, where they were asked for. */
  questions: { id: string; seconds: number; cpuSeconds: number }[]
}

/**
 * What an UNLOAD makes of a log: the evidence, or the fields of access logs just as they are logged, which is the
 * least that Parquet of them can cost here.
 */
export type Made = 'evidence' | 'as logged'

function selectOf(log: LogKind, made: Made): string {
  const { table, where } = PLACES[log]
  if (made === 'as logged')
    return sql`SELECT ${join(ACCESS_LOG_FIELDS.map(identifier), ', ')} FROM ${identifier(table.name)} WHERE ${where}`
      .text
  const events = log === 'access-log' ? accessLogEvents : cloudTrailEvents
  return events({ table: table.name, where }, BENCH_BUCKET, BENCH_DAY).text
}

/** Runs an UNLOAD over the files of `<directory>/logs` through an Athena of its own. */
export async function unloadEvidence(
  directory: string,
  log: LogKind,
  made: Made = 'evidence',
  questions: readonly [id: string, statement: string][] = [],
): Promise<Unloaded> {
  const taken = stopwatch()
  const own = fs.mkdtempSync(path.join(directory, 'run-'))
  const store = openStore(path.join(own, 's3'), { now })
  const { table, prefix } = PLACES[log]
  store.createBucket(WORKSPACE, { region: 'eu-west-1' })
  const logs = path.join(directory, 'logs')
  const entries = fs
    .readdirSync(logs)
    .map(name => ({ key: `${prefix}${name}`, path: path.join(logs, name), lastModified: now() }))
  store.mount(WORKSPACE, entries)
  const athena = await startAthena({
    store,
    tables: [table, evidenceTable(WORKSPACE), addressLists(WORKSPACE)],
    directory: path.join(own, 'athena'),
    workgroup: 's3audit',
    database: 's3audit',
    outputLocation: `s3://${WORKSPACE}/results/`,
    now,
    onStateChange: () => undefined,
  })
  await queryAthena(
    athena.url,
    `UNLOAD (\n${selectOf(log, made)}\n) TO 's3://${WORKSPACE}/evidence/i-1/all-0/' WITH (format = 'PARQUET', compression = 'SNAPPY')`,
  )
  const unloaded = taken()
  const files = store.list(WORKSPACE, { prefix: 'evidence/' })
  const [[rows] = []] = await queryAthena(
    athena.url,
    `SELECT count(*) FROM evidence WHERE investigation = 'i-1' AND part = 'all-0'`,
  )
  const answered: Unloaded['questions'] = []
  for (const [id, statement] of questions) {
    const asked = stopwatch()
    await queryAthena(athena.url, statement)
    answered.push({ id, ...asked() })
  }
  await athena.close()
  fs.rmSync(own, { recursive: true })
  return {
    rows: Number(rows),
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    ...unloaded,
    questions: answered,
  }
}

/** Started now; tells the seconds since then by the clock and of the processor. */
function stopwatch(): () => { seconds: number; cpuSeconds: number } {
  const [clock, cpu] = [performance.now(), process.cpuUsage()]
  return () => {
    const { user, system } = process.cpuUsage(cpu)
    return { seconds: (performance.now() - clock) / 1000, cpuSeconds: (user + system) / 1e6 }
  }
}
