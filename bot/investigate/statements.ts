import { columnsOf, type ResultColumn } from '../../analyses/lib/analysis.ts'
import { readsClient, withBatchClients } from '../../analyses/lib/evidence/batch-clients.ts'
import { joinedEvents } from '../../analyses/lib/evidence/joined-events.ts'
import { onceEach } from '../../analyses/lib/evidence/once-each.ts'
import { type Judgement, valuesToJudge } from '../../analyses/lib/policy/judge.ts'
import { relations } from '../../analyses/lib/shared/relations.ts'
import { identifier, join, sql, type Sql } from '../../analyses/lib/sql/sql.ts'
import { signed } from '../aws/athena.ts'
import { analysisOf } from '../model/analysis-asked.ts'
import { baselineOf } from '../model/evidence-window.ts'
import { type Investigation } from '../model/investigation.ts'
import { type Run } from '../model/stored/run.ts'
import { sumOf } from '../model/stored/values.ts'
import { logsAsked } from '../model/logs-asked.ts'
import { spreadsheetSafe } from '../answer/spreadsheet.ts'
import type { WorkingDeps } from '../services/working-deps.ts'
import { contextOf } from './context.ts'
import { evidenceRows, evidenceWhere } from './evidence.ts'
import { newRun } from './stage.ts'
import { Invariant } from '../calls/failures.ts'

/** An analysis that judges must know the values before it can ask for the rows. */
export function firstRuns(investigation: Investigation, deps: WorkingDeps): Record<string, Run> {
  const { judges } = analysisOf(investigation)
  if (!judges) return runsFor(investigation, deps)
  const values = judges.values(investigation.request.parameters, contextOf(investigation, deps))
  return asked(investigation, { judged: valuesToJudge(values) }, deps)
}

/** The rows, their count, the aggregates and, with two logs, how many rows each log has. */
export function runsFor(
  investigation: Investigation,
  deps: WorkingDeps,
  judgement?: Judgement,
): Record<string, Run> {
  const analysis = analysisOf(investigation)
  const { rows, order, aggregates } = analysis.statements(
    investigation.request.parameters,
    contextOf(investigation, deps),
  )
  const statements: Record<string, Sql> = {
    rows: sql`SELECT ${join(columnsOf(analysis, investigation.request.parameters).map(csvColumn), ', ')}
FROM (${rows}) AS answer
ORDER BY ${order}`,
    count: sql`SELECT count(*) AS n FROM (${rows}) AS answer`,
    ...aggregates,
    ...(logsAsked(investigation).length > 1 && {
      joined: sql`SELECT source, count(*) AS n FROM events GROUP BY source`,
    }),
  }
  return asked(investigation, statements, deps, judgement)
}

/** Statements over the relations that the analysis asks for, ready to run. */
function asked(
  investigation: Investigation,
  statements: Record<string, Sql>,
  deps: WorkingDeps,
  judgement?: Judgement,
): Record<string, Run> {
  const { request } = investigation
  const { accountWide, everyLine } = analysisOf(investigation)
  const besides = {
    baseline: baselineOf(request),
    account: accountWide
      ? onceEach(evidenceOf(investigation, deps), 'account', { isRepeated: true, hasTrail: true })
      : undefined,
    lines: everyLine ? sql`SELECT * FROM ${evidenceOf(investigation, deps)}` : undefined,
    judgement,
  }
  return Object.fromEntries(
    Object.entries(statements).map(([name, statement]) => {
      const events = eventsOf(investigation, deps, readsClient(statement))
      const from = relations(events, request.window, besides)
      return [name, newRun(signed(`${from.text}\n${statement.text}`, investigation.id, name))]
    }),
  )
}

/** The events that the question is asked of: those of the logs it wants, of two logs each request once. */
function eventsOf(investigation: Investigation, deps: WorkingDeps, withClients: boolean): Sql {
  const events = eachOnce(investigation, deps)
  const [log, other] = logsAsked(investigation)
  if (other) return joinedEvents(events)
  return withClients && log === 'access-log'
    ? withBatchClients(events, evidenceOf(investigation, deps))
    : events
}

/** The events of each log, each once. Duplicates are dropped only where the coverage counted some: they are rare. */
const eachOnce = (investigation: Investigation, deps: WorkingDeps): Sql =>
  onceEach(evidenceOf(investigation, deps), 'event', {
    isRepeated: sumOf(investigation.evidence?.coverage, log => log.duplicates) > 0,
    hasTrail: logsAsked(investigation).includes('cloudtrail'),
  })

/** What follows FROM: the evidence that the question is asked of, with a condition. */
function evidenceOf(investigation: Investigation, deps: WorkingDeps): Sql {
  const { id, follows, evidence, request } = investigation
  if (!evidence) throw new Invariant('The query stage comes after the evidence')
  return evidenceWhere(evidenceRows(follows ?? id, evidence, logsAsked(investigation)), request, deps)
}

function csvColumn({ name, kind }: ResultColumn): Sql {
  const column = identifier(name)
  return kind === 'text' ? sql`${spreadsheetSafe(column)} AS ${column}` : column
}
