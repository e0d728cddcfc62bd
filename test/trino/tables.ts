import { sql } from '../../analyses/lib/sql/sql.ts'
import { type HiveType, parseHiveType } from '../../infra/local/athena/tables/hive-types.ts'
import type { TableInput } from '../infra/stack/support/glue.ts'

/**
 * Hive's formats by Trino's names. Hive's JSON SerDe is read by OpenX's, which takes a member that is an object for a
 * text, as Athena's own input format for CloudTrail hands it over; here each event is a line of JSON.
 */
const FORMATS: Record<string, string> = {
  'org.apache.hadoop.hive.serde2.RegexSerDe': 'REGEX',
  'org.apache.hive.hcatalog.data.JsonSerDe': 'OPENX_JSON',
  'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe': 'PARQUET',
}

/**
 * The DDL of a deployed table in Trino: its location, columns, SerDe, pattern and partition projection are those that
 * Glue is given.
 * @throws Error for a SerDe, a projection or a parameter that Trino would not be told of
 */
export function createTable({ Name, Parameters, PartitionKeys, StorageDescriptor }: TableInput): string {
  const { Columns, Location, SerdeInfo } = StorageDescriptor
  const format = FORMATS[SerdeInfo.SerializationLibrary]
  if (format === undefined) throw new Error(`${Name}: ${SerdeInfo.SerializationLibrary} is unknown here`)
  const {
    'input.regex': pattern,
    'serialization.format': _serialization,
    ...unknownOfSerde
  } = SerdeInfo.Parameters
  const { 'projection.enabled': enabled, 'storage.location.template': template, ...projections } = Parameters
  if (enabled !== 'true' || template === undefined) throw new Error(`${Name} projects no partitions`)
  const partitions = PartitionKeys.map(({ Name: name }) => projected(name, projections))
  const unknown = [
    ...Object.keys(unknownOfSerde),
    ...Object.keys(projections).filter(key => !partitions.some(({ read }) => read.includes(key))),
  ]
  if (unknown.length > 0) throw new Error(`${Name}: Trino is not told of ${unknown.join(', ')}`)
  const columns = [...Columns.map(column), ...partitions.map(({ definition }) => definition)]
  const properties = [
    `format = '${format}'`,
    ...(pattern === undefined ? [] : [`regex = ${literal(pattern)}`]),
    `external_location = ${literal(Location)}`,
    `partitioned_by = ${listOf(PartitionKeys.map(({ Name: name }) => name))}`,
    'partition_projection_enabled = true',
    `partition_projection_location_template = ${literal(template)}`,
  ]
  return `CREATE TABLE "${Name}" (\n${columns.join(',\n')}\n) WITH (${properties.join(', ')})`
}

const literal = (text: string): string => sql`${text}`.text

const column = ({ Name, Type }: TableInput['PartitionKeys'][number]): string =>
  `"${Name}" ${trinoType(parseHiveType(Type))}`

const listOf = (texts: readonly string[]): string => `ARRAY[${texts.map(literal).join(', ')}]`

/** Athena takes several values of an injected column, Trino one; these columns are asked for with several. */
const SEVERAL: Record<string, readonly string[]> = { part: ['0-0', '1-0'] }

/** A partition column's definition, and the table's parameters that it was made of. */
function projected(name: string, parameters: Record<string, string>): { definition: string; read: string[] } {
  const read: string[] = []
  const parameter = (property: string): string => {
    const key = `projection.${name}.${property}`
    read.push(key)
    const value = parameters[key]
    if (value === undefined) throw new Error(`The table has no ${key}`)
    return value
  }
  const properties = projection(name, parameter)
  return { definition: `"${name}" varchar WITH (${properties.join(', ')})`, read }
}

function projection(name: string, parameter: (property: string) => string): string[] {
  const type = parameter('type')
  const several = SEVERAL[name]
  if (several && type === 'injected')
    return ["partition_projection_type = 'enum'", `partition_projection_values = ${listOf(several)}`]
  if (type === 'injected') return ["partition_projection_type = 'injected'"]
  if (type !== 'date') throw new Error(`The projection ${type} is unknown here`)
  return [
    "partition_projection_type = 'date'",
    `partition_projection_format = ${literal(parameter('format'))}`,
    `partition_projection_range = ${listOf(parameter('range').split(','))}`,
    `partition_projection_interval = ${Number(parameter('interval'))}`,
    `partition_projection_interval_unit = ${literal(parameter('interval.unit'))}`,
  ]
}

const SCALARS: Record<string, string> = { string: 'varchar', int: 'integer', timestamp: 'timestamp(3)' }

function trinoType(type: HiveType): string {
  if (type.kind === 'scalar') return SCALARS[type.name] ?? type.name
  if (type.kind === 'array') return `array(${trinoType(type.element)})`
  return `row(${type.fields.map(field => `"${field.name}" ${trinoType(field.type)}`).join(', ')})`
}
