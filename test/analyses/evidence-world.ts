import { accessLogEvents } from '../../analyses/lib/access-log-events.ts'
import { DateTime } from 'luxon'
import {
  columnsOf,
  type Analysis,
  type Context,
  type Example,
  type Row,
  type Summary,
  type Window,
} from '../../analyses/lib/analysis.ts'
import { cloudTrailEvents } from '../../analyses/lib/cloudtrail-events.ts'
import { EVIDENCE_COLUMNS } from '../../analyses/lib/evidence.ts'
import { relations } from '../../analyses/lib/relations.ts'
import { analysisSettingsSchema } from '../../analyses/lib/settings.ts'
import { EXAMPLE_BUCKET, EXAMPLE_WINDOW } from '../../analyses/lib/sample-lines.ts'
import { sql, type Sql } from '../../analyses/lib/sql.ts'
import type { LogKind } from '../../analyses/lib/tables.ts'
import { LOGS, openWorld, WORKSPACE } from '../infra/athena-world.ts'

/** An evidence row by its columns, as text. */
export type EvidenceRow = Record<string, string | null>

type Asked = Pick<Example, 'log' | 'lines' | 'parameters' | 'settings'>

/** What lines are read as: of which bucket and window. */
interface Frame {
  bucket: string
  window: { from: string; to: string }
}

const EXAMPLE: Frame = { bucket: EXAMPLE_BUCKET, window: EXAMPLE_WINDOW }

/** The embedded Athena with log lines in it, asked the shipped SQL directly. */
export async function openEvidenceWorld() {
  const world = await openWorld()
  let folders = 0

  /** Puts lines where the tables find them. @returns the SELECT that makes evidence of them */
  function evidenceOf(log: LogKind, lines: readonly string[], { bucket, window }: Frame = EXAMPLE): Sql {
    const id = String(++folders).padStart(12, '0')
    if (log === 'access-log') {
      world.put(WORKSPACE, `logs/${id}/part.log`, `${lines.join('\n')}\n`)
      const raw = { table: 'access_logs_copied', where: sql`investigation = ${id}` }
      return accessLogEvents(raw, bucket, window)
    }
    const folder = `AWSLogs/${id}/CloudTrail/eu-west-1/2026/11/20/`
    world.put(LOGS, `${folder}events.json`, `{"Records":[${lines.join(',')}]}`)
    const where = sql`account = ${id} AND region = 'eu-west-1' AND "day" = '2026/11/20'`
    return cloudTrailEvents({ table: 'cloudtrail_trail', where }, bucket, window)
  }

  const rowsOf = async (names: readonly string[], query: Sql): Promise<Row[]> =>
    (await world.rows(query.text)).map(row =>
      Object.fromEntries(names.map((name, i) => [name, row[i] ?? null])),
    )

  return {
    /** The evidence of log lines, one row for each line. */
    evidence: (log: LogKind, lines: readonly string[], frame?: Frame): Promise<EvidenceRow[]> =>
      rowsOf(
        EVIDENCE_COLUMNS.map(({ name }) => name),
        evidenceOf(log, lines, frame),
      ),
    /** What an expression over nothing yields. */
    async value(expression: Sql): Promise<string | null> {
      return (await world.rows(sql`SELECT ${expression} AS v`.text))[0]?.[0] ?? null
    },
    values: async (expressions: readonly Sql[]): Promise<(string | null)[]> =>
      (
        (await world.rows(`SELECT ${expressions.map(({ text }, i) => `${text} AS v${i}`).join(', ')}`))[0] ??
        []
      ).map(value => value ?? null),
    /** Asks an analysis of lines: its rows, with every declared column, in its order. */
    rows: (analysis: Analysis, asked: Asked) => rowsOf(...rowsQuery(analysis, asked)),
    /** The same with its summary. */
    async ask(analysis: Analysis, asked: Asked): Promise<{ rows: Row[]; summary: Summary }> {
      const { context, parameters, statements } = statementsOf(analysis, asked)
      const rows = await rowsOf(...rowsQuery(analysis, asked))
      const aggregates: Record<string, Row[]> = {}
      for (const [name, query] of Object.entries(statements.aggregates))
        aggregates[name] = await labelled(sql`${events(asked, context)} ${query}`)
      const results = { rows, rowCount: rows.length, aggregates }
      return { rows, summary: analysis.summarise(results, context, parameters) }
    },
    close: () => world.close(),
  }

  function events({ log, lines }: Asked, { window, baseline }: Context): Sql {
    const frame = { ...EXAMPLE, window: { from: baseline?.from ?? window.from, to: window.to } }
    const records = sql`SELECT * FROM (${evidenceOf(log, lines, frame)}) AS lines WHERE kind = 'event'`
    return relations(records, window, baseline)
  }

  function rowsQuery(analysis: Analysis, asked: Asked): [string[], Sql] {
    const { context, parameters, statements } = statementsOf(analysis, asked)
    const columns = columnsOf(analysis, parameters).map(({ name }) => name)
    const names = { text: columns.join(', ') }
    return [
      columns,
      sql`${events(asked, context)} SELECT ${names} FROM (${statements.rows}) AS answer ORDER BY ${statements.order}`,
    ]
  }

  /** Rows by the names in their header. */
  async function labelled(query: Sql): Promise<Row[]> {
    const [header = [], ...rows] = await world.table(query.text)
    return rows.map(row => Object.fromEntries(header.map((name, i) => [name ?? '', row[i] ?? null])))
  }
}

export type EvidenceWorld = Awaited<ReturnType<typeof openEvidenceWorld>>

function statementsOf(analysis: Analysis, { log, parameters = {}, settings = {} }: Asked) {
  const parsed = analysis.parameters.parse(parameters)
  const baseline = baselineOf(analysis, parsed)
  const context: Context = {
    ...EXAMPLE,
    region: 'eu-west-1',
    logs: [log],
    settings: analysisSettingsSchema.parse(settings),
    ...(baseline && { baseline }),
  }
  return { context, parameters: parsed, statements: analysis.statements(parsed, context) }
}

function baselineOf(analysis: Analysis, parameters: Record<string, unknown>): Window | undefined {
  const hours = analysis.baselineHours?.(parameters, EXAMPLE_WINDOW) ?? 0
  const from = DateTime.fromISO(EXAMPLE_WINDOW.from, { zone: 'utc' }).minus({ hours })
  return hours > 0
    ? { from: from.toISO({ suppressMilliseconds: true }) ?? '', to: EXAMPLE_WINDOW.from }
    : undefined
}
