import type { Row } from '../../analyses/lib/analysis.ts'

/**
 * Some rows of a result as Athena writes it: every value in quotation marks, NULL as nothing at all. Reads no
 * further than it must, so the text may end anywhere: a row that it cuts off does not count.
 * @param from the place of the first row, from 0
 */
export function resultRows(csv: string, from: number, most: number): Row[] {
  const [header, ...rows] = records(csv, from + most + 1)
  const names = header ?? []
  return rows
    .slice(from)
    .map(row => Object.fromEntries(names.map((name, at) => [name ?? '', row[at] ?? null])))
}

/** A value, and what ends it. */
const CELL = /(?:"((?:[^"]|"")*)"|([^",\n\r]*))(,|\r?\n)/y

function records(csv: string, most: number): (string | null)[][] {
  const found: (string | null)[][] = []
  let record: (string | null)[] = []
  CELL.lastIndex = 0
  for (let cell = CELL.exec(csv); cell !== null && found.length < most; cell = CELL.exec(csv)) {
    const [, quoted, bare = '', end] = cell
    record.push(quoted?.replaceAll('""', '"') ?? (bare === '' ? null : bare))
    if (end === ',') continue
    found.push(record)
    record = []
  }
  return found
}
