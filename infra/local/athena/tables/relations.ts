import type { DuckDBConnection } from '@duckdb/node-api'
import type { Table } from '../../../../analyses/lib/evidence/tables.ts'
import { quoteName, quoteText } from '../dialect/quoting.ts'
import { accessLogRelation, DEFAULT_LONGEST_LINE } from './access-log.ts'
import { cloudTrailRelation } from './cloudtrail.ts'
import { isZipped, type LogFile } from './files.ts'
import { parseHiveType, toDuckDbType } from './hive-types.ts'
import { columnsOf, parquetRelation } from './parquet.ts'
import type { Known } from './predicates.ts'

/** A table of the statement with the objects it is read from. */
export interface Scan {
  table: Table
  files: LogFile[]
  /** Whether the statement asks for `"$path"`, which costs a join. */
  showsPath: boolean
  /** Bytes of the longest line of repaired files, which may have grown; 0 where there are none. */
  longestLine: number
}

/**
 * Makes each table a temporary view of the connection: its columns, partition columns and, if asked for, `$path`.
 * All in one call, because a call costs more than a small statement itself.
 */
export async function createRelations(connection: DuckDBConnection, scans: readonly Scan[]): Promise<void> {
  const statements: string[] = []
  for (const scan of scans) {
    if (scan.files.length > 0)
      statements.push(`SET VARIABLE ${quoteName(variableOf(scan))} = ${listOf(scan)}`)
    const body = scan.files.length === 0 ? emptyRelation(scan) : await filledRelation(connection, scan)
    statements.push(`CREATE OR REPLACE TEMP VIEW ${quoteName(scan.table.name)} AS ${body}`)
  }
  if (statements.length > 0) await connection.run(statements.join(';\n'))
}

const variableOf = ({ table }: Scan): string => `files_${table.name}`

/** SQL for the list of the files' names, as one literal: 20,000 literals take the parser 100 MB. */
const listOf = ({ files }: Scan): string =>
  `${quoteText(JSON.stringify(files.map(({ path }) => path)))}::JSON::VARCHAR[]`

function emptyRelation({ table, showsPath }: Scan): string {
  const columns = table.columns.map(
    ({ name, type }) => `NULL::${toDuckDbType(parseHiveType(type))} AS ${quoteName(name)}`,
  )
  const known = [...table.partitions.map(({ name }) => name), ...(showsPath ? ['$path'] : [])]
  return `SELECT ${[...columns, ...known.map(name => `NULL::VARCHAR AS ${quoteName(name)}`)].join(', ')} WHERE false`
}

async function filledRelation(connection: DuckDBConnection, scan: Scan): Promise<string> {
  const { table, files, showsPath } = scan
  const known = [...table.partitions.map(({ name }) => name), ...(showsPath ? ['$path'] : [])]
  const relation = await relationOf(connection, scan)
  const names = table.columns.map(({ name }) => `r.${quoteName(name)}`)
  const first = files[0]!.values
  const varies = files.some(({ values }) => table.partitions.some(({ name }) => values[name] !== first[name]))
  if (!showsPath && !varies) {
    const constants = known.map(name => `${quoteText(first[name]!)} AS ${quoteName(name)}`)
    return `SELECT ${[...names, ...constants].join(', ')} FROM (${relation}) AS r`
  }
  await createFileTable(connection, scan, known)
  const selected = [...names, ...known.map(name => `f.${quoteName(name)}`)].join(', ')
  return `SELECT ${selected} FROM (${relation}) AS r JOIN ${fileTable(table)} AS f ON f.filename = r.filename`
}

async function relationOf(connection: DuckDBConnection, scan: Scan): Promise<string> {
  const { table } = scan
  const list = `getvariable(${quoteText(variableOf(scan))})`
  if (table.format === 'access-log') return accessLogRelation(table, list, longestLineOf(scan))
  if (table.format === 'cloudtrail') return cloudTrailRelation(table, list)
  return parquetRelation(table, await columnsOf(connection, listOf(scan)), list)
}

/** A line is no longer than its file, but nothing tells how large an archive's text is. */
function longestLineOf({ files, longestLine }: Scan): number {
  const sizes = files.map(file => (isZipped(file) ? DEFAULT_LONGEST_LINE : file.size + 2))
  return Math.max(
    longestLine,
    Math.min(
      DEFAULT_LONGEST_LINE,
      sizes.reduce((one, other) => Math.max(one, other), 0),
    ),
  )
}

const fileTable = (table: Table): string => quoteName(`files of ${table.name}`)

/**
 * What is known of each file, to be joined on DuckDB's `filename`: 20 ms a million rows. A map would be
 * searched from its beginning for each chunk of rows.
 */
async function createFileTable(
  connection: DuckDBConnection,
  { table, files }: Scan,
  known: string[],
): Promise<void> {
  const columns = ['filename', ...known]
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${fileTable(table)} (${columns.map(name => `${quoteName(name)} VARCHAR`).join(', ')})`,
  )
  const appender = await connection.createAppender(`files of ${table.name}`)
  for (const { path, uri, values } of files) {
    const row: Known = { ...values, $path: uri, filename: path }
    for (const name of columns) appender.appendVarchar(row[name] ?? '')
    appender.endRow()
  }
  appender.closeSync()
}
