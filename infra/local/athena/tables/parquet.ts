import type { DuckDBConnection } from '@duckdb/node-api'
import type { Table } from '../../../../analyses/lib/tables.ts'
import { quoteName } from '../dialect/quoting.ts'
import { parseHiveType, toDuckDbType } from './hive-types.ts'

/** The table's columns and `filename`; a column that no file has is NULL, as in Athena. */
export async function parquetRelation(
  connection: DuckDBConnection,
  table: Table,
  files: string,
): Promise<string> {
  const source = `read_parquet(${files}, union_by_name=true, filename=true, hive_partitioning=false)`
  const stored = await connection.prepare(`SELECT * FROM ${source}`)
  const names = new Set(
    Array.from({ length: stored.columnCount }, (_, index) => stored.columnName(index).toLowerCase()),
  )
  stored.destroySync()
  const columns = table.columns.map(({ name, type }) => {
    const value = names.has(name) ? quoteName(name) : 'NULL'
    return `${value}::${toDuckDbType(parseHiveType(type))} AS ${quoteName(name)}`
  })
  return `SELECT ${columns.join(', ')}, filename FROM ${source}`
}
