import * as z from 'zod'
import { sql, type Sql } from './sql.ts'

/** What requests are to those who count them: predicates and parameters over the columns of `events`. */

/**
 * The record of a request. S3 also writes records of what it does by itself (`S3.`), and one for each key of a
 * batch deletion (`BATCH.`) besides the one of the request.
 */
export const isRequest = sql`NOT (starts_with(operation, 'S3.') OR starts_with(operation, 'BATCH.'))`

/** Failed by status, which the reading side of a copy does not have; then by its code. */
export const failed = sql`coalesce(status >= 400, error_code IS NOT NULL)`
export const clientError = sql`(status BETWEEN 400 AND 499)`
export const serverError = sql`(status BETWEEN 500 AND 599)`

/** Reads an object, a part of one or what it is labelled with, the reading side of a copy included. */
export const reads = sql`(action = 'read' OR operation IN ('REST.HEAD.OBJECT', 'WEBSITE.HEAD.OBJECT', 'HeadObject', 'REST.GET.PART', 'REST.HEAD.PART',
  'REST.GET.OBJECT_TAGGING', 'GetObjectTagging', 'GetObjectAcl') OR (operation = 'REST.GET.ACL' AND key IS NOT NULL))`

/** Writes an object or a part of one, copies included. */
export const writes = sql`(action IN ('write', 'copy') OR operation IN ('REST.PUT.PART', 'UploadPart'))`

/** Carries the bytes of an object to S3: no copy, and not the request that completes the parts of an upload. */
export const uploads = sql`(operation IN ('REST.PUT.PART', 'UploadPart') OR (action = 'write' AND operation NOT IN ('REST.POST.UPLOAD', 'CompleteMultipartUpload')))`

const succeeding = sql`coalesce(status BETWEEN 200 AND 299, error_code IS NULL)`

/** Bytes of objects that readers were sent, without listings and error messages. */
export const downloaded = sql`coalesce(sum(CASE WHEN action = 'read' AND ${succeeding} THEN bytes_sent END), 0)`
/** Bytes of objects that S3 was sent. */
export const uploaded = sql`coalesce(sum(CASE WHEN ${uploads} AND ${succeeding} THEN object_size END), 0)`

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
