import fs from 'node:fs'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { quoteText } from '../dialect/quoting.ts'
import type { Node } from '../dialect/syntax.ts'
import { type Damage, unreadable } from '../tables/damage.ts'
import { changedSince, type LogFile } from '../tables/files.ts'
import type { Scan } from '../tables/relations.ts'
import { readRepaired } from '../tables/scans.ts'
import { type Entry, type KeptFile, type KeptRows, link } from './kept-rows.ts'
import { isRowWise, meaningOf } from './row-wise.ts'

/** The results of row-wise statements over files that are nobody's to change, kept from one process to the next. */
export interface Kept {
  rows: KeptRows
  /** Changes with the code that reads files and runs statements. */
  engine: string
}

interface Unload {
  tree: Node
  scan: Scan
  damage: Damage
  /** A folder for files on their way; the caller removes it. */
  scratch: string
  /** Runs the statement over what the connection's view of the table shows. */
  write: (directory: string) => Promise<string[]>
}

type WantedFile = KeptFile & { file: LogFile }

/** What is read at once, and kept together: small enough that a change costs little to read again. */
const GROUP_BYTES = 128_000_000
const GROUP_FILES = 5_000

/** The scan to keep rows of; undefined where the statement reads anything else than files that lie outside the store. */
export async function keepable(
  connection: DuckDBConnection,
  tree: Node,
  scans: readonly Scan[],
): Promise<Scan | undefined> {
  const [scan, ...others] = scans
  if (!scan || others.length > 0 || !scan.showsPath || scan.table.format === 'parquet') return undefined
  const isOutside = scan.files.every(({ mountedAs }) => mountedAs !== undefined)
  return isOutside && (await isRowWise(connection, tree)) ? scan : undefined
}

/** Only the files that no entry holds are read. @returns the Parquet files of the whole result, in `scratch` */
export async function unloadKept(
  connection: DuckDBConnection,
  { rows, engine }: Kept,
  { tree, scan, damage, scratch, write }: Unload,
): Promise<string[]> {
  fs.mkdirSync(scratch, { recursive: true })
  const statement = meaningOf(tree, scan.files, `${engine} ${scan.table.pattern ?? ''}`)
  const { held, missing } = rows.find(statement, scan.files.map(wantedFile))
  const parquet: string[] = []
  const take = (files: readonly string[]) => void parquet.push(...files)
  for (const [index, { entry, wanted }] of held.entries()) {
    const place = path.join(scratch, `held-${index}`)
    const taken = await takeEntry(connection, entry, wanted, place)
    if (taken) take(taken)
    else missing.push(...wanted)
  }
  for (const [index, group] of groupsOf(missing).entries()) {
    const files = group.map(({ file }) => file)
    const made = await readRepaired(connection, damage, [{ ...scan, files }], attempt =>
      write(path.join(scratch, `read-${index}-${attempt}`)),
    )
    rows.add(statement, group, made)
    take(made)
  }
  const [changed] = changedSince(scan.files)
  if (changed) throw unreadable(changed)
  return parquet
}

/** The copies of an investigation are below its id: the same object for every question. */
const PLACE = String.raw`^s3://[^/]*/(?:logs/[0-9a-f]{16}/)?`

const keyOf = (uri: string): string => uri.replace(new RegExp(PLACE), '')

function wantedFile(file: LogFile): WantedFile {
  const key = keyOf(file.uri)
  return { version: `${file.mountedAs} ${key}`, key, file }
}

/** The entry's files by second names, or its rows of some files; undefined where it went meanwhile or is damaged. */
async function takeEntry(
  connection: DuckDBConnection,
  entry: Entry,
  wanted: readonly WantedFile[],
  place: string,
): Promise<string[] | undefined> {
  fs.mkdirSync(place)
  try {
    if (wanted.length === entry.files.length)
      return entry.parquet.map((file, index) => {
        const target = path.join(place, `${index}.parquet`)
        link(file, target)
        return target
      })
    if (entry.parquet.length === 0) return []
    const target = path.join(place, 'some.parquet')
    const keys = `${quoteText(JSON.stringify(wanted.map(({ key }) => key)))}::JSON::VARCHAR[]`
    await connection.run(
      `COPY (SELECT * FROM read_parquet([${entry.parquet.map(quoteText).join(', ')}])
        WHERE regexp_replace(log_object, ${quoteText(PLACE)}, '') IN (SELECT unnest(${keys})))
      TO ${quoteText(target)} (FORMAT parquet, COMPRESSION snappy)`,
    )
    return [target]
  } catch {
    return undefined
  }
}

/** In the order of their paths, which is that of time. */
function groupsOf(files: readonly WantedFile[]): WantedFile[][] {
  const groups: WantedFile[][] = []
  let bytes = Infinity
  for (const wanted of files) {
    const last = groups.at(-1)
    if (!last || bytes + wanted.file.size > GROUP_BYTES || last.length >= GROUP_FILES) {
      groups.push([wanted])
      bytes = wanted.file.size
    } else {
      last.push(wanted)
      bytes += wanted.file.size
    }
  }
  return groups
}
