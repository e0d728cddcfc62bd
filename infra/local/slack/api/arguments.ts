import * as z from 'zod'
import { ApiError, detailedError } from '../model/api-error.ts'
import { parseJson } from '../model/json.ts'
import type { Slack } from '../state/slack.ts'

/** A Web API method: takes the raw arguments, returns the fields next to `ok: true`, or throws an `ApiError`. */
export type Method = (slack: Slack, raw: Record<string, unknown>) => Record<string, unknown>

/**
 * Makes a method of a schema and a function. Arguments arrive as JSON values or, form-encoded, as strings; those
 * that the schema does not name are ignored, as Slack does.
 */
export function method<S extends z.ZodType>(
  schema: S,
  run: (slack: Slack, args: z.output<S>) => Record<string, unknown>,
): Method {
  return (slack, raw) => {
    const parsed = schema.safeParse(raw, { reportInput: true })
    if (!parsed.success) throw detailedError('invalid_arguments', parsed.error.issues.map(reason))
    return run(slack, parsed.data)
  }
}

function reason(issue: z.core.$ZodIssue): string {
  const name = issue.path.join('/')
  return issue.input === undefined
    ? `missing required field: ${name}`
    : `${issue.message} [json-pointer:/${name}]`
}

const TRUE = new Set<unknown>([true, 'true', '1', 1])

/** A yes or no, however it is written; absent means no. */
export const flag = z
  .unknown()
  .optional()
  .transform(value => TRUE.has(value))

/** How many items a page has: 100 by default, 999 at most. */
export const pageSize = z.coerce.number().int().min(1).max(999).default(100)

/** A value sent as JSON or as JSON in a form field; what cannot be read is refused with `code`. */
export const json = (code: string) =>
  z.unknown().transform(value => {
    if (typeof value !== 'string') return value
    const read = parseJson(value)
    if (read === undefined) throw new ApiError(code)
    return read
  })

/** A place in a listing, as an opaque cursor. */
export function toCursor(place: string): string {
  return Buffer.from(`next:${place}`).toString('base64')
}

/** Throws `invalid_cursor` for what `toCursor` did not make; undefined for the beginning. */
export function fromCursor(cursor: string | undefined): string | undefined {
  if (!cursor) return undefined
  const text = Buffer.from(cursor, 'base64').toString()
  if (!text.startsWith('next:')) throw new ApiError('invalid_cursor')
  return text.slice('next:'.length)
}
