import { accessLogEvents } from '../../analyses/lib/evidence/access-log-events.ts'
import { cloudTrailEvents } from '../../analyses/lib/evidence/cloudtrail-events.ts'
import { EVIDENCE_COLUMNS } from '../../analyses/lib/evidence/evidence.ts'
import { within } from '../../analyses/lib/evidence/normalise.ts'
import { identifier, join, sql, type Sql } from '../../analyses/lib/sql/sql.ts'
import type { LogKind } from '../../analyses/lib/evidence/tables.ts'
import { signed } from '../aws/athena.ts'
import { EVIDENCE_FORMAT } from '../model/evidence-format.ts'
import { evidenceWindow } from '../model/evidence-window.ts'
import { type Investigation } from '../model/investigation.ts'
import { excludedOf, type Evidence } from '../model/stored/evidence.ts'
import { type LogPlan, type Source } from '../model/stored/plan.ts'
import { type Run } from '../model/stored/run.ts'
import { InvestigationProblem } from '../model/problem.ts'
import type { Request, Window } from '../time/request.ts'
import type { WorkingDeps } from '../services/working-deps.ts'
import { describe } from './describe.ts'
import { rangesOf, type Range } from './source/ranges.ts'
import { advance, newRun, type Stage } from './stage.ts'
import { Invariant } from '../calls/failures.ts'

type Part = Evidence['parts'][string]

/** Damaged log objects that are stepped over, one after the other, before the window is given up. */
const EXCLUSIONS = 20

/**
 * Reads the raw logs once, into normalised Parquet, then describes what it holds: lines, events,
 * duplicates, and what was no record. Every later question is asked of this evidence. A large window is
 * read in parts, some at a time; a part that fails is repeated alone.
 */
export const evidence: Stage = async (investigation, deps) => {
  const before = investigation.evidence
  if (!before) return { ...investigation, evidence: begin(investigation, deps) }
  const written = Object.values(before.parts).every(({ unload }) => unload.done)
  const after = written
    ? await describe(investigation, before, heldBy(investigation, before, deps), deps)
    : await write(investigation, before, deps)
  return after === before ? investigation : { ...investigation, evidence: after }
}

const heldBy = ({ id, request }: Investigation, evidence: Evidence, deps: WorkingDeps): Sql =>
  evidenceWhere(evidenceRows(id, evidence), request, deps)

/** Selects the rows of an investigation's evidence, of some logs or of all: of each part the attempt that succeeded. */
export function evidenceRows(id: string, { parts }: Evidence, logs?: readonly LogKind[]): Sql {
  const places = Object.entries(parts)
    .filter(([, { log }]) => !logs || logs.includes(log))
    .map(([name, { unload }]) => placeOf(name, unload.attempt))
  return sql`investigation = ${id} AND part IN ${places}`
}

const ALWAYS = { from: '0001-01-01T00:00:00Z', to: '9999-12-31T00:00:00Z' }
const OTHERS = join(
  EVIDENCE_COLUMNS.filter(({ name }) => name !== 'kind').map(({ name }) => identifier(name)),
  ', ',
)

/**
 * What follows FROM to read some rows of the evidence: its records beyond the window that it was made for are
 * 'outside'. A condition may follow.
 */
export const evidenceWhere = (
  rows: Sql,
  request: Request,
  { settings }: Pick<WorkingDeps, 'settings'>,
): Sql =>
  settings.wholeObjects
    ? sql`(
  SELECT CASE WHEN kind IN ('event', 'account') AND NOT (${within(sql`event_time`, evidenceWindow(request))}) THEN 'outside' ELSE kind END AS kind, ${OTHERS}
  FROM evidence WHERE ${rows}
) AS evidence WHERE true`
    : sql`evidence WHERE ${rows}`

/** Athena refuses an UNLOAD into a place that holds something, so each attempt has a place of its own. */
const placeOf = (name: string, attempt: number): string => `${name}-${attempt}`

function begin(investigation: Investigation, deps: WorkingDeps): Evidence {
  const parts: Evidence['parts'] = {}
  const wanted = (investigation.plan?.logs ?? []).flatMap(log =>
    rangesFor(log, investigation, deps).map(range => ({ log: log.source.log, range })),
  )
  for (const [i, { log, range }] of wanted.entries())
    parts[i] = newPart(investigation, String(i), { log, range, excluded: [] }, 0, deps)
  return { startedAt: deps.now().toISOString(), format: EVIDENCE_FORMAT, parts }
}

function rangesFor({ source, bytes, strategy }: LogPlan, { id, request }: Investigation, deps: WorkingDeps) {
  const copies = strategy === 'batch-copy' ? `s3://${deps.workspace}/logs/${id}/` : undefined
  const held = { bytes, window: evidenceWindow(request), copies }
  return rangesOf(held, source, deps.settings.limits.queryBytes)
}

function newPart(
  investigation: Investigation,
  name: string,
  { log, range, excluded }: Pick<Part, 'log' | 'range' | 'excluded'>,
  attempt: number,
  { workspace, settings }: WorkingDeps,
): Part {
  const place = `s3://${workspace}/evidence/${investigation.id}/${placeOf(name, attempt)}/`
  const { source } = logPlanOf(investigation, log)
  const paths = excluded.map(({ path }) => path)
  const statement = unloadStatement(investigation, name, rawRows(source, range, paths), source, {
    place,
    window: settings.wholeObjects ? ALWAYS : evidenceWindow(investigation.request),
  })
  return { log, range, excluded, unload: newRun(statement, attempt) }
}

/** Takes every part that may run a step further. @returns the same object while all only run */
async function write(investigation: Investigation, before: Evidence, deps: WorkingDeps): Promise<Evidence> {
  const steps = startable(before, deps.settings.limits.activeQueries).map(
    async ([name, part]) => [name, await writePart(investigation, name, part, deps)] as const,
  )
  const parts = { ...before.parts, ...Object.fromEntries(await Promise.all(steps)) }
  const after = { ...before, parts }
  if (excludedOf(after).length > EXCLUSIONS)
    throw new InvestigationProblem('query-failed', { reason: 'too many log objects are damaged' })
  return Object.keys(parts).some(name => parts[name] !== before.parts[name]) ? after : before
}

/** The unfinished parts that may run side by side: an account has a limit of active queries for all its users. */
const startable = ({ parts }: Evidence, atOnce: number): [string, Part][] =>
  Object.entries(parts)
    .filter(([, { unload }]) => !unload.done)
    .slice(0, atOnce)

async function writePart(
  investigation: Investigation,
  name: string,
  before: Part,
  deps: WorkingDeps,
): Promise<Part> {
  try {
    const unload = await advance(before.unload, investigation, purposeOf(name), deps)
    if (unload === before.unload) return before
    const repeated = unload.attempt !== before.unload.attempt
    return repeated ? newPart(investigation, name, before, unload.attempt, deps) : { ...before, unload }
  } catch (error) {
    // A gathered part holds many objects and is ours to get right; anyone else's damaged object is stepped over.
    const { strategy } = logPlanOf(investigation, before.log)
    const damaged = strategy === 'gather' ? undefined : damagedObject(error)
    if (!damaged) throw error
    const excluded = [...before.excluded, damaged]
    return newPart(investigation, name, { ...before, excluded }, before.unload.attempt + 1, deps)
  }
}

const purposeOf = (name: string): string => `evidence-${name}`

/** Trino names the file it could not read: `HIVE_CURSOR_ERROR: Failed to read file at s3://…`. */
function damagedObject(error: unknown): { path: string; reason: string } | undefined {
  if (!(error instanceof InvestigationProblem) || error.code !== 'query-failed') return undefined
  const [, code, path] =
    /(HIVE_[A-Z_]+)[^\n]*?(s3:\/\/[^\n]+?)(?: \(offset=[^\n]*)?$/m.exec(error.detail.reason ?? '') ?? []
  return path && code ? { path, reason: `damaged, or no log: Athena cannot read it (${code})` } : undefined
}

function logPlanOf({ plan }: Investigation, log: LogKind): LogPlan {
  const found = plan?.logs?.find(({ source }) => source.log === log)
  if (!found) throw new Invariant('The evidence stage comes after the plan')
  return found
}

const EVENTS = { 'access-log': accessLogEvents, cloudtrail: cloudTrailEvents }

function unloadStatement(
  { id, request }: Investigation,
  name: string,
  where: Sql,
  { log, table }: Source,
  { place, window }: { place: string; window: Window },
): string {
  const events = EVENTS[log]({ table, where }, request.bucket, window)
  const select = signed(events.text, id, purposeOf(name))
  return `UNLOAD (\n${select}\n)\nTO '${place}'\nWITH (format = 'PARQUET', compression = 'SNAPPY')`
}

/** Static predicates on the partition columns: without them Athena would list every log there ever was. */
function rawRows({ partitions }: Source, { days, paths }: Range, excluded: readonly string[]): Sql {
  return join(
    [
      ...Object.entries(partitions).map(([name, values]) => sql`${identifier(name)} IN ${values}`),
      ...(days ? [sql`"day" BETWEEN ${days.first} AND ${days.last}`] : []),
      ...(paths?.from ? [sql`"$path" >= ${paths.from}`] : []),
      ...(paths?.to ? [sql`"$path" < ${paths.to}`] : []),
      ...(excluded.length > 0 ? [sql`"$path" NOT IN ${excluded}`] : []),
    ],
    ' AND ',
  )
}

/** The queries that write the evidence, by the purpose their tokens are made of. */
export const unloadsOf = ({ parts }: Evidence): [string, Run][] =>
  Object.entries(parts).map(([name, { unload }]) => [purposeOf(name), unload])
