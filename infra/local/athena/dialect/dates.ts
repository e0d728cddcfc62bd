import { QueryFailure } from './failure.ts'
import { quoteText } from './quoting.ts'

/** Joda-Time's letters, for `parse_datetime` and `format_datetime`, in strftime's. */
const JODA: Record<string, string> = {
  yyyy: '%Y',
  yy: '%y',
  MMMM: '%B',
  MMM: '%b',
  MM: '%m',
  dd: '%d',
  DDD: '%j',
  EEEE: '%A',
  EEE: '%a',
  E: '%a',
  HH: '%H',
  hh: '%I',
  mm: '%M',
  ss: '%S',
  SSS: '%g',
  a: '%p',
  Z: '%z',
}

/** MySQL's letters, for `date_parse` and `date_format`, where strftime's differ or do not exist. */
const MYSQL: Record<string, string> = {
  '%a': '%a',
  '%b': '%b',
  '%c': '%-m',
  '%d': '%d',
  '%e': '%-d',
  '%f': '%f',
  '%H': '%H',
  '%h': '%I',
  '%I': '%I',
  '%i': '%M',
  '%j': '%j',
  '%k': '%-H',
  '%M': '%B',
  '%m': '%m',
  '%p': '%p',
  '%S': '%S',
  '%s': '%S',
  '%T': '%H:%M:%S',
  '%W': '%A',
  '%Y': '%Y',
  '%y': '%y',
  '%%': '%%',
}

const escape = (text: string): string => text.replaceAll('%', '%%')

function fromJoda(format: string): string {
  return format.replaceAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[^]/g, (part, literal: string | undefined) => {
    if (part === "''") return "'"
    if (literal !== undefined) return escape(literal.replaceAll("''", "'"))
    if (!/[A-Za-z]/.test(part)) return escape(part)
    return JODA[part] ?? unsupported(format, part)
  })
}

function fromMysql(format: string): string {
  return format.replaceAll(/%./g, code => MYSQL[code] ?? unsupported(format, code))
}

function unsupported(format: string, part: string): never {
  throw new QueryFailure(
    `INVALID_FUNCTION_ARGUMENT: '${part}' of date format '${format}' is not supported here`,
  )
}

/** A timestamp with a zone is shown in UTC, which is the zone of every session here. */
const parsed = (code: string) => `strptime(x, ${quoteText(code)})`
const formatted = (code: string) => `strftime(x::TIMESTAMP, ${quoteText(code.replaceAll('%z', '+0000'))})`

/** How each function reads its format, and the SQL for one format over the argument `x`. */
const FUNCTIONS: Record<string, { translate: (format: string) => string; sql: (code: string) => string }> = {
  parse_datetime: { translate: fromJoda, sql: code => `${parsed(code)}::TIMESTAMPTZ` },
  format_datetime: { translate: fromJoda, sql: formatted },
  date_parse: { translate: fromMysql, sql: code => `${parsed(code)}::TIMESTAMP` },
  date_format: { translate: fromMysql, sql: formatted },
}

export const DATE_FUNCTIONS: readonly string[] = Object.keys(FUNCTIONS)

/**
 * The macro for one date function and the formats that a statement uses with it. DuckDB wants formats as
 * constants, and a CASE over constants folds away, so a macro for all formats costs nothing but its size.
 */
export function dateMacro(name: string, formats: Iterable<string>): string {
  const { translate, sql } = FUNCTIONS[name]!
  const cases = [...new Set(formats)].map(
    format => `WHEN ${quoteText(format)} THEN ${sql(translate(format))}`,
  )
  return `CREATE OR REPLACE TEMP MACRO ${name}(x, f) AS CASE f ${cases.join(' ')} END`
}
