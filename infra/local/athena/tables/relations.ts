import type { DuckDBConnection } from '@duckdb/node-api'
import type { Table } from '../../../../analyses/lib/tables.ts'
import { quoteName, quoteText } from '../dialect/quoting.ts'
import { accessLogRelation } from './access-log.ts'
import { cloudTrailRelation } from './cloudtrail.ts'
import type { LogFile } from './files.ts'
import { parseHiveType, toDuckDbType } from './hive-types.ts'
import { parquetRelation } from './parquet.ts'

/** A table of the statement with the objects it is read from. */
export interface Scan {
  table: Table
  files: LogFile[]
  /** Whether the statement asks for `"$path"`, which costs a join. */
  showsPath: boolean
  /** Bytes of the longest line, where it is known to exceed what DuckDB takes by itself. */
  longestLine: number
}

/** Makes the table a temporary view of the connection: its columns, partition columns and, if asked for, `$path`. */
export async function createRelation(connection: DuckDBConnection, scan: Scan): Promise<void> {
  const name = quoteName(scan.table.name)
  const body = scan.files.length === 0 ? emptyRelation(scan) : await filledRelation(connection, scan)
  await connection.run(`CREATE OR REPLACE TEMP VIEW ${name} AS ${body}`)
}

function emptyRelation({ table, showsPath }: Scan): string {
  const columns = table.columns.map(
    ({ name, type }) => `NULL::${toDuckDbType(parseHiveType(type))} AS ${quoteName(name)}`,
  )
  const known = [...table.partitions.map(({ name }) => name), ...(showsPath ? ['$path'] : [])]
  return `SELECT ${[...columns, ...known.map(name => `NULL::VARCHAR AS ${quoteName(name)}`)].join(', ')} WHERE false`
}

async function filledRelation(connection: DuckDBConnection, scan: Scan): Promise<string> {
  const { table, files, showsPath, longestLine } = scan
  const variable = `files_${table.name}`
  await connection.run(`SET VARIABLE ${variable} = [${files.map(file => quoteText(file.path)).join(', ')}]`)
  const list = `getvariable(${quoteText(variable)})`
  const relation = await relationOf(connection, table, list, longestLine)
  const names = table.columns.map(({ name }) => `r.${quoteName(name)}`)
  const first = files[0]!.values
  const varies = files.some(({ values }) => table.partitions.some(({ name }) => values[name] !== first[name]))
  if (!showsPath && !varies) {
    const known = table.partitions.map(({ name }) => `${quoteText(first[name]!)} AS ${quoteName(name)}`)
    return `SELECT ${[...names, ...known].join(', ')} FROM (${relation}) AS r`
  }
  const known = [...table.partitions.map(({ name }) => name), ...(showsPath ? ['$path'] : [])]
  await createFileTable(connection, scan, known)
  const selected = [...names, ...known.map(name => `f.${quoteName(name)}`)].join(', ')
  return `SELECT ${selected} FROM (${relation}) AS r JOIN ${fileTable(table)} AS f ON f.filename = r.filename`
}

async function relationOf(
  connection: DuckDBConnection,
  table: Table,
  list: string,
  longestLine: number,
): Promise<string> {
  if (table.format === 'access-log') return accessLogRelation(table, list, longestLine)
  return table.format === 'cloudtrail'
    ? cloudTrailRelation(table, list)
    : parquetRelation(connection, table, list)
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
  const lists = ['filename', ...known].map(name => {
    const texts = files.map(
      ({ path, uri, values }) => ({ ...values, $path: uri, filename: path })[name] ?? '',
    )
    return `unnest([${texts.map(quoteText).join(', ')}]) AS ${quoteName(name)}`
  })
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${fileTable(table)} AS SELECT ${lists.join(', ')}`)
}
