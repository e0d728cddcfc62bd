import type { z } from 'zod'
import type { Sql } from './sql.ts'
import type { LogKind } from './tables.ts'

/** The groups that people find the questions under. */
export const GROUPS = [
  'Deletions and lifecycle',
  'Access denied and errors',
  'Who accesses',
  'Configuration changes',
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

/** The question's frame, as the summary needs it. */
export interface Context {
  bucket: string
  log: LogKind
  window: { from: string; to: string }
}

export interface Figure {
  label: string
  value: string
}

/** Values over categories, at most 12 series of at most 20 points. */
export interface Chart {
  kind: 'bar' | 'line'
  title: string
  categories: readonly string[]
  series: readonly { name: string; values: readonly number[] }[]
}

/** What the thread says: plain text throughout; whoever renders it escapes it. */
export interface Summary {
  headline: string
  figures: readonly Figure[]
  chart?: Chart
  /** What the reader must know to read the answer right: what this log cannot show, what was left out. */
  notes: readonly string[]
}

/**
 * Log lines in, and what the answer then says: each analysis exports `examples`, which the catalogue's test
 * runs. Some find something, some lie just beside what is looked for; the lines are of `sample-lines.ts`.
 */
export interface Example {
  /** A promise, to be read after the analysis' name: `takes no envelope of a batch for a deletion`. */
  title: string
  log: LogKind
  lines: readonly string[]
  parameters?: Record<string, unknown>
  /** All rows of the answer in their order, with the columns the example is about; none where it finds nothing. */
  rows: readonly Record<string, string | null>[]
  /** A part of the headline. */
  headline: string
}

/**
 * A kind of question. Its id is its file's name. `statements` selects from `events`, the de-duplicated
 * evidence of the bucket and window; `summarise` is pure.
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
  parameters: Parameters
  columns: readonly ResultColumn[]
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

/** Declares an analysis; its parameters' type is known inside it and forgotten outside. */
export const defineAnalysis = <Parameters extends z.ZodObject>(analysis: Analysis<Parameters>): Analysis =>
  // The caller parses with `analysis.parameters` before it calls, so the forgotten type is the right one.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/no-unnecessary-type-assertion
  analysis as unknown as Analysis
