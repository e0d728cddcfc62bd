import fs from 'node:fs'
import path from 'node:path'
import type { DuckDBConnection, DuckDBType } from '@duckdb/node-api'
import { QueryFailure } from '../dialect/failure.ts'
import { quoteName, quoteText } from '../dialect/quoting.ts'
import type { ResultColumn } from './column.ts'
import { athenaType, parquetSql, precisionOf, textSql } from './values.ts'

/** Comes before the query itself: until then the connection's optimizer is off. */
const OPTIMISE = 'PRAGMA enable_optimizer'

interface Shape {
  names: string[]
  types: DuckDBType[]
}

/** The names and types of a SELECT's columns; `rename` gives them Athena's names. */
async function shapeOf(
  connection: DuckDBConnection,
  sql: string,
  rename: (names: string[]) => string[],
): Promise<Shape> {
  const statement = await connection.prepare(sql)
  const indexes = Array.from({ length: statement.columnCount }, (_, index) => index)
  const shape = {
    names: rename(indexes.map(index => statement.columnName(index))),
    types: indexes.map(index => statement.columnType(index)),
  }
  statement.destroySync()
  return shape
}

/** The SELECT with each column put through `convert` and under its name. */
function converted(
  sql: string,
  { names, types }: Shape,
  convert: (type: DuckDBType, value: string) => string,
): string {
  const inner = types.map((_, index) => `c${index}`)
  const columns = types.map((type, index) => `${convert(type, inner[index]!)} AS ${quoteName(names[index]!)}`)
  return `SELECT ${columns.join(', ')} FROM (${sql}\n) AS q(${inner.join(', ')})`
}

/**
 * Runs a SELECT into a CSV file as Athena writes it: a header, every value in quotes that are doubled inside,
 * NULL as nothing at all, `\n` after each line.
 */
export async function writeCsv(
  connection: DuckDBConnection,
  sql: string,
  file: string,
  rename: (names: string[]) => string[],
): Promise<ResultColumn[]> {
  const shape = await shapeOf(connection, sql, rename)
  const select = converted(sql, shape, textSql)
  await connection.run(
    `${OPTIMISE}; COPY (${select}) TO ${quoteText(file)} (FORMAT csv, HEADER, FORCE_QUOTE *, NULLSTR '', USE_TMP_FILE false)`,
  )
  return shape.types.map((type, index) => columnOf(shape.names[index]!, type))
}

const columnOf = (name: string, type: DuckDBType): ResultColumn => ({
  CatalogName: 'hive',
  SchemaName: '',
  TableName: '',
  Name: name,
  Label: name,
  Type: athenaType(type),
  ...precisionOf(type),
  Nullable: 'UNKNOWN',
  CaseSensitive: athenaType(type) === 'varchar',
})

/** Rows that a thread holds back until it writes them: a sixth of DuckDB's usual, for a third less memory. */
const ROW_GROUP = 20_480

/** Runs a SELECT into Parquet files in `directory`, which is made; returns them, none if there are no rows. */
export async function writeParquet(
  connection: DuckDBConnection,
  sql: string,
  directory: string,
  { compression, rename }: { compression: string; rename: (names: string[]) => string[] },
): Promise<string[]> {
  const { names, types } = await shapeOf(connection, sql, rename)
  refuseUnusable(names)
  const select = converted(sql, { names: names.map(name => name.toLowerCase()), types }, parquetSql)
  const codec =
    compression === 'NONE' ? 'uncompressed' : compression === 'LZ4' ? 'lz4_raw' : compression.toLowerCase()
  // A call of its own: of two statements in one, only the first's result is told.
  await connection.run(OPTIMISE)
  const result = await connection.runAndReadAll(
    `COPY (${select}) TO ${quoteText(directory)} (FORMAT parquet, COMPRESSION ${codec}, PER_THREAD_OUTPUT true, ROW_GROUP_SIZE ${ROW_GROUP})`,
  )
  if (Number(result.getRowsJson()[0]?.[0]) === 0) return []
  return fs
    .readdirSync(directory)
    .sort()
    .map(name => path.join(directory, name))
}

function refuseUnusable(names: string[]): void {
  const unnamed = names.findIndex(name => /^_col\d+$/.test(name))
  if (unnamed >= 0)
    throw new QueryFailure(`MISSING_COLUMN_NAME: Column name not specified at position ${unnamed + 1}`)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice) throw new QueryFailure(`DUPLICATE_COLUMN_NAME: Column name '${twice}' specified more than once`)
}
