import type { DuckDBConnection } from '@duckdb/node-api'
import type { Table } from '../../../../analyses/lib/evidence/tables.ts'
import type { ObjectStore } from '../../s3/storage/store.ts'
import { QueryFailure } from '../dialect/failure.ts'
import { columnNames, everyNode, type Node } from '../dialect/syntax.ts'
import { type Damage, unreadable } from './damage.ts'
import { changedSince, filesOf, type LogFile } from './files.ts'
import { findReferences } from './references.ts'
import { createRelations, type Scan } from './relations.ts'

interface Catalog {
  store: ObjectStore
  tables: readonly Table[]
  database: string
  now: () => Date
}

/** The tables that a statement reads, each with its objects after partitions and paths have been pruned. */
export function planScans({ store, tables, database, now }: Catalog, tree: Node): Scan[] {
  const references = Map.groupBy(findReferences(tree), reference => reference.table)
  const showsPath = usesPath(tree)
  return [...references].map(([name, mentions]) => {
    const table = tables.find(each => each.name === name)
    if (!table)
      throw new QueryFailure(`TABLE_NOT_FOUND: Table 'awsdatacatalog.${database}.${name}' does not exist`)
    return { table, files: filesOf(store, table, mentions, now()), showsPath, longestLine: 0 }
  })
}

/** `"$path"` is a hidden column: a `*` must not show it, and beside one it would. */
function usesPath(tree: Node): boolean {
  const nodes = everyNode(tree)
  const uses = nodes.some(node => columnNames(node)?.at(-1) === '$path')
  if (uses && nodes.some(node => node.class === 'STAR'))
    throw new QueryFailure(
      'NOT_SUPPORTED: the embedded Athena cannot show * in a statement that names "$path"',
    )
  return uses
}

/** How often a query is run again after files were repaired: those named in the error, then all. */
const REPAIRS = 2

/** Some lines that are too long are reported without the file they are in. */
const NAMELESS = /CSV Reader|line size/

/**
 * Runs a query over its scans, and again with repaired copies in place of files that DuckDB could not read.
 * A file that stays unreadable fails the query with its S3 path.
 */
export async function readRepaired<T>(
  connection: DuckDBConnection,
  damage: Damage,
  scans: Scan[],
  query: (attempt: number) => Promise<T>,
): Promise<T> {
  let current = scans
  for (let attempt = 0; ; attempt++) {
    const archives = damage.verify(
      current.filter(({ table }) => table.format === 'access-log').flatMap(({ files }) => files),
    )
    // Seen to below, whichever ends first.
    archives.catch(() => undefined)
    try {
      await createRelations(connection, current)
      const result = await query(attempt)
      await archives
      const [changed] = changedSince(scans.flatMap(({ files }) => files))
      if (changed) throw unreadable(changed)
      return result
    } catch (error) {
      await archives
      current = await repairFor(error, current, damage, attempt)
    }
  }
}

async function repairFor(error: unknown, scans: Scan[], damage: Damage, attempt: number): Promise<Scan[]> {
  const message = error instanceof Error ? error.message : String(error)
  const named = scans.flatMap(({ files }) => files).find(file => message.includes(file.path))
  if (!named && (!NAMELESS.test(message) || attempt >= REPAIRS)) throw error
  const ours = (scan: Scan) => (named ? scan.files.includes(named) : scan.table.format === 'access-log')
  if (named && (attempt >= REPAIRS || scans.some(scan => ours(scan) && scan.table.format === 'parquet')))
    throw unreadable(named)
  const damaged = (scan: Scan) => (named && attempt === 0 ? [named] : scan.files)
  return Promise.all(scans.map(scan => repairScan(scan, damage, ours(scan) ? damaged(scan) : [])))
}

async function repairScan(scan: Scan, damage: Damage, damaged: readonly LogFile[]): Promise<Scan> {
  const files: LogFile[] = []
  let { longestLine } = scan
  for (const file of scan.files) {
    if (!damaged.includes(file)) {
      files.push(file)
      continue
    }
    const repaired = await damage.repair(file, scan.table)
    files.push(repaired)
    longestLine = Math.max(longestLine, repaired.longestLine)
  }
  return { ...scan, files, longestLine }
}
