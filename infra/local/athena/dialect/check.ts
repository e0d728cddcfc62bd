import { DATE_FUNCTIONS } from './dates.ts'
import { QueryFailure, syntaxFailure } from './failure.ts'
import { isSupported } from './functions.ts'
import { childOf, everyNode, listOf, type Node, nameOf, textOf } from './syntax.ts'

/** Date function -> the formats that a statement uses with it. */
export type Formats = Map<string, Set<string>>

/**
 * Refuses by name what would run here but differ from Trino: functions that are DuckDB's alone, tables made
 * by functions, formats that are not literals. Returns the date formats, which macros are made for.
 */
export function checkFunctions(tree: Node, sql: string): Formats {
  const formats: Formats = new Map()
  for (const shown of listOf(firstSelect(tree), 'select_list')) refuseAddress(shown)
  for (const node of everyNode(tree)) {
    if (node.type === 'TABLE_FUNCTION') checkTableFunction(node)
    if (node.class === 'CAST' && nameOf(childOf(node, 'cast_type'), 'id') === 'varchar')
      refuseAddress(childOf(node, 'child'))
    if (node.class !== 'FUNCTION' && node.class !== 'WINDOW') continue
    const name = nameOf(node, 'function_name')
    if (!isSupported(name))
      throw syntaxFailure(`FUNCTION_NOT_FOUND: Function '${name}' not registered`, sql, node.query_location)
    if (DATE_FUNCTIONS.includes(name)) addFormat(formats, name, node)
  }
  return formats
}

function checkTableFunction(node: Node): void {
  const name = nameOf(childOf(node, 'function'), 'function_name')
  if (name !== 'unnest') throw new QueryFailure(`FUNCTION_NOT_FOUND: Table function '${name}' not registered`)
}

/** An address is bytes here: it can be compared and cast to varbinary, but not shown as Trino shows it. */
function refuseAddress(node: Node | undefined): void {
  if (/^__(try_)?ipaddress$/.test(nameOf(node, 'function_name')))
    throw new QueryFailure(
      'NOT_SUPPORTED: the embedded Athena cannot show an ipaddress, or cast it to varchar',
    )
}

function addFormat(formats: Formats, name: string, node: Node): void {
  const format = textOf(listOf(node)[1])
  if (format === undefined)
    throw new QueryFailure(`NOT_SUPPORTED: ${name} needs its format as a literal in the embedded Athena`)
  formats.set(name, (formats.get(name) ?? new Set()).add(format))
}

/** The SELECT that names the columns: the first of a UNION. */
function firstSelect(node: Node): Node {
  const inner = childOf(node, 'left') ?? childOf(node, 'child')
  return node.type === 'SELECT_NODE' || !inner ? node : firstSelect(inner)
}

/**
 * The names Athena gives the result's columns, where they differ from DuckDB's: an expression without an
 * alias is `_col` and its position. `names` are DuckDB's, one for each column that a `*` expands to.
 */
export function resultNames(tree: Node, names: readonly string[]): string[] {
  const list = listOf(firstSelect(tree), 'select_list')
  const star = list.findIndex(node => node.class === 'STAR')
  return names.map((name, index) => {
    const hidden = names.length - list.length
    const item =
      star < 0 || index < star ? list[index] : index > star + hidden ? list[index - hidden] : undefined
    return !item || item.alias || item.class === 'COLUMN_REF' || item.class === 'STAR' ? name : `_col${index}`
  })
}
