import type { Results, Row } from '../../analyses/lib/analysis.ts'
import { numberOf } from '../../analyses/lib/words.ts'
import { analysisOf } from '../model/analysis-asked.ts'
import type { Investigation } from '../model/investigation.ts'
import type { Answer, Joined } from '../model/stored/query.ts'
import type { Run } from '../model/stored/run.ts'
import type { WorkingDeps } from '../services/working-deps.ts'
import { contextOf } from './context.ts'
import { judgementFrom } from './judgement.ts'

/** Rows kept for the thread's table; the CSV has all. */
const SHOWN_ROWS = 10

/** What the analysis says of its rows and aggregates, with the first rows for the thread. */
export async function answerFrom(
  investigation: Investigation,
  runs: Record<string, Run>,
  deps: WorkingDeps,
): Promise<Answer> {
  const shown = analysisOf(investigation).shownRows ?? SHOWN_ROWS
  const read = async (name: string) =>
    [name, await deps.athena.rows(runs[name]?.executionId ?? '', name === 'rows' ? shown : 999)] as const
  const {
    rows = [],
    count = [],
    judged: _,
    joined,
    ...aggregates
  } = Object.fromEntries(await Promise.all(Object.keys(runs).map(read)))
  const results: Results = { rows, rowCount: numberOf(count[0], 'n'), aggregates }
  const { parameters } = investigation.request
  const context = contextOf(investigation, deps)
  const analysis = analysisOf(investigation)
  const judgement = await judgementFrom(investigation, runs, deps)
  const summary = analysis.summarise(results, context, parameters)
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

/** How many rows each log has. */
function joinedFrom(rows: readonly Row[]): Joined {
  const of = (source: string) =>
    numberOf(
      rows.find(row => row.source === source),
      'n',
    )
  return { both: of('both'), accessLog: of('access-log'), cloudTrail: of('cloudtrail') }
}
