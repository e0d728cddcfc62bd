import type { DuckDBConnection } from '@duckdb/node-api'
import type { Table } from '../../../../analyses/lib/evidence/tables.ts'
import { quoteName } from '../dialect/quoting.ts'
import { parseHiveType, toDuckDbType } from './hive-types.ts'

const source = (files: string): string =>
  `read_parquet(${files}, union_by_name=true, filename=true, hive_partitioning=false)`

/** The names of the columns that files have, in lower case; `files` is SQL for the list of them. */
export async function columnsOf(connection: DuckDBConnection, files: string): Promise<ReadonlySet<string>> {
  const stored = await connection.prepare(`SELECT * FROM ${source(files)}`)
  const names = Array.from({ length: stored.columnCount }, (_, index) => stored.columnName(index))
  stored.destroySync()
  return new Set(names.map(name => name.toLowerCase()))
}

/** The table's columns and `filename`; a column that is not among the `stored` ones is NULL, as in Athena. */
export function parquetRelation(table: Table, stored: ReadonlySet<string>, files: string): string {
  const columns = table.columns.map(({ name, type }) => {
    const value = stored.has(name) ? quoteName(name) : 'NULL'
    return `${value}::${toDuckDbType(parseHiveType(type))} AS ${quoteName(name)}`
  })
  return `SELECT ${columns.join(', ')}, filename FROM ${source(files)}`
}
