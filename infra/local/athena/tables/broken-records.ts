import type { Table } from '../../../../analyses/lib/evidence/tables.ts'
import { parseHiveType } from './hive-types.ts'

/** A file of CloudTrail: one object with the records in it, whole to its end. */
const FILE = /^\s*\{\s*"Records"\s*:\s*\[(?<records>[\s\S]*)\]\s*\}\s*$/

/** CloudTrail writes the version first. Within a text the quotes would be escaped, so no text holds this. */
const BETWEEN_RECORDS = /(?<=\})\s*,\s*(?=\{\s*"eventVersion"\s*:)/

/** The Unicode escape of half a character without its other half, and not one whose backslash is escaped itself. */
const HALF =
  /(?<!\\)((?:\\\\)*)(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})/g

/** What is kept of a record that cannot be read, as a sample of it. */
const SAMPLE = 300

/**
 * A CloudTrail file with its broken records repaired, or replaced by what counts as unparsed: an `eventID` that
 * begins as the record does, and nothing else. Half a character becomes U+FFFD, and its record stays readable.
 * @returns undefined if the text is not such a file, or does not reach its end
 */
export function withoutBrokenRecords(text: string, { columns }: Pick<Table, 'columns'>): string | undefined {
  const records = FILE.exec(text)?.groups?.records
  if (records === undefined) return undefined
  const kinds = new Map(columns.map(({ name, type }) => [name, parseHiveType(type).kind]))
  const readable = records
    .split(BETWEEN_RECORDS)
    .filter(record => record.trim() !== '')
    .map(record => {
      const whole = record.replaceAll(HALF, String.raw`$1\ufffd`)
      return isReadable(whole, kinds) ? whole : unparsed(record)
    })
  return `{"Records":[${readable.join(',')}]}`
}

const unparsed = (record: string): string =>
  JSON.stringify({ eventID: `Not readable: ${record.trim().slice(0, SAMPLE)}`.toWellFormed() })

function isReadable(record: string, kinds: ReadonlyMap<string, 'scalar' | 'array' | 'struct'>): boolean {
  try {
    const read: unknown = JSON.parse(record)
    if (kindOf(read) !== 'struct') return false
    return Object.entries(read ?? {}).every(([name, value]) => {
      const kind = kinds.get(name.toLowerCase()) ?? 'scalar'
      return value === null || kind === 'scalar' || kind === kindOf(value)
    })
  } catch {
    return false
  }
}

const kindOf = (value: unknown): 'scalar' | 'array' | 'struct' => {
  if (Array.isArray(value)) return 'array'
  return typeof value === 'object' && value !== null ? 'struct' : 'scalar'
}
