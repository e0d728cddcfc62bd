import { succeeded } from './outcome.ts'
import { principal } from '../sql/fragments.ts'
import { writes } from './operation.ts'
import { join, sql, type Sql } from '../sql/sql.ts'

/**
 * Tables of data lakes, known by their keys. Their writers delete files all day: what a newer state of the table
 * replaced, and what a job wrote on its way. A deletion is maintenance only where the same requester also wrote a
 * state of that table: emptying a table writes none.
 */

/** Of each format: the files in which it keeps its state, below the table's folder, and what its data files are like. */
const FORMATS = [
  { name: 'Delta', state: '_delta_log/[^/]+[.](?:json|parquet)$', data: '[.](?:parquet|bin|crc)$' },
  {
    name: 'Iceberg',
    state: 'metadata/[^/]+[.](?:metadata[.]json|avro)$',
    data: '[.](?:parquet|orc|avro|puffin|metadata[.]json)$',
  },
  { name: 'Hudi', state: '[.]hoodie/.+$', data: '[.](?:parquet|log[.][^/]*|orc|hfile)$' },
  {
    name: 'Lance',
    state: '_(?:versions|transactions)/[^/]+[.](?:manifest|txn)$',
    data: '[.](?:lance|manifest|txn|arrow|bin|idx)$',
  },
  {
    name: 'Zarr',
    state: '(?:zarr[.]json|[.]zarray|[.]zgroup|[.]zattrs|[.]zmetadata)$',
    data: '/(?:zarr[.]json|[.]z(?:array|group|attrs|metadata)|c(?:/[0-9]+)*|[0-9]+(?:[./][0-9]+)*)$',
  },
] as const

/** What Hadoop's and Spark's jobs write on their way; it is of no use after the job. */
const SCRATCH =
  '(?:^|/)(?:_temporary|__magic[^/]*|[.]spark-staging[^/]*|[.]hive-staging[^/]*)/|(?:^|/)_SUCCESS$'

/** A job's temporary file, or the empty file that says that it came to its end. */
export const isScratch = (key: Sql): Sql => sql`regexp_like(${key}, ${SCRATCH})`

/** A file of a table's state: a log entry, a manifest; it holds no data of the table. */
export const isTableState = sql`regexp_like(key, ${`(?:^|/)(?:${FORMATS.map(({ state }) => state).join('|')})`})`

const formatOf = (of: (state: string, format: (typeof FORMATS)[number]) => Sql): Sql =>
  join(
    FORMATS.map(format => of(`^((?:.*/)?)${format.state}`, format)),
    ' ',
  )

/**
 * A SELECT of `actor`, `root` and `format`: who wrote a state of which table. A root in another one counts by itself.
 */
export const tableWriters: Sql = sql`SELECT DISTINCT actor, format, root FROM (
    SELECT ${principal} AS actor, CASE ${formatOf((state, { name }) => sql`WHEN regexp_like(key, ${state}) THEN ${name}`)} END AS format,
      coalesce(${join(
        FORMATS.map(({ state }) => sql`regexp_extract(key, ${`^((?:.*/)?)${state}`}, 1)`),
        ', ',
      )}) AS root
    FROM events WHERE ${writes} AND ${succeeded} AND ${isTableState}
  ) AS states`

/** Whether a `key` is a data file as tables of `format` have below their `root`. */
export const isTableFile = (key: Sql, { root, format }: { root: Sql; format: Sql }): Sql =>
  sql`(starts_with(${key}, ${root}) AND CASE ${format} ${join(
    FORMATS.map(({ name, data }) => sql`WHEN ${name} THEN regexp_like(${key}, ${data})`),
    ' ',
  )} ELSE FALSE END)`
