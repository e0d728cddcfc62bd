import { sql } from '../../analyses/lib/sql.ts'
import type { Partition, Table } from '../../analyses/lib/tables.ts'
import { type HiveType, parseHiveType } from '../../infra/local/athena/tables/hive-types.ts'

/** Hive's formats by Trino's names. CloudTrail's own input format is Athena's; here each event is a line of JSON. */
const FORMATS = { 'access-log': 'REGEX', cloudtrail: 'OPENX_JSON', parquet: 'PARQUET' } as const

/** The DDL of a table of the product's in Trino: the same columns, pattern and partition projection. */
export function createTable(table: Table): string {
  const columns = [...table.columns.map(column), ...table.partitions.map(projected)]
  const properties = [
    `format = '${FORMATS[table.format]}'`,
    ...(table.pattern === undefined ? [] : [`regex = ${literal(table.pattern)}`]),
    `external_location = ${literal(locationOf(table))}`,
    `partitioned_by = ${listOf(table.partitions.map(({ name }) => name))}`,
    'partition_projection_enabled = true',
    `partition_projection_location_template = ${literal(table.template)}`,
  ]
  return `CREATE TABLE "${table.name}" (\n${columns.join(',\n')}\n) WITH (${properties.join(', ')})`
}

/** A table's own location must exist, and is not looked at where partitions are projected: the bucket will do. */
const locationOf = ({ template }: Table): string => template.replace(/^(s3:\/\/[^/]+\/).*/s, '$1')

const literal = (text: string): string => sql`${text}`.text

const column = ({ name, type }: Table['columns'][number]): string =>
  `"${name}" ${trinoType(parseHiveType(type))}`

const listOf = (texts: readonly string[]): string => `ARRAY[${texts.map(literal).join(', ')}]`

/** Athena takes several values of an injected column, Trino one; these columns are asked for with several. */
const SEVERAL: Record<string, readonly string[]> = { part: ['0-0', '1-0'] }

function projected(partition: Partition): string {
  return `"${partition.name}" varchar WITH (${projection(partition).join(', ')})`
}

function projection(partition: Partition): string[] {
  const several = SEVERAL[partition.name]
  if (several)
    return ["partition_projection_type = 'enum'", `partition_projection_values = ${listOf(several)}`]
  if (partition.projection === 'injected') return ["partition_projection_type = 'injected'"]
  return [
    "partition_projection_type = 'date'",
    `partition_projection_format = ${literal(partition.format)}`,
    `partition_projection_range = ${listOf(partition.range.split(','))}`,
    'partition_projection_interval = 1',
    "partition_projection_interval_unit = 'DAYS'",
  ]
}

const SCALARS: Record<string, string> = { string: 'varchar', int: 'integer', timestamp: 'timestamp(3)' }

function trinoType(type: HiveType): string {
  if (type.kind === 'scalar') return SCALARS[type.name] ?? type.name
  if (type.kind === 'array') return `array(${trinoType(type.element)})`
  return `row(${type.fields.map(field => `"${field.name}" ${trinoType(field.type)}`).join(', ')})`
}
