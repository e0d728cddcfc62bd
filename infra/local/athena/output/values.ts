import { type DuckDBMapType, type DuckDBStructType, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api'
import { QueryFailure } from '../dialect/failure.ts'
import { quoteName, quoteText } from '../dialect/quoting.ts'

/** Integers that Trino does not have come from sums and counts, which are `bigint` there. */
const WIDE = new Set([
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.UHUGEINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UTINYINT,
])

const NAMES: Partial<Record<DuckDBTypeId, string>> = {
  [DuckDBTypeId.BOOLEAN]: 'boolean',
  [DuckDBTypeId.TINYINT]: 'tinyint',
  [DuckDBTypeId.SMALLINT]: 'smallint',
  [DuckDBTypeId.INTEGER]: 'integer',
  [DuckDBTypeId.BIGINT]: 'bigint',
  [DuckDBTypeId.FLOAT]: 'float',
  [DuckDBTypeId.DOUBLE]: 'double',
  [DuckDBTypeId.DECIMAL]: 'decimal',
  [DuckDBTypeId.VARCHAR]: 'varchar',
  [DuckDBTypeId.BLOB]: 'varbinary',
  [DuckDBTypeId.DATE]: 'date',
  [DuckDBTypeId.TIME]: 'time',
  [DuckDBTypeId.TIMESTAMP]: 'timestamp',
  [DuckDBTypeId.TIMESTAMP_TZ]: 'timestamp with time zone',
  [DuckDBTypeId.LIST]: 'array',
  [DuckDBTypeId.STRUCT]: 'row',
  [DuckDBTypeId.MAP]: 'map',
  [DuckDBTypeId.SQLNULL]: 'unknown',
}

/** The type's name as Athena's ResultSetMetadata gives it. */
export function athenaType(type: DuckDBType): string {
  const name = WIDE.has(type.typeId) ? 'bigint' : NAMES[type.typeId]
  if (!name) throw new QueryFailure(`NOT_SUPPORTED: type ${type.toString()} does not exist in Athena`)
  return name
}

/** Total digits and digits behind the point, as ResultSetMetadata tells them; 0 where it has no meaning. */
export function precisionOf(type: DuckDBType): { Precision: number; Scale: number } {
  if (type.typeId === DuckDBTypeId.DECIMAL) return { Precision: type.width, Scale: type.scale }
  const known: Record<string, number> = {
    varchar: 2147483647,
    bigint: 19,
    integer: 10,
    double: 17,
    timestamp: 3,
  }
  return { Precision: known[athenaType(type)] ?? 0, Scale: 0 }
}

const doubleText = (value: string): string => `__double_text(${value}::VARCHAR)`

/** Scalars whose text in DuckDB is not Athena's. */
const TEXTS: Partial<Record<DuckDBTypeId, (value: string) => string>> = {
  [DuckDBTypeId.FLOAT]: doubleText,
  [DuckDBTypeId.DOUBLE]: doubleText,
  [DuckDBTypeId.TIMESTAMP]: value => `strftime(${value}, '%Y-%m-%d %H:%M:%S.%g')`,
  [DuckDBTypeId.TIMESTAMP_TZ]: value => `strftime(${value}::TIMESTAMP, '%Y-%m-%d %H:%M:%S.%g UTC')`,
  [DuckDBTypeId.BLOB]: value =>
    `rtrim(system.main.regexp_replace(lower(hex(${value})), '(..)', '\\1 ', 'g'))`,
}

/** SQL for a value as text the way Athena's CSV shows it; NULL stays NULL. */
export function textSql(type: DuckDBType, value: string): string {
  if (type.typeId === DuckDBTypeId.LIST) return listSql(type.valueType, value)
  if (type.typeId === DuckDBTypeId.STRUCT) return structSql(type, value)
  if (type.typeId === DuckDBTypeId.MAP) return mapSql(type, value)
  athenaType(type)
  if (WIDE.has(type.typeId)) return `${value}::BIGINT::VARCHAR`
  return TEXTS[type.typeId]?.(value) ?? `${value}::VARCHAR`
}

/** Inside arrays, rows and maps a NULL is the word. */
const inner = (type: DuckDBType, value: string): string => `coalesce(${textSql(type, value)}, 'null')`

const bracketed = (open: string, list: string, close: string): string =>
  `'${open}' || array_to_string(${list}, ', ') || '${close}'`

/** Each level of nesting has its own name for the element. */
const elementName = (value: string): string => `e${value.length}`

function listSql(type: DuckDBType, value: string): string {
  const element = elementName(value)
  return bracketed('[', `list_transform(${value}, ${element} -> ${inner(type, element)})`, ']')
}

function mapSql(type: DuckDBMapType, value: string): string {
  const entry = elementName(value)
  const pair = `${inner(type.keyType, `${entry}.key`)} || '=' || ${inner(type.valueType, `${entry}.value`)}`
  return bracketed('{', `list_transform(map_entries(${value}), ${entry} -> ${pair})`, '}')
}

/** A row's fields by name; those of a row without names are `field0`, `field1` … */
function structSql(type: DuckDBStructType, value: string): string {
  const fields = type.entryNames.map((name, index) => {
    const field = name ? `${value}.${quoteName(name)}` : `${value}[${index + 1}]`
    return `${quoteText(`${name || `field${index}`}=`)} || ${inner(type.entryTypes[index]!, field)}`
  })
  return `CASE WHEN ${value} IS NOT NULL THEN '{' || ${fields.join(" || ', ' || ")} || '}' END`
}

/** SQL for a value as UNLOAD writes it to Parquet. */
export function parquetSql(type: DuckDBType, value: string): string {
  if (type.typeId === DuckDBTypeId.TIMESTAMP_TZ)
    throw new QueryFailure('NOT_SUPPORTED: Unsupported Hive type: timestamp(3) with time zone')
  athenaType(type)
  return WIDE.has(type.typeId) ? `${value}::BIGINT` : value
}
