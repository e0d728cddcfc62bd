import { accessLogEvents } from '../../analyses/lib/access-log-events.ts'
import type { Row } from '../../analyses/lib/analysis.ts'
import { cloudTrailEvents } from '../../analyses/lib/cloudtrail-events.ts'
import { identifier, join, sql, type Sql } from '../../analyses/lib/sql.ts'
import { count, numberOf } from '../../analyses/lib/words.ts'
import { signed } from '../clients/athena.ts'
import type { Coverage, Investigation, Run, Source } from '../investigation/investigation.ts'
import { InvestigationProblem } from '../problem.ts'
import type { World } from '../world.ts'
import { advance, advanceAll, allDone, newRun, type Stage } from './stage.ts'

export type Evidence = NonNullable<Investigation['evidence']>

/** Damaged log objects that are stepped over, one after the other, before the window is given up. */
const EXCLUSIONS = 20

/**
 * Reads the raw logs once, into normalised Parquet, then describes what it holds: lines, events,
 * duplicates, and what was no record. Every later question is asked of this evidence.
 */
export const evidence: Stage = async (investigation, world) => {
  const before = investigation.evidence
  if (!before) return { ...investigation, evidence: begin(investigation, world) }
  const after = await (before.unload.done ? describe : unload)(investigation, before, world)
  return after === before ? investigation : { ...investigation, evidence: after }
}

function begin(investigation: Investigation, world: World): Evidence {
  return {
    startedAt: world.now().toISOString(),
    unload: unloadRun(investigation, 0, [], world),
    excluded: [],
  }
}

async function unload(investigation: Investigation, before: Evidence, world: World): Promise<Evidence> {
  try {
    const run = await advance(before.unload, investigation, 'evidence', world)
    if (run === before.unload) return before
    const repeated = run.attempt !== before.unload.attempt
    return {
      ...before,
      unload: repeated ? unloadRun(investigation, run.attempt, before.excluded, world) : run,
    }
  } catch (error) {
    // A gathered part holds many objects and is ours to get right; anyone else's damaged object is stepped over.
    const damaged = investigation.plan?.strategy === 'gather' ? undefined : damagedObject(error)
    if (!damaged || before.excluded.length >= EXCLUSIONS) throw error
    const excluded = [...before.excluded, damaged]
    return {
      ...before,
      excluded,
      unload: unloadRun(investigation, before.unload.attempt + 1, excluded, world),
    }
  }
}

/** Athena refuses an UNLOAD into a place that holds something, so each attempt has a place of its own. */
const partOf = (attempt: number): string => `all-${attempt}`

function unloadRun(
  investigation: Investigation,
  attempt: number,
  excluded: Evidence['excluded'],
  world: World,
): Run {
  const paths = excluded.map(({ path }) => path)
  return newRun(unloadStatement(investigation, partOf(attempt), paths, world.workspace), attempt)
}

/** Trino names the file it could not read: `HIVE_CURSOR_ERROR: Failed to read file at s3://…`. */
function damagedObject(error: unknown): { path: string; reason: string } | undefined {
  if (!(error instanceof InvestigationProblem) || error.code !== 'query-failed') return undefined
  const [, code, path] =
    /(HIVE_[A-Z_]+)[^\n]*?(s3:\/\/[^\n]+?)(?: \(offset=[^\n]*)?$/m.exec(error.detail.reason ?? '') ?? []
  return path && code ? { path, reason: `damaged, or no log: Athena cannot read it (${code})` } : undefined
}

function unloadStatement(
  investigation: Investigation,
  part: string,
  excluded: readonly string[],
  workspace: string,
): string {
  const { id, request, plan } = investigation
  const source = plan?.source
  if (!source) throw new Error('The evidence stage comes after the plan')
  const raw = { table: source.table, where: rawRows(source, excluded) }
  const events = (source.log === 'access-log' ? accessLogEvents : cloudTrailEvents)(
    raw,
    request.bucket,
    request.window,
  )
  const select = signed(events.text, id, 'evidence')
  return `UNLOAD (\n${select}\n)\nTO 's3://${workspace}/evidence/${id}/${part}/'\nWITH (format = 'PARQUET', compression = 'SNAPPY')`
}

/** Static predicates on the partition columns: without them Athena would list every log there ever was. */
function rawRows({ partitions, days }: Source, excluded: readonly string[]): Sql {
  const equal = Object.entries(partitions).map(([name, values]) => sql`${identifier(name)} IN ${values}`)
  const between = days ? [sql`"day" BETWEEN ${days.first} AND ${days.last}`] : []
  const except = excluded.length > 0 ? [sql`"$path" NOT IN ${excluded}`] : []
  return join([...equal, ...between, ...except], ' AND ')
}

/** Selects the rows of an investigation's evidence, from the attempt that succeeded. */
export const evidenceRows = (id: string, { unload }: Evidence): Sql =>
  sql`investigation = ${id} AND part = ${partOf(unload.attempt)}`

async function describe(investigation: Investigation, before: Evidence, world: World): Promise<Evidence> {
  const runs = before.describe
  if (!runs) return { ...before, describe: descriptions(investigation.id, before) }
  const next = await advanceAll(runs, investigation, world)
  if (next === runs) return before
  if (!allDone(next)) return { ...before, describe: next }
  const coverage = await coverageOf(next, world)
  const { length: excluded } = before.excluded
  // Silence would read as “nothing happened”.
  if (coverage.lines === 0 && excluded > 0 && excluded >= (investigation.copy?.objects ?? 0))
    throw new InvestigationProblem('nothing-readable', { objects: count(excluded) })
  return {
    ...before,
    describe: next,
    coverage,
    doneAt: world.now().toISOString(),
  }
}

function descriptions(id: string, evidence: Evidence): Record<string, Run> {
  const from = sql`FROM evidence WHERE ${evidenceRows(id, evidence)}`
  const statements = {
    coverage: sql`SELECT count(*) AS lines, count_if(kind = 'event') AS records, count_if(kind = 'outside') AS outside, count_if(kind = 'unparsed') AS unparsed,
  count(DISTINCT record_hash) AS events, min(event_time) AS first_event, max(event_time) AS last_event, count(DISTINCT date_trunc('hour', event_time)) AS hours
${from}`,
    samples: sql`SELECT DISTINCT unparsed_line ${from} AND kind = 'unparsed' ORDER BY unparsed_line LIMIT 3`,
  }
  return Object.fromEntries(
    Object.entries(statements).map(([name, { text }]) => [name, newRun(signed(text, id, name))]),
  )
}

async function coverageOf(runs: Record<string, Run>, { athena }: World): Promise<Coverage> {
  const rows = (name: string): Promise<Row[]> => athena.rows(runs[name]?.executionId ?? '', 3)
  const [[totals], samples] = await Promise.all([rows('coverage'), rows('samples')])
  const events = numberOf(totals, 'events')
  return {
    lines: numberOf(totals, 'lines'),
    events,
    duplicates: numberOf(totals, 'records') - events,
    outside: numberOf(totals, 'outside'),
    unparsed: numberOf(totals, 'unparsed'),
    samples: samples.map(row => row.unparsed_line ?? ''),
    firstEvent: totals?.first_event ?? null,
    lastEvent: totals?.last_event ?? null,
    hoursWithEvents: numberOf(totals, 'hours'),
  }
}
