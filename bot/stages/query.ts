import type { Analysis, Context, Results } from '../../analyses/lib/analysis.ts'
import { analysisNamed } from '../../analyses/lib/named.ts'
import { EVIDENCE_COLUMNS } from '../../analyses/lib/evidence.ts'
import { identifier, join, sql, type Sql } from '../../analyses/lib/sql.ts'
import { numberOf } from '../../analyses/lib/words.ts'
import { signed } from '../clients/athena.ts'
import type { Answer, Investigation, Run } from '../investigation/investigation.ts'
import { spreadsheetSafe } from '../reply/spreadsheet.ts'
import type { World } from '../world.ts'
import { evidenceRows } from './evidence.ts'
import { advanceAll, allDone, newRun, type Stage } from './stage.ts'

/** Rows kept for the thread's table; the CSV has all. */
const SHOWN_ROWS = 10

/** Asks the analysis' statements of the evidence, all at once: the rows (the CSV) and the aggregates. */
export const query: Stage = async (investigation, world) => {
  const before = investigation.query
  if (!before)
    return { ...investigation, query: { startedAt: world.now().toISOString(), runs: runsFor(investigation) } }
  const runs = await advanceAll(before.runs, investigation, world)
  if (runs === before.runs) return investigation
  if (!allDone(runs)) return { ...investigation, query: { ...before, runs } }
  const answer = await answerFrom(investigation, runs, world)
  return { ...investigation, query: { ...before, runs, answer, doneAt: world.now().toISOString() } }
}

/** The analysis a stored investigation asks. */
export const analysisOf = ({ request }: Pick<Investigation, 'request'>): Analysis =>
  analysisNamed(request.analysis)

export const contextOf = ({ request, plan }: Investigation): Context => ({
  bucket: request.bucket,
  window: request.window,
  log: plan?.source?.log ?? 'access-log',
})

function runsFor(investigation: Investigation): Record<string, Run> {
  const analysis = analysisOf(investigation)
  const { rows, order, aggregates } = analysis.statements(
    investigation.request.parameters,
    contextOf(investigation),
  )
  const statements: Record<string, Sql> = {
    rows: sql`SELECT ${join(analysis.columns.map(csvColumn), ', ')}
FROM (${rows}) AS answer
ORDER BY ${order}`,
    count: sql`SELECT count(*) AS n FROM (${rows}) AS answer`,
    ...aggregates,
  }
  const events = eventsOf(investigation)
  return Object.fromEntries(
    Object.entries(statements).map(([name, { text }]) => [
      name,
      newRun(signed(`WITH events AS (\n${events.text}\n)\n${text}`, investigation.id, name)),
    ]),
  )
}

/**
 * The events of the evidence, each once. Duplicates are dropped only where the coverage counted some: that
 * costs, and they are rare.
 */
function eventsOf({ id, evidence }: Investigation): Sql {
  if (!evidence) throw new Error('The query stage comes after the evidence')
  const rows = sql`${evidenceRows(id, evidence)} AND kind = 'event'`
  if (evidence.coverage?.duplicates === 0) return sql`SELECT * FROM evidence WHERE ${rows}`
  const columns = join(
    EVIDENCE_COLUMNS.map(({ name }) => identifier(name)),
    ', ',
  )
  return sql`SELECT ${columns} FROM (
  SELECT *, row_number() OVER (PARTITION BY record_hash) AS delivery FROM evidence WHERE ${rows}
) AS delivered WHERE delivery = 1`
}

function csvColumn({ name, kind }: Analysis['columns'][number]): Sql {
  const column = identifier(name)
  return kind === 'text' ? sql`${spreadsheetSafe(column)} AS ${column}` : column
}

async function answerFrom(
  investigation: Investigation,
  runs: Record<string, Run>,
  world: World,
): Promise<Answer> {
  const read = async (name: string) =>
    [
      name,
      await world.athena.rows(runs[name]?.executionId ?? '', name === 'rows' ? SHOWN_ROWS : 999),
    ] as const
  const {
    rows = [],
    count = [],
    ...aggregates
  } = Object.fromEntries(await Promise.all(Object.keys(runs).map(read)))
  const results: Results = { rows, rowCount: numberOf(count[0], 'n'), aggregates }
  const { parameters } = investigation.request
  const context = contextOf(investigation)
  const { chart, ...summary } = analysisOf(investigation).summarise(results, context, parameters)
  const blind = analysisOf(investigation).blind[context.log]
  return {
    headline: summary.headline,
    figures: [...summary.figures],
    notes: [...summary.notes, ...(blind ? [blind] : [])],
    rowCount: results.rowCount,
    rows: [...rows],
    ...(chart && {
      chart: {
        ...chart,
        categories: [...chart.categories],
        series: chart.series.map(one => ({ ...one, values: [...one.values] })),
      },
    }),
  }
}
