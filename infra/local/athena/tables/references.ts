import { childOf, listOf, type Node, nameOf, nodesBelow } from '../dialect/syntax.ts'

/** One mention of a table in a FROM, and the conditions its rows must meet, as far as they are next to it. */
export interface Reference {
  /** Lower case. */
  table: string
  /** The name that columns are qualified by. */
  alias: string
  conditions: Node[]
}

/** Every mention of a table in a statement; names of common table expressions do not count. */
export function findReferences(node: Node, expressions: ReadonlySet<string> = new Set()): Reference[] {
  const visible = new Set(expressions)
  const within: Reference[] = []
  for (const common of listOf(childOf(node, 'cte_map'), 'map')) {
    within.push(...findReferences(common, visible))
    visible.add(nameOf(common, 'key'))
  }
  const own = node.type === 'SELECT_NODE' ? ownReferences(node, visible) : []
  const below = nodesBelow({ ...node, cte_map: null }).flatMap(child => findReferences(child, visible))
  return [...within, ...own, ...below]
}

function ownReferences(select: Node, expressions: ReadonlySet<string>): Reference[] {
  const from = childOf(select, 'from_table')
  const conditions = [...conjunctsOf(childOf(select, 'where_clause')), ...joinConditions(from)]
  return baseTables(from)
    .map(table => ({ table: nameOf(table, 'table_name'), alias: nameOf(table, 'alias') }))
    .filter(({ table }) => !expressions.has(table))
    .map(({ table, alias }) => ({ table, alias: alias || table, conditions }))
}

function baseTables(from: Node | undefined): Node[] {
  if (from?.type === 'BASE_TABLE') return [from]
  return from?.type === 'JOIN' ? ['left', 'right'].flatMap(side => baseTables(childOf(from, side))) : []
}

/** An outer join keeps rows that do not meet its condition, so only inner joins count. */
function joinConditions(from: Node | undefined): Node[] {
  if (from?.type !== 'JOIN') return []
  const own = from.join_type === 'INNER' ? conjunctsOf(childOf(from, 'condition')) : []
  return [...own, ...['left', 'right'].flatMap(side => joinConditions(childOf(from, side)))]
}

function conjunctsOf(condition: Node | undefined): Node[] {
  if (!condition) return []
  return condition.type === 'CONJUNCTION_AND' ? listOf(condition).flatMap(conjunctsOf) : [condition]
}
