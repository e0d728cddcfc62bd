import {
  columnsOf,
  type Analysis,
  type Context,
  type ResultColumn,
  type Row,
  type Results,
} from '../../analyses/lib/analysis.ts'
import { analysisNamed } from '../../analyses/lib/named.ts'
import { EVIDENCE_COLUMNS } from '../../analyses/lib/evidence.ts'
import { joinedEvents } from '../../analyses/lib/joined-events.ts'
import { identifier, join, sql, type Sql } from '../../analyses/lib/sql.ts'
import { judge, type Judgement, valuesToJudge } from '../../analyses/lib/judge.ts'
import { relations } from '../../analyses/lib/relations.ts'
import { writtenFor } from '../../analyses/lib/reader.ts'
import { numberOf } from '../../analyses/lib/words.ts'
import { signed } from '../clients/athena.ts'
import { baselineOf } from '../investigation/evidence-window.ts'
import {
  sumOf,
  type Answer,
  type Investigation,
  type Joined,
  type Run,
} from '../investigation/investigation.ts'
import { logsAsked } from '../investigation/logs-asked.ts'
import { readingOf } from '../investigation/reading.ts'
import { spreadsheetSafe } from '../reply/spreadsheet.ts'
import type { WorkingWorld } from '../working-world.ts'
import { evidenceRows } from './evidence.ts'
import { advanceAll, allDone, newRun, type Stage } from './stage.ts'

/** Rows kept for the thread's table; the CSV has all. */
const SHOWN_ROWS = 10

/** Asks the analysis' statements of the evidence, all at once: the rows (the CSV) and the aggregates. */
export const query: Stage = async (investigation, world) => {
  const before = investigation.query
  if (!before)
    return {
      ...investigation,
      query: { startedAt: world.now().toISOString(), runs: firstRuns(investigation, world) },
    }
  const runs = await advanceAll(before.runs, investigation, world)
  if (runs === before.runs) return investigation
  if (!allDone(runs)) return { ...investigation, query: { ...before, runs } }
  if (!runs.rows) {
    const judgement = await judgementFrom(investigation, runs, world)
    const all = { ...runs, ...runsFor(investigation, world, judgement) }
    return { ...investigation, query: { ...before, runs: all } }
  }
  const answer = await answerFrom(investigation, runs, world)
  return { ...investigation, query: { ...before, runs, answer, doneAt: world.now().toISOString() } }
}

/** The analysis a stored investigation asks. */
export const analysisOf = ({ request }: Pick<Investigation, 'request'>): Analysis =>
  analysisNamed(request.analysis)

export function contextOf(
  investigation: Investigation,
  { settings, account }: Pick<WorkingWorld, 'settings' | 'account'>,
): Context {
  const { request } = investigation
  const before = baselineOf(request)
  return {
    bucket: request.bucket,
    region: investigation.plan?.region,
    window: request.window,
    logs: logsAsked(investigation),
    settings: {
      ...settings.analysis,
      ownAccounts: [...new Set([account, ...settings.analysis.ownAccounts])],
    },
    reading: readingOf(investigation),
    ...(before && { baseline: before }),
  }
}

/** An analysis that judges must know the values before it can ask for the rows. */
function firstRuns(investigation: Investigation, world: WorkingWorld): Record<string, Run> {
  const { judges } = analysisOf(investigation)
  if (!judges) return runsFor(investigation, world)
  const values = judges.values(investigation.request.parameters, contextOf(investigation, world))
  return asked(investigation, { judged: valuesToJudge(values) })
}

async function judgementFrom(
  investigation: Investigation,
  { judged }: Record<string, Run>,
  world: WorkingWorld,
): Promise<Judgement | undefined> {
  const analysis = analysisOf(investigation)
  if (!analysis.judges) return undefined
  const values = await world.athena.rows(judged?.executionId ?? '', 999)
  return judge(analysis, values, contextOf(investigation, world), investigation.request.parameters)
}

function runsFor(
  investigation: Investigation,
  world: WorkingWorld,
  judgement?: Judgement,
): Record<string, Run> {
  const analysis = analysisOf(investigation)
  const { rows, order, aggregates } = analysis.statements(
    investigation.request.parameters,
    contextOf(investigation, world),
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
  return asked(investigation, statements, judgement)
}

/** Statements over the relations that the analysis asks for, ready to run. */
function asked(
  investigation: Investigation,
  statements: Record<string, Sql>,
  judgement?: Judgement,
): Record<string, Run> {
  const { request } = investigation
  const { accountWide, everyLine } = analysisOf(investigation)
  const from = relations(eventsOf(investigation), request.window, {
    baseline: baselineOf(request),
    account: accountWide ? onceEach(evidenceOf(investigation), 'account') : undefined,
    lines: everyLine ? sql`SELECT * FROM evidence WHERE ${evidenceOf(investigation)}` : undefined,
    judgement,
  })
  return Object.fromEntries(
    Object.entries(statements).map(([name, { text }]) => [
      name,
      newRun(signed(`${from.text}\n${text}`, investigation.id, name)),
    ]),
  )
}

/** The events that the question is asked of: those of the logs it wants, of two logs each request once. */
function eventsOf(investigation: Investigation): Sql {
  const events = eachOnce(investigation)
  return logsAsked(investigation).length > 1 ? joinedEvents(events) : events
}

/** Fields that the marker of a record leaves out: where they differ, the same one is kept every time. */
const REPEATABLE = sql`event_time, request_uri, referrer, user_agent, host_id, log_object`

/**
 * The events of each log, each once. Duplicates are dropped only where the coverage counted some: that costs,
 * and they are rare.
 */
const eachOnce = (investigation: Investigation): Sql =>
  sumOf(investigation.evidence?.coverage, log => log.duplicates) === 0
    ? sql`SELECT * FROM evidence WHERE ${evidenceOf(investigation)} AND kind = 'event'`
    : onceEach(evidenceOf(investigation), 'event')

function evidenceOf(investigation: Investigation): Sql {
  const { id, follows, evidence } = investigation
  if (!evidence) throw new Error('The query stage comes after the evidence')
  return evidenceRows(follows ?? id, evidence, logsAsked(investigation))
}

function onceEach(rows: Sql, kind: 'event' | 'account'): Sql {
  const columns = join(
    EVIDENCE_COLUMNS.map(({ name }) => identifier(name)),
    ', ',
  )
  return sql`SELECT ${columns} FROM (
  SELECT *, row_number() OVER (PARTITION BY source, record_hash ORDER BY ${REPEATABLE}) AS delivery FROM evidence WHERE ${rows} AND kind = ${kind}
) AS delivered WHERE delivery = 1`
}

/** How many rows which log told of. */
function joinedFrom(rows: readonly Row[]): Joined {
  const of = (source: string) =>
    numberOf(
      rows.find(row => row.source === source),
      'n',
    )
  return { both: of('both'), accessLog: of('access-log'), cloudTrail: of('cloudtrail') }
}

function csvColumn({ name, kind }: ResultColumn): Sql {
  const column = identifier(name)
  return kind === 'text' ? sql`${spreadsheetSafe(column)} AS ${column}` : column
}

async function answerFrom(
  investigation: Investigation,
  runs: Record<string, Run>,
  world: WorkingWorld,
): Promise<Answer> {
  const shown = analysisOf(investigation).shownRows ?? SHOWN_ROWS
  const read = async (name: string) =>
    [name, await world.athena.rows(runs[name]?.executionId ?? '', name === 'rows' ? shown : 999)] as const
  const {
    rows = [],
    count = [],
    judged: _,
    joined,
    ...aggregates
  } = Object.fromEntries(await Promise.all(Object.keys(runs).map(read)))
  const results: Results = { rows, rowCount: numberOf(count[0], 'n'), aggregates }
  const { parameters } = investigation.request
  const context = contextOf(investigation, world)
  const analysis = analysisOf(investigation)
  const judgement = await judgementFrom(investigation, runs, world)
  const { asker } = investigation.request
  const summary = writtenFor(asker, () => analysis.summarise(results, context, parameters))
  // What one log cannot show the other can, where both were read.
  const blind = context.logs.length === 1 ? context.logs.flatMap(log => analysis.blind[log] ?? []) : []
  return {
    headline: summary.headline,
    figures: [...summary.figures],
    notes: [...summary.notes, ...(judgement?.notes ?? []), ...blind],
    rowCount: results.rowCount,
    rows: [...rows],
    charts: (summary.charts ?? []).map(chart => ({
      ...chart,
      categories: [...chart.categories],
      series: chart.series.map(one => ({ ...one, values: [...one.values] })),
    })),
    ...(joined && { joined: joinedFrom(joined) }),
    ...(summary.severity && { severity: summary.severity }),
    next: (summary.next ?? []).map(one => ({ ...one, parameters: { ...one.parameters } })),
  }
}
