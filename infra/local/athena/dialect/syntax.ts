import type { DuckDBConnection } from '@duckdb/node-api'
import * as z from 'zod'
import { syntaxFailure } from './failure.ts'
import { quoteText } from './quoting.ts'

/** A node of DuckDB's serialised syntax tree: statements, table references and expressions alike. */
export interface Node {
  class?: string
  type?: string
  alias?: string
  /** Offset in the text. */
  query_location?: number
  [property: string]: unknown
}

const text = z.string()
const serialized = z.object({
  error: z.boolean(),
  error_message: z.string().default('syntax error'),
  position: z.coerce.number().default(0),
  statements: z.array(z.object({ node: z.looseObject({}) })).default([]),
})

/** The syntax tree of one SELECT; anything else fails as a syntax error. */
export async function parseSelect(connection: DuckDBConnection, sql: string): Promise<Node> {
  const reader = await connection.runAndReadAll(`SELECT json_serialize_sql(${quoteText(sql)})`)
  const tree = serialized.parse(JSON.parse(text.parse(reader.getRowsJson()[0]?.[0])))
  if (tree.error) throw syntaxFailure(tree.error_message, sql, tree.position)
  const [statement, ...others] = tree.statements
  if (!statement || others.length > 0) throw syntaxFailure('Only one SQL statement is allowed', sql)
  return statement.node
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

/** The node that is a property of another; undefined if there is none. */
export function childOf(node: Node | undefined, property: string): Node | undefined {
  const child = node?.[property]
  return isNode(child) ? child : undefined
}

/** The nodes in a list that is a property of another, by default the operands. */
export function listOf(node: Node | undefined, property = 'children'): Node[] {
  const list = node?.[property]
  return Array.isArray(list) ? list.filter(isNode) : []
}

/** A property that is a text, such as a name, in lower case; '' if there is none. */
export function nameOf(node: Node | undefined, property: string): string {
  const name = node?.[property]
  return typeof name === 'string' ? name.toLowerCase() : ''
}

/** A node and everything below it, each before what is below it. Trees have thousands: no generators, no copies. */
export function everyNode(node: Node, found: Node[] = []): Node[] {
  found.push(node)
  for (const below of nodesBelow(node)) everyNode(below, found)
  return found
}

/** The nodes right below a node, through lists. */
export function nodesBelow(node: Node): Node[] {
  const found: Node[] = []
  for (const name in node) {
    const value = node[name]
    if (!isNode(value)) continue
    if (!Array.isArray(value)) found.push(value)
    else for (const item of value) if (isNode(item)) found.push(item)
  }
  return found
}

/** The text of a string literal, else undefined. */
export function textOf(node: Node | undefined): string | undefined {
  const value = node?.class === 'CONSTANT' ? childOf(node, 'value') : undefined
  return typeof value?.value === 'string' && value.is_null === false ? value.value : undefined
}

/** The parts of a column's name, the column last, in lower case; undefined for any other expression. */
export function columnNames(node: Node): string[] | undefined {
  if (node.class !== 'COLUMN_REF' || !Array.isArray(node.column_names)) return undefined
  return node.column_names.map(name => String(name).toLowerCase())
}
