import fs from 'node:fs/promises'
import path from 'node:path'
import { accessLogEvents } from '../../analyses/lib/evidence/access-log-events.ts'
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
import type { ListedNetwork } from '../../analyses/lib/evidence/address-lists.ts'
import { cloudTrailEvents } from '../../analyses/lib/evidence/cloudtrail-events.ts'
import { EVIDENCE_COLUMNS } from '../../analyses/lib/evidence/evidence.ts'
import { withBatchClients } from '../../analyses/lib/evidence/batch-clients.ts'
import { joinedEvents } from '../../analyses/lib/evidence/joined-events.ts'
import { onceEach } from '../../analyses/lib/evidence/once-each.ts'
import { judge, valuesToJudge } from '../../analyses/lib/policy/judge.ts'
import { relations } from '../../analyses/lib/shared/relations.ts'
import { analysisSettingsSchema } from '../../analyses/lib/settings.ts'
import { EXAMPLE_BUCKET, EXAMPLE_WINDOW } from '../../analyses/lib/samples/sample-lines.ts'
import { join, sql, type Sql } from '../../analyses/lib/sql/sql.ts'
import type { LogKind } from '../../analyses/lib/evidence/tables.ts'
import { writeList } from '../../infra/lists/write.ts'
import { LOGS, openDeps, type Deps, WORKSPACE } from '../infra/athena/athena-deps.ts'

/** An evidence row by its columns, as text. */
export type EvidenceRow = Record<string, string | null>

type Asked = Pick<Example, 'log' | 'lines' | 'otherLines' | 'parameters' | 'settings' | 'reading'> & {
  /** Whether some records are there more than once, as the coverage would tell. */
  isRepeated?: boolean
  /** Where the lines are not those of examples. */
  frame?: Frame
}

const OTHER: Record<LogKind, LogKind> = { 'access-log': 'cloudtrail', cloudtrail: 'access-log' }

/** What lines are read as: of which bucket and window. */
interface Frame {
  bucket: string
  window: { from: string; to: string }
}

/** Lines of a log, and what they are read as. */
interface Read {
  log: LogKind
  lines: readonly string[]
  frame: Frame
}

const nameOf = ({ log, lines, frame }: Read): string => JSON.stringify([log, lines, frame])

/** The frame that lines are read in: with the time before the window, where the analysis compares with it. */
const framed = ({ bucket, window, baseline }: Pick<Context, 'bucket' | 'window' | 'baseline'>): Frame => ({
  bucket,
  window: { from: baseline?.from ?? window.from, to: window.to },
})

/** Reads of the same group share an UNLOAD. Rows of an event without a time name no object: they cannot be told apart. */
const groupOf = ({ log, lines, frame }: Read): string => {
  const isAlone = log === 'cloudtrail' && !lines.every(line => line.includes('"eventTime"'))
  return JSON.stringify([log, frame, isAlone ? lines : 'together'])
}

const EXAMPLE: Frame = { bucket: EXAMPLE_BUCKET, window: EXAMPLE_WINDOW }

/** What an operator could have supplied: addresses for documentation, as if they were in two countries. */
const COUNTRIES = [
  { network: '203.0.113.0/24', label: 'NL', name: 'Netherlands' },
  { network: '2001:db8::/32', label: 'SE', name: 'Sweden' },
]

async function supply(deps: Deps, list: string, networks: readonly ListedNetwork[]): Promise<void> {
  const directory = path.join(deps.directory, list)
  await writeList(directory, networks)
  deps.put(
    WORKSPACE,
    `lists/${list}/networks.parquet`,
    await fs.readFile(path.join(directory, 'networks.parquet')),
  )
}

/**
 * The embedded Athena with log lines in it, asked the shipped SQL directly.
 * @param lists of addresses that an operator supplied, besides the countries
 */
export async function openEvidenceDeps(lists: Record<string, readonly ListedNetwork[]> = {}) {
  // A few lines are work for one thread; each other one would make ready for as much.
  const deps = await openDeps({ threads: 1 })
  for (const [name, networks] of Object.entries({ country: COUNTRIES, ...lists }))
    await supply(deps, name, networks)
  let folders = 0
  /** The SELECT of the evidence of some lines, by what was read. */
  const written = new Map<string, Promise<Sql>>()

  /**
   * Puts lines where the tables find them: an object for each set of them, in one folder.
   * @returns the SELECT that makes evidence of them all, and the objects by which their rows are told apart
   */
  function evidenceOf(
    log: LogKind,
    sets: readonly (readonly string[])[],
    { bucket, window }: Frame = EXAMPLE,
  ) {
    const id = String(++folders).padStart(12, '0')
    if (log === 'access-log') {
      const objects = sets.map((lines, n) => {
        const key = `logs/${id}/part-${n}.log`
        deps.put(WORKSPACE, key, `${lines.join('\n')}\n`)
        return `s3://${WORKSPACE}/${key}`
      })
      const raw = { table: 'access_logs_copied', where: sql`investigation = ${id}` }
      return { objects, select: accessLogEvents(raw, bucket, window) }
    }
    const objects = sets.map((lines, n) => {
      const key = `AWSLogs/${id}/CloudTrail/eu-west-1/2026/11/20/events-${n}.json`
      deps.put(LOGS, key, `{"Records":[${lines.join(',')}]}`)
      return `s3://${LOGS}/${key}`
    })
    const where = sql`account = ${id} AND region = 'eu-west-1' AND "day" = '2026/11/20'`
    return { objects, select: cloudTrailEvents({ table: 'cloudtrail_trail', where }, bucket, window) }
  }

  /** What statements answered, header first: evidence is written once, so the same text has the same answer. */
  const answered = new Map<string, Promise<(string | undefined)[][]>>()
  const tableOf = ({ text }: Sql): Promise<(string | undefined)[][]> => {
    const table = answered.get(text) ?? deps.table(text)
    answered.set(text, table)
    return table
  }

  const rowsOf = async (names: readonly string[], query: Sql): Promise<Row[]> =>
    (await tableOf(query))
      .slice(1)
      .map(row => Object.fromEntries(names.map((name, i) => [name, row[i] ?? null])))

  return {
    /** The evidence of log lines, one row for each line. */
    evidence: (log: LogKind, lines: readonly string[], frame?: Frame): Promise<EvidenceRow[]> =>
      rowsOf(
        EVIDENCE_COLUMNS.map(({ name }) => name),
        evidenceOf(log, [lines], frame).select,
      ),
    /** The events of an access log, as the query stage selects them. */
    async events(lines: readonly string[]): Promise<EvidenceRow[]> {
      const names = EVIDENCE_COLUMNS.map(({ name }) => name)
      const records = await recordsOf({ log: 'access-log', lines }, EXAMPLE)
      return rowsOf(
        names,
        sql`SELECT ${{ text: names.map(name => `"${name}"`).join(', ') }} FROM (${records}) AS records`,
      )
    },
    /** The events of both logs, joined. */
    async joined(accessLog: readonly string[], cloudTrail: readonly string[]): Promise<EvidenceRow[]> {
      const records = await recordsOf(
        { log: 'access-log', lines: accessLog, otherLines: cloudTrail },
        EXAMPLE,
      )
      const names = EVIDENCE_COLUMNS.map(({ name }) => name)
      return rowsOf(
        names,
        sql`SELECT ${{ text: names.map(name => `"${name}"`).join(', ') }} FROM (${records}) AS joined`,
      )
    },
    /** Conditions over the events of lines, with the request's id: one row for each event. */
    async conditions(
      asked: Pick<Asked, 'log' | 'lines' | 'otherLines' | 'isRepeated'>,
      conditions: Readonly<Record<string, Sql>>,
    ): Promise<Row[]> {
      const from = relations(await recordsOf(asked, EXAMPLE), EXAMPLE.window)
      const names = Object.keys(conditions)
      const selected = names.map(name => sql`, ${conditions[name]!} AS ${{ text: `"${name}"` }}`)
      return rowsOf(
        ['request_id', ...names],
        sql`${from} SELECT request_id${join(selected, '')} FROM events WHERE NOT coalesce(request_id LIKE '%-besides', FALSE)`,
      )
    },
    /** What an expression over nothing yields. */
    async value(expression: Sql): Promise<string | null> {
      return (await deps.rows(sql`SELECT ${expression} AS v`.text))[0]?.[0] ?? null
    },
    values: async (expressions: readonly Sql[]): Promise<(string | null)[]> =>
      (
        (await deps.rows(`SELECT ${expressions.map(({ text }, i) => `${text} AS v${i}`).join(', ')}`))[0] ??
        []
      ).map(value => value ?? null),
    /** Writes the evidence of what will be asked, all at once: each question alone would cost an UNLOAD of its own. */
    prepare(all: readonly (readonly [Analysis, Asked])[]): void {
      writeTogether(
        all.flatMap(([analysis, asked]) => {
          const { log, lines, otherLines } = asked
          const frame = framed(contextOf(analysis, analysis.parameters.parse(asked.parameters ?? {}), asked))
          return [
            { log, lines, frame },
            ...(otherLines ? [{ log: OTHER[log], lines: otherLines, frame }] : []),
          ]
        }),
      )
    },
    /** Asks an analysis of lines: its rows, with every declared column, in its order. */
    async rows(analysis: Analysis, asked: Asked): Promise<Row[]> {
      const { columns, statements, from } = await statementsOf(analysis, asked)
      const names = { text: columns.join(', ') }
      const query = sql`${from} SELECT ${names} FROM (${statements.rows}) AS answer ORDER BY ${statements.order}`
      return rowsOf(columns, query)
    },
    /** The same with its summary. */
    async ask(analysis: Analysis, asked: Asked): Promise<{ rows: Row[]; summary: Summary }> {
      const rows = await this.rows(analysis, asked)
      const { context, parameters, statements, from } = await statementsOf(analysis, asked)
      const aggregates: Record<string, Row[]> = {}
      for (const [name, query] of Object.entries(statements.aggregates))
        aggregates[name] = await labelled(sql`${from} ${query}`)
      const shown = rows.slice(0, analysis.shownRows ?? 10)
      const results = { rows: shown, rowCount: rows.length, aggregates }
      return { rows, summary: analysis.summarise(results, context, parameters) }
    },
    close: () => deps.close(),
  }

  async function statementsOf(analysis: Analysis, asked: Asked) {
    const parameters = analysis.parameters.parse(asked.parameters ?? {})
    const context = contextOf(analysis, parameters, asked)
    const records = await recordsOf(asked, context)
    const besides = {
      baseline: context.baseline,
      account: analysis.accountWide ? await recordsOf(asked, context, 'account') : undefined,
      lines: analysis.everyLine ? await linesOf(asked, context) : undefined,
    }
    const values = analysis.judges?.values(parameters, context)
    const before = relations(records, context.window, besides)
    const judgement = values
      ? judge(analysis, await labelled(sql`${before} ${valuesToJudge(values)}`), context, parameters)
      : undefined
    return {
      context,
      parameters,
      columns: columnsOf(analysis, parameters).map(({ name }) => name),
      statements: analysis.statements(parameters, context),
      from: relations(records, context.window, { ...besides, judgement }),
    }
  }

  /** The events of lines as the query stage selects them: from evidence that was written once. */
  async function recordsOf(
    asked: Asked,
    context: Pick<Context, 'bucket' | 'window' | 'baseline'>,
    kind: 'event' | 'account' = 'event',
  ): Promise<Sql> {
    const rows = sql`(${await linesOf(asked, context)}) AS written WHERE TRUE`
    const hasTrail = asked.log === 'cloudtrail' || asked.otherLines !== undefined
    const records = onceEach(rows, kind, { isRepeated: asked.isRepeated ?? false, hasTrail })
    if (kind !== 'event') return records
    if (asked.otherLines) return joinedEvents(records)
    return asked.log === 'access-log' ? withBatchClients(records, rows) : records
  }

  /** All rows of the evidence, of one log or of both. */
  async function linesOf(
    { log, lines, otherLines }: Asked,
    context: Pick<Context, 'bucket' | 'window' | 'baseline'>,
  ): Promise<Sql> {
    const frame = framed(context)
    const own = await writtenLines(log, lines, frame)
    return otherLines ? sql`${own} UNION ALL ${await writtenLines(OTHER[log], otherLines, frame)}` : own
  }

  function writtenLines(log: LogKind, lines: readonly string[], frame: Frame): Promise<Sql> {
    writeTogether([{ log, lines, frame }])
    return written.get(nameOf({ log, lines, frame }))!
  }

  /** Writes the evidence of lines that have none yet: one UNLOAD for all that are read alike. */
  function writeTogether(all: readonly Read[]): void {
    const missing = new Map(all.map(one => [nameOf(one), one]))
    for (const name of written.keys()) missing.delete(name)
    for (const alike of Map.groupBy(missing.values(), groupOf).values()) {
      const { log, frame } = alike[0]!
      const { select, objects } = evidenceOf(
        log,
        alike.map(({ lines }) => lines),
        frame,
      )
      const id = `e${folders}`
      const unloaded = deps.rows(
        `UNLOAD (${select.text}) TO 's3://${WORKSPACE}/evidence/${id}/0/' WITH (format = 'PARQUET')`,
      )
      for (const [n, one] of alike.entries()) {
        const own = sql`SELECT * FROM evidence WHERE investigation = ${id} AND part = '0'${
          alike.length > 1 ? sql` AND log_object = ${objects[n] ?? ''}` : sql``
        }`
        written.set(
          nameOf(one),
          unloaded.then(() => own),
        )
      }
    }
  }

  /** Rows by the names in their header. */
  async function labelled(query: Sql): Promise<Row[]> {
    const [header = [], ...rows] = await tableOf(query)
    return rows.map(row => Object.fromEntries(header.map((name, i) => [name ?? '', row[i] ?? null])))
  }
}

export type EvidenceDeps = Awaited<ReturnType<typeof openEvidenceDeps>>

function contextOf(
  analysis: Analysis,
  parameters: Record<string, unknown>,
  { log, otherLines, settings = {}, reading = { logs: [], scannedBytes: 0 }, frame = EXAMPLE }: Asked,
): Context {
  const baseline = baselineOf(analysis, parameters, frame.window)
  return {
    ...frame,
    region: 'eu-west-1',
    reader: {},
    logs: otherLines ? [log, OTHER[log]] : [log],
    settings: analysisSettingsSchema.parse(settings),
    reading,
    ...(baseline && { baseline }),
  }
}

function baselineOf(
  analysis: Analysis,
  parameters: Record<string, unknown>,
  window: Window,
): Window | undefined {
  const hours = analysis.baselineHours?.(parameters, window) ?? 0
  const from = DateTime.fromISO(window.from, { zone: 'utc' }).minus({ hours })
  return hours > 0 ? { from: from.toISO({ suppressMilliseconds: true }) ?? '', to: window.from } : undefined
}
