import type { Row } from '../../analyses/lib/analysis.ts'
import { sql, type Sql } from '../../analyses/lib/sql/sql.ts'
import type { LogKind } from '../../analyses/lib/evidence/tables.ts'
import { timestamp } from '../../analyses/lib/evidence/normalise.ts'
import { count, numberOf } from '../../analyses/lib/words.ts'
import { signed } from '../aws/athena.ts'
import { evidenceWindow } from '../model/evidence-window.ts'
import { type Investigation } from '../model/investigation.ts'
import { type Coverage } from '../model/stored/coverage.ts'
import { excludedOf, type Evidence } from '../model/stored/evidence.ts'
import { type LogPlan } from '../model/stored/plan.ts'
import { type Run } from '../model/stored/run.ts'
import { sumOf } from '../model/stored/values.ts'
import { InvestigationProblem } from '../model/problem.ts'
import type { WorkingDeps } from '../services/working-deps.ts'
import { recentSince } from '../model/known.ts'
import { gapsFrom, gapsStatement } from './gaps.ts'
import { lagFrom, lagStatement } from '../model/lag.ts'
import { advanceAll, allDone, newRun } from './stage.ts'

/** Counts what the evidence holds, once it is written: what every report says that it rests on. */
export async function describe(
  investigation: Investigation,
  before: Evidence,
  /** What follows FROM: the evidence, with a condition. */
  rows: Sql,
  deps: WorkingDeps,
): Promise<Evidence> {
  const runs = before.describe
  if (!runs) return { ...before, describe: descriptions(investigation, rows) }
  const next = await advanceAll(runs, investigation, deps)
  if (next === runs) return before
  if (!allDone(next)) return { ...before, describe: next }
  const coverage = await coverageOf(investigation, next, deps)
  refuseUnreadable(investigation, before, coverage)
  return { ...before, describe: next, coverage, doneAt: deps.now().toISOString() }
}

/** Silence would read as “nothing happened”. */
function refuseUnreadable({ copy }: Investigation, evidence: Evidence, coverage: readonly Coverage[]): void {
  const { length: excluded } = excludedOf(evidence)
  const lines = sumOf(coverage, log => log.lines)
  if (lines === 0 && excluded > 0 && excluded >= sumOf(copy?.logs, log => log.objects))
    throw new InvestigationProblem('nothing-readable', { objects: count(excluded) })
}

/** How many unparsable lines of each log are shown. */
const SAMPLES = 3

function descriptions({ id, plan, request }: Investigation, rows: Sql): Record<string, Run> {
  const from = sql`FROM ${rows}`
  const events = sql`${from} AND kind = 'event'`
  const since = recentSince({ plan }) ?? request.window.to
  const recentHours = sql`array_join(array_agg(DISTINCT CAST(date_trunc('hour', event_time) AS varchar)) FILTER (WHERE kind = 'event' AND event_time >= ${timestamp(since)}), ',')`
  const statements = {
    coverage: sql`SELECT source, count(*) AS lines, count_if(kind = 'event') AS records, count_if(kind IN ('outside', 'account')) AS outside, count_if(kind = 'unparsed') AS unparsed,
  count(DISTINCT CASE WHEN kind = 'event' THEN record_hash END) AS events, min(CASE WHEN kind = 'event' THEN event_time END) AS first_event,
  max(CASE WHEN kind = 'event' THEN event_time END) AS last_event, count(DISTINCT CASE WHEN kind = 'event' THEN date_trunc('hour', event_time) END) AS hours,
  ${recentHours} AS recent_hours
${from}
GROUP BY source`,
    samples: sql`SELECT source, unparsed_line FROM (
  SELECT source, unparsed_line, row_number() OVER (PARTITION BY source ORDER BY unparsed_line) AS place
  ${from} AND kind = 'unparsed'
  GROUP BY source, unparsed_line
) AS placed
WHERE place <= ${SAMPLES}
ORDER BY source, place`,
    gaps: gapsStatement(events),
    ...(plan?.logs?.some(isMeasuredByPath) && { lag: lagStatement(events) }),
  }
  return Object.fromEntries(
    Object.entries(statements).map(([name, { text }]) => [name, newRun(signed(text, id, name))]),
  )
}

/** Gathered objects were measured on the way: their paths are gone. */
const isMeasuredByPath = ({ source, strategy }: LogPlan): boolean => source.stamped && strategy !== 'gather'

const isOf = (log: LogKind) => (row: Row) => row.source === log

/** The coverage of each log, in the plan's order; one that held nothing has no row, and counts as zero. */
async function coverageOf(
  { request, plan, copy }: Investigation,
  runs: Record<string, Run>,
  { athena }: WorkingDeps,
): Promise<Coverage[]> {
  const read = async (name: string): Promise<Row[]> => {
    const { executionId } = runs[name] ?? {}
    return executionId ? athena.rows(executionId, MOST_ROWS) : []
  }
  const [totals, samples, gaps, lags] = await Promise.all(['coverage', 'samples', 'gaps', 'lag'].map(read))
  return (plan?.logs ?? []).map((log, i) => {
    const { log: name } = log.source
    const counts = countsFrom(name, totals?.find(isOf(name)))
    const measured = isMeasuredByPath(log) ? lags?.filter(isOf(name)).map(lagFrom)[0] : copy?.logs[i]?.lag
    return {
      ...counts,
      samples: (samples ?? []).filter(isOf(name)).map(row => row.unparsed_line ?? ''),
      gaps: gapsFrom((gaps ?? []).filter(isOf(name)), counts, evidenceWindow(request)),
      ...(measured && { lag: measured }),
    }
  })
}

/** A few of each log. */
const MOST_ROWS = 10

/** `2026-11-20T07` of each hour in the list. */
const hoursNamed = (list: string | null | undefined): string[] =>
  (list ?? '')
    .split(',')
    .filter(hour => hour !== '')
    .map(hour => hour.slice(0, 13).replace(' ', 'T'))
    .toSorted()

function countsFrom(log: LogKind, totals: Row | undefined) {
  const events = numberOf(totals, 'events')
  return {
    log,
    lines: numberOf(totals, 'lines'),
    events,
    duplicates: numberOf(totals, 'records') - events,
    outside: numberOf(totals, 'outside'),
    unparsed: numberOf(totals, 'unparsed'),
    firstEvent: totals?.first_event ?? null,
    lastEvent: totals?.last_event ?? null,
    hoursWithEvents: numberOf(totals, 'hours'),
    recentHours: hoursNamed(totals?.recent_hours),
  }
}
