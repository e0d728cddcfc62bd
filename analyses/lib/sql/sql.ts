/** A piece of SQL whose values have become literals already. Only the `sql` tag makes one. */
export interface Sql {
  readonly text: string
}

export type SqlValue = string | number | boolean | null | Sql | readonly string[]

/**
 * Builds SQL in Athena's dialect (Trino's). This is the only place where values become literals: whatever
 * is interpolated by `${}` is quoted, unless it is a piece of SQL itself. A list becomes `('a', 'b')` for `IN`. Backslashes
 * are literal, as in SQL. Every text has a literal: see {@link literalText}.
 * @throws RangeError for NaN, an infinite number and an empty list, which are mistakes of ours
 */
export function sql(strings: TemplateStringsArray, ...values: SqlValue[]): Sql {
  return {
    text: strings.raw.map((part, i) => (i === 0 ? part : literal(values[i - 1] ?? null) + part)).join(''),
  }
}

/** Joins pieces with a separator, e.g. conditions with ` AND `. */
export const join = (pieces: readonly Sql[], separator: string): Sql => ({
  text: pieces.map(piece => piece.text).join(separator),
})

/** A column or table name, quoted. Names come from our own code; a quote in one is a mistake of ours. */
export function identifier(name: string): Sql {
  if (!/^[a-z$][a-z0-9_]*$/.test(name)) throw new RangeError(`${JSON.stringify(name)} is not a name of ours`)
  return { text: `"${name}"` }
}

/** Escapes the characters that LIKE takes as patterns: use with `ESCAPE '\'`. */
export const likePrefix = (prefix: string): string => `${prefix.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`

function literal(value: SqlValue): string {
  if (value === null) return 'NULL'
  if (typeof value === 'string') return text(value)
  if (typeof value === 'number') return finite(value)
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if ('text' in value) return value.text
  if (value.length === 0) throw new RangeError('An empty list has no SQL literal')
  return `(${value.map(text).join(', ')})`
}

/** What SQL does not hold in a text: a NUL, and a surrogate without its other half, which has no UTF-8. */
const UNHELD = /\0|\p{Surrogate}/gu

/**
 * A text as a literal holds it, at most `most` code points long: each NUL and each unpaired surrogate is U+FFFD. That
 * is what engines make of the same halves when they read a log, so such a text still equals what was logged; one with
 * a NUL equals nothing. Nothing else changes, and no character is cut in two.
 */
export function literalText(value: string, most = Number.POSITIVE_INFINITY): string {
  // A code point has one or two units.
  const cut =
    value.length <= most
      ? value
      : Array.from(value.slice(0, 2 * most))
          .slice(0, most)
          .join('')
  return cut.replaceAll(UNHELD, '\ufffd')
}

/** Whether a literal holds a text as it is. */
export const isLiteral = (value: string): boolean => literalText(value) === value

const text = (value: string): string => `'${literalText(value).replaceAll("'", "''")}'`

function finite(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} has no SQL literal`)
  return String(value)
}
