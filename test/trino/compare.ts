import type { TrinoTable } from './client.ts'

/** An answer in Athena's terms: types as ResultSetMetadata names them, values as text, NULL as null. */
export interface Answer {
  columns: readonly { name: string; type: string }[]
  rows: readonly (readonly (string | null)[])[]
}

/** What one engine says, and the other. */
export interface Difference {
  /** What differs, and in which row. */
  what: string
  athena: string
  trino: string
}

/** What Athena would return for what Trino did: it names types without their length, and sends values as text. */
export const asAthena = ({ columns, rows }: TrinoTable): Answer => ({
  columns: columns.map(({ name, type }) => ({ name, type: typeOf(type) })),
  rows: rows.map(row => row.map((value, index) => textOf(value, columns[index]?.type ?? ''))),
})

const typeOf = (type: string): string =>
  type.startsWith('decimal') ? type.replaceAll(' ', '') : type.replace(/\([^)]*\)/, '')

function textOf(value: unknown, type: string): string | null {
  if (value === null) return null
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  throw new Error(`A result of type ${type} has no text here to be compared by`)
}

/**
 * Compares two answers: columns in their order, rows as a set in which each counts as often as it occurs.
 * @param slack how far two numbers of a column may lie apart, as a share of the larger: for what is approximate
 */
export function differences(
  athena: Answer,
  trino: Answer,
  slack: (column: string) => number = () => 0,
): Difference[] {
  const [left, right] = [describe(athena), describe(trino)]
  if (left !== right) return [{ what: 'the columns', athena: left, trino: right }]
  return pairs(without(athena.rows, trino.rows), without(trino.rows, athena.rows)).flatMap(([one, other]) =>
    differenceOf(athena.columns, one, other, slack),
  )
}

/**
 * Compares the embedded engine's count of a statement's rows with the rows that Trino returns for it: to let Trino
 * count them would be one more plan of the same statement.
 */
export function countDifferences(athena: Answer, trino: Answer): Difference[] {
  const [counted] = athena.rows.map(([count]) => count)
  const returned = String(trino.rows.length)
  if (counted === returned) return []
  return [
    { what: 'the number of rows', athena: JSON.stringify(counted ?? null), trino: JSON.stringify(returned) },
  ]
}

const describe = ({ columns }: Answer): string =>
  columns.map(({ name, type }) => `${name} ${type}`).join(', ')

type Cells = Answer['rows'][number]

/** The rows of one answer that the other does not have, or not as often. */
function without(rows: Answer['rows'], others: Answer['rows']): Cells[] {
  const left = new Map<string, number>()
  for (const row of others) left.set(JSON.stringify(row), (left.get(JSON.stringify(row)) ?? 0) + 1)
  return rows.filter(row => {
    const name = JSON.stringify(row)
    const count = left.get(name) ?? 0
    left.set(name, count - 1)
    return count <= 0
  })
}

/** Each row beside the one of the other answer that is most like it. */
function pairs(left: Cells[], right: Cells[]): [Cells | undefined, Cells | undefined][] {
  const free = new Set(right)
  const found = left.map((row): [Cells, Cells | undefined] => {
    const [nearest] = [...free].sort((a, b) => alike(b, row) - alike(a, row))
    if (nearest) free.delete(nearest)
    return [row, nearest]
  })
  return [...found, ...[...free].map((row): [undefined, Cells] => [undefined, row])]
}

const alike = (one: Cells, other: Cells): number => one.filter((cell, index) => cell === other[index]).length

function differenceOf(
  columns: Answer['columns'],
  athena: Cells | undefined,
  trino: Cells | undefined,
  slack: (column: string) => number,
): Difference[] {
  const what = `row ${JSON.stringify(athena ?? trino)}`
  if (!athena) return [{ what, athena: 'lacks it', trino: 'has it' }]
  if (!trino) return [{ what, athena: 'has it', trino: 'lacks it' }]
  const index = columns.findIndex(
    ({ name }, at) => !isNear(athena[at] ?? null, trino[at] ?? null, slack(name)),
  )
  if (index === -1) return []
  return [
    {
      what: `${columns[index]?.name} of ${what}`,
      athena: JSON.stringify(athena[index]),
      trino: JSON.stringify(trino[index]),
    },
  ]
}

function isNear(one: string | null, other: string | null, slack: number): boolean {
  if (one === other || slack === 0 || !one || !other) return one === other
  const [a, b] = [Number(one), Number(other)]
  return Math.abs(a - b) <= slack * Math.max(Math.abs(a), Math.abs(b))
}
