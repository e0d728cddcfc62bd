import * as z from 'zod'
import { readsContent, uploads } from '../meaning/operation.ts'
import { succeeded } from '../meaning/outcome.ts'
import { sql, type Sql } from '../sql/sql.ts'

/** What requests are to those who count them: predicates and parameters over the columns of `events`. */

/** Bytes of objects that readers were sent, without listings and error messages. */
export const downloaded = sql`coalesce(sum(CASE WHEN ${readsContent} THEN bytes_sent END), 0)`
/** Bytes of objects that S3 was sent. */
export const uploaded = sql`coalesce(sum(CASE WHEN ${uploads} AND ${succeeded} THEN object_size END), 0)`

/** In percent with one digit; NULL where there is no whole. */
export const percent = (part: Sql, whole: Sql): Sql => sql`round(1e2 * ${part} / nullif(${whole}, 0), 1)`

/** The first folders of a key, with the slash; `(no folder)` for keys that have fewer. */
export const folder = (depth: number): Sql =>
  sql`coalesce(nullif(regexp_extract(key, ${`^(?:[^/]*/){${depth}}`}), ''), '(no folder)')`

export const folderDepth = z
  .int()
  .min(1)
  .max(10)
  .default(1)
  .describe('How many folders of a key make its prefix: 1 is logs/, 2 is logs/2026/.')
  .meta({ title: 'Prefix depth', placeholder: '1' })

const WIDTHS = ['minute', 'hour', 'day'] as const

export const width = z
  .enum(WIDTHS)
  .default('hour')
  .describe('How long a row of the answer is.')
  .meta({ title: 'Per' })

/** The minute, hour or day of an event. */
export const perWidth = (per: (typeof WIDTHS)[number]): Sql => sql`date_trunc(${per}, event_time)`

/** The minimum count before something is shown. */
export const atLeast = (n: number, of: string): z.ZodDefault<z.ZodInt> =>
  z
    .int()
    .min(1)
    .max(1_000_000_000)
    .default(n)
    .describe(`Only results with at least this many ${of}.`)
    .meta({ title: `Minimum number of ${of}`, placeholder: String(n) })
