import type * as z from 'zod'
import type { Reader } from './reader.ts'
import type { AnalysisSettings, analysisSettingsSchema } from './settings.ts'
import type { Sql } from './sql/sql.ts'
import type { LogKind } from './evidence/tables.ts'

/** The groups that people find the questions under. */
export const GROUPS = [
  'Deletions and lifecycle',
  'Access denied and errors',
  'Who accesses',
  'Network and latency',
  'Volume and cost',
  'Configuration changes',
  'Threats',
  'Data quality',
] as const

/** What a cell holds, and so how it is aligned and shown. Times are UTC, counts are whole numbers. */
export type CellKind = 'text' | 'number' | 'bytes' | 'time'

export interface ResultColumn {
  /** The column's name in the SELECT and in the CSV's header. */
  name: string
  title: string
  kind: CellKind
  /** Shown in the thread's table; all columns are in the CSV. */
  shown?: boolean
}

/** One row of an Athena result: text as `GetQueryResults` gives it, NULL as null. */
export type Row = Record<string, string | null>

/** What the statements of an analysis returned. */
export interface Results {
  /** The first rows of the answer, in its order. */
  rows: readonly Row[]
  /** How many rows the whole answer (the CSV) has. */
  rowCount: number
  /** The rows of each aggregate, by its name. */
  aggregates: Record<string, readonly Row[]>
}

/** Half-open, UTC, exact to the second. */
export interface Window {
  from: string
  to: string
}

/** What was brought in of one log before it became evidence. */
export interface LogReading {
  log: LogKind
  /** Read where it lies, streamed together into larger parts, or copied by S3 Batch Operations. */
  strategy: 'in-place' | 'gather' | 'batch-copy'
  /** Log objects of the window, as the listing found them, and their stored bytes. */
  found: number
  foundBytes: number
  /** Those that were brought in, or read in place. */
  objects: number
  bytes: number
  /** In an archive class, where nobody can read them. */
  archived: number
  /** Those that could not be read, and some of them by name. */
  skipped: number
  samples: readonly { key: string; reason: string }[]
}

/** How the logs were brought in, and what that took. */
export interface Reading {
  logs: readonly LogReading[]
  /** What Athena scanned to make the evidence and to describe it. */
  scannedBytes: number
  /** What the plan estimated, in US dollars. */
  dollars?: number | undefined
}

/** The question's frame: what is asked about, from which logs, and what the operator's settings say. */
export interface Context {
  bucket: string
  /** The Region of the bucket, where it is known. */
  region?: string | undefined
  /** The logs that `events` holds, one or both. */
  logs: readonly LogKind[]
  window: Window
  /** The time before the window that `baseline` holds; absent where the analysis looks at none. */
  baseline?: Window
  /** How the logs were brought in: of the investigation itself, or of the one that it follows. */
  reading: Reading
  settings: AnalysisSettings
  /** Whose clock stands beside UTC; UTC alone where nobody's is known. */
  reader: Pick<Reader, 'timeZone'>
}

/** What a figure's number counts. A share is a part of 1; money is in US dollars. */
export const UNITS = ['count', 'bytes', 'share', 'milliseconds', 'dollars', 'text'] as const
export type Unit = (typeof UNITS)[number]

/** The figures of an answer by their ids, in order: a label alone is that of a count. */
export type FigureList = Readonly<Record<string, string | readonly [label: string, unit: Unit]>>

/** One figure of an answer. The reply formats it; `null` is unknown, which is not zero. */
export interface Figure {
  id: string
  label: string
  value: number | string | null
  unit: Unit
}

/** Values of declared figures by their ids; one that makes no sense in this answer is `undefined`. */
export type FigureValues = Readonly<Record<string, number | string | null | undefined>>

/** Values over categories, at most 12 series of at most 20 points. */
export interface Chart {
  kind: 'bar' | 'line'
  title: string
  categories: readonly string[]
  /** What the categories are, where they do not say it themselves: `UTC` of times. */
  axis?: string | undefined
  series: readonly { name: string; values: readonly number[] }[]
}

/** How bad a finding is, and why it is so: only where something was found. */
export interface Severity {
  level: 'critical' | 'high' | 'medium' | 'low'
  /** A sentence: `Anyone on the internet could read the listing.` */
  why: string
}

/** What was found in a value that was judged. */
export interface Verdict {
  /** What it is, in a few words, the same for all of its kind: `policy open to anyone`. */
  finding: string
  level: Severity['level']
  /** What it means, in a sentence of at most 200 characters. */
  why: string
}

/**
 * What SQL cannot judge, such as the statements of a policy. `values` selects the different values, each is judged,
 * and then the statements find the verdicts in the relation `verdicts` (`value_id`, `finding`, `level`, `why`).
 */
export interface Judges<Parameters extends z.ZodObject = z.ZodObject> {
  /** Rows with a bigint `value_id`, each once, and what the judgement needs. */
  values(parameters: z.output<Parameters>, context: Context): Sql
  /** Pure. Without findings the value has no row in `verdicts`. */
  verdictsOn(value: Row, context: Context, parameters: z.output<Parameters>): readonly Verdict[]
}

/** A question to ask next, of the same bucket and window, filled in from what was found. */
export interface FollowUp {
  /** The id of an analysis or of a preset. */
  analysis: string
  /** As the analysis' schema takes them; what is left out has its default. */
  parameters: Record<string, string | number | boolean>
  /** On a button, at most 75 characters: `What else did role nightly-cleanup do?` */
  label: string
}

/** A question to ask next, with what it is asked besides the bucket and the window. */
export const followUp = (
  analysis: string,
  label: string,
  parameters: FollowUp['parameters'] = {},
): FollowUp => ({ analysis, parameters, label })

/** What the thread says: plain text throughout; whoever renders it escapes it. */
export interface Summary {
  headline: string
  severity?: Severity | undefined
  figures: readonly Figure[]
  /** At most two: Slack shows no more in a message. */
  charts?: readonly Chart[] | undefined
  /** What the reader must know to read the answer right: what this log cannot show, what was left out. */
  notes: readonly string[]
  /** At most three. */
  next?: readonly FollowUp[] | undefined
}

/**
 * Log lines in, and what the answer then says: the `examples` of `analyses/examples/<id>.ts`, which the
 * catalogue's test runs. Some find something, some lie just beside what is looked for; the lines are of
 * `sample-lines.ts`.
 */
export interface Example {
  /** A promise, to be read after the analysis' name: `takes no envelope of a batch for a deletion`. */
  title: string
  log: LogKind
  lines: readonly string[]
  /** Lines of the other log, where the example is about both, joined. */
  otherLines?: readonly string[]
  parameters?: Record<string, unknown>
  /** Asks the analysis by this preset of it. */
  preset?: string
  /** What the operator's settings say; what is left out has its default. */
  settings?: z.input<typeof analysisSettingsSchema>
  /** How the logs were brought in, where the answer tells. */
  reading?: Reading
  /** All rows of the answer in their order, with the columns the example is about; none where it finds nothing. */
  rows: readonly Record<string, string | null>[]
  /** A part of the headline. */
  headline: string
  /** The severity's level; `none` where the answer must have none. */
  severity?: Severity['level'] | 'none'
}

/** An analysis under another name, with other defaults: same SQL, same summary. */
export interface Preset {
  title: string
  answers: string
  words: readonly string[]
  /** Become the defaults of these parameters. */
  parameters: Record<string, string | number | boolean>
}

/**
 * A kind of question. Its id is its file's name. `statements` selects from `events`, the de-duplicated
 * evidence of the bucket and window, and from `baseline`, the same of the hours before it where
 * `baselineHours` asks for some; `summarise` is pure.
 */
export interface Analysis<Parameters extends z.ZodObject = z.ZodObject> {
  title: string
  /** The question it answers, as a person would ask it. */
  answers: string
  group: (typeof GROUPS)[number]
  /** What people also call it: words that find it. */
  words: readonly string[]
  /** The logs it can use, the preferred one first. */
  reads: readonly LogKind[]
  /** Why that one is preferred. */
  why: string
  /** What each log cannot show for this question. */
  blind: Partial<Record<LogKind, string>>
  /** Reads both logs where both are at hand: each request once, with what either log knows of it. */
  together?: boolean
  /** The same question with other defaults, by their ids. */
  presets?: Record<string, Preset>
  parameters: Parameters
  columns: readonly ResultColumn[] | ((parameters: z.output<Parameters>) => readonly ResultColumn[])
  /** How many of the first rows the thread shows, where it is not the usual ten; at most 20. */
  shownRows?: number
  /** What a condition can compare and the answer shows; known before anything is asked. */
  figures: FigureList | ((parameters: z.output<Parameters>) => FigureList)
  /** Also selects from `account_events` and `account_baseline`: what CloudTrail recorded of the account, bucket or none. */
  accountWide?: boolean
  /** Also selects from `lines`: every row of the evidence, also what was delivered twice, of elsewhere, or no record. */
  everyLine?: boolean
  judges?: Judges<Parameters>
  /** How many hours before the window `baseline` reaches. */
  baselineHours?(parameters: z.output<Parameters>, window: Window): number
  statements(
    parameters: z.output<Parameters>,
    context: Context,
  ): {
    /** One column for each of `columns`, by name. */
    rows: Sql
    /** An ORDER BY list over those columns. */
    order: Sql
    aggregates: Record<string, Sql>
  }
  summarise(results: Results, context: Context, parameters: z.output<Parameters>): Summary
}

/** What a condition leaves of a note or question that an answer has no use for: `refused > 0 && '…'`. */
export type Absent = false | null | undefined

const isPresent = <T>(one: T | Absent): one is T => one !== false && one !== null && one !== undefined

/** An analysis as it is declared. */
export type Declared<Parameters extends z.ZodObject> = Omit<Analysis<Parameters>, 'summarise'> & {
  summarise(
    results: Results,
    context: Context,
    parameters: z.output<Parameters>,
  ): Omit<Summary, 'figures' | 'charts' | 'notes' | 'next'> & {
    charts?: readonly (Chart | Absent)[]
    /** What is absent has nothing to say in this answer: `refused > 0 && '…'`. */
    notes: readonly (string | Absent)[]
    next?: readonly (FollowUp | Absent)[]
    /** Those that the aggregate `totals` does not have in a column of their id in snake case. */
    figures?: FigureValues
  }
}

/** Declares an analysis; its parameters' type is known inside it and forgotten outside. */
export const defineAnalysis = <Parameters extends z.ZodObject>(analysis: Declared<Parameters>): Analysis =>
  // The caller parses with `analysis.parameters` before it calls, so the forgotten type is the right one.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/no-unnecessary-type-assertion
  ({
    ...analysis,
    summarise(results: Results, context: Context, parameters: z.output<Parameters>): Summary {
      const summary = analysis.summarise(results, context, parameters)
      const { charts, next } = summary
      const drawn = charts?.filter(isPresent)
      return {
        ...summary,
        figures: figuresFrom(figuresOf(analysis, parameters), summary.figures ?? {}, results),
        // Charts that are all absent are none; the order of the parts stays that of the declaration.
        charts: charts && charts.length > 0 && drawn?.length === 0 ? undefined : drawn,
        notes: summary.notes.filter(isPresent),
        next: next?.filter(isPresent),
      }
    },
  }) as unknown as Analysis

function figuresFrom(
  declared: readonly Omit<Figure, 'value'>[],
  values: FigureValues,
  results: Results,
): Figure[] {
  const unknown = Object.keys(values).filter(id => declared.every(figure => figure.id !== id))
  if (unknown.length > 0) throw new Error(`These figures are not declared: ${unknown.join(', ')}`)
  return declared.flatMap(({ id, label, unit }) => {
    const value = Object.hasOwn(values, id) ? values[id] : totalOf(id, unit, results)
    return value === undefined ? [] : [{ id, label, value, unit }]
  })
}

/** A figure's column of `totals`. What nothing was counted of is 0; a sum or a time of which nothing is known is null. */
function totalOf(id: string, unit: Unit, { aggregates, rowCount }: Results): number | null {
  const column = id.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
  const [totals] = aggregates.totals ?? []
  if (totals && !Object.hasOwn(totals, column)) throw new Error(`The totals have no column ${column}`)
  const value = totals?.[column] ?? null
  if (value !== null) return Number(value)
  return unit === 'count' || (unit !== 'milliseconds' && rowCount === 0) ? 0 : null
}

/** The figures that an answer can have, without their values. */
export const figuresOf = <Parameters extends z.ZodObject>(
  { figures }: Pick<Analysis<Parameters>, 'figures'>,
  parameters: z.output<Parameters>,
): Omit<Figure, 'value'>[] =>
  Object.entries(typeof figures === 'function' ? figures(parameters) : figures).map(([id, words]) =>
    typeof words === 'string' ? { id, label: words, unit: 'count' } : { id, label: words[0], unit: words[1] },
  )

/** The columns of an answer, which may depend on what was asked for. */
export const columnsOf = (
  { columns }: Pick<Analysis, 'columns'>,
  parameters: Record<string, unknown>,
): readonly ResultColumn[] => (typeof columns === 'function' ? columns(parameters) : columns)
