/** A Hive type as Glue writes it: `string`, `array<…>`, `struct<name:type,…>`, `decimal(10,2)`. */
export type HiveType =
  | { kind: 'scalar'; name: string }
  | { kind: 'array'; element: HiveType }
  | { kind: 'struct'; fields: { name: string; type: HiveType }[] }

export function parseHiveType(text: string): HiveType {
  const [, outer, inner] = /^(array|struct)<(.*)>$/s.exec(text.trim()) ?? []
  if (outer === 'array') return { kind: 'array', element: parseHiveType(inner!) }
  if (outer === undefined) return { kind: 'scalar', name: text.trim() }
  const fields = splitOutside(inner!).map(field => {
    const colon = field.indexOf(':')
    return { name: field.slice(0, colon).trim(), type: parseHiveType(field.slice(colon + 1)) }
  })
  return { kind: 'struct', fields }
}

/** Cuts at the commas that stand outside all brackets. */
function splitOutside(text: string): string[] {
  const parts = ['']
  let depth = 0
  for (const character of text) {
    if ('<('.includes(character)) depth++
    if ('>)'.includes(character)) depth--
    if (character === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts
}

const SCALARS: Record<string, string> = { string: 'VARCHAR', int: 'INTEGER', binary: 'BLOB', float: 'REAL' }

/** The DuckDB type; `fieldName` gives a struct's fields other names, from their path below the column. */
export function toDuckDbType(
  type: HiveType,
  fieldName: (path: string) => string = path => path.split('.').at(-1)!,
  path = '',
): string {
  if (type.kind === 'scalar') return SCALARS[type.name] ?? type.name.toUpperCase()
  if (type.kind === 'array') return `${toDuckDbType(type.element, fieldName, path)}[]`
  const fields = type.fields.map(field => {
    const below = `${path}.${field.name}`
    return `"${fieldName(below)}" ${toDuckDbType(field.type, fieldName, below)}`
  })
  return `STRUCT(${fields.join(', ')})`
}
