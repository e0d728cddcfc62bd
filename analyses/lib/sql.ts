/** A piece of SQL whose values have become literals already. Only the `sql` tag makes one. */
export interface Sql {
  readonly text: string
}

export type SqlValue = string | number | boolean | null | Sql | readonly string[]

/**
 * Builds SQL in Athena's dialect (Trino's). This is the only place where values become literals: whatever
 * stands in `${}` is quoted, unless it is a piece of SQL itself. A list becomes `('a', 'b')` for `IN`. Backslashes
 * stand for themselves, as they do in SQL.
 * @throws RangeError for a value that no literal can hold (NUL, an unpaired surrogate, NaN, an empty list)
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

/** Characters that LIKE takes as patterns stand for themselves: use with `ESCAPE '\'`. */
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

/** Whether a text can be a literal: no SQL holds a NUL or an unpaired surrogate. */
export const isLiteral = (value: string): boolean => !value.includes('\0') && value.isWellFormed()

function text(value: string): string {
  if (!isLiteral(value)) {
    throw new RangeError('Text with a NUL or a broken character has no SQL literal')
  }
  return `'${value.replaceAll("'", "''")}'`
}

function finite(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} has no SQL literal`)
  return String(value)
}
