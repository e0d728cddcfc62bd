import { createHash } from 'node:crypto'
import type { DuckDBConnection } from '@duckdb/node-api'
import * as z from 'zod'
import { childOf, everyNode, listOf, type Node, nameOf } from '../dialect/syntax.ts'
import type { LogFile } from '../tables/files.ts'
import { isMet } from '../tables/predicates.ts'
import { findReferences, type Reference } from '../tables/references.ts'

/**
 * Whether a SELECT makes its rows each from one row of one table, so that its result over many files is that over
 * each of them, put together: no aggregate, window, join, order or limit.
 */
export async function isRowWise(connection: DuckDBConnection, tree: Node): Promise<boolean> {
  const nodes = everyNode(tree)
  const aggregates = await aggregatesOf(connection)
  return (
    findReferences(tree).length === 1 &&
    nodes.every(
      node =>
        !FORBIDDEN.has(node.type ?? '') &&
        !FORBIDDEN.has(node.class ?? '') &&
        !aggregates.has(nameOf(node, 'function_name')) &&
        !isMoreThanRows(node),
    )
  )
}

const FORBIDDEN = new Set([
  'JOIN',
  'WINDOW',
  'SUBQUERY_EXPRESSION',
  'SET_OPERATION_NODE',
  'RECURSIVE_CTE_NODE',
])

const isMoreThanRows = (node: Node): boolean =>
  node.type === 'SELECT_NODE' &&
  (['modifiers', 'group_expressions'].some(name => listOf(node, name).length > 0) ||
    childOf(node, 'sample') !== undefined ||
    listOf(childOf(node, 'cte_map'), 'map').length > 0)

let aggregates: Promise<ReadonlySet<string>> | undefined

const aggregatesOf = (connection: DuckDBConnection): Promise<ReadonlySet<string>> =>
  (aggregates ??= connection
    .runAndReadAll("SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type = 'aggregate'")
    .then(reader => new Set(reader.getRowsJson().map(([name]) => z.string().parse(name)))))

/**
 * A name for what a row-wise SELECT makes of a file: equal where the statements differ only in which files they
 * choose. A condition that all the files meet by their partitions and paths alone is left out.
 * @param salt whatever else the result depends on
 */
export function meaningOf(tree: Node, files: readonly LogFile[], salt: string): string {
  const [reference] = findReferences(tree)
  const decided = new Set<unknown>(
    reference?.conditions.filter(condition => isMetByAll(condition, reference, files)),
  )
  const text = JSON.stringify(tree, (name, value: unknown) => {
    if (name === 'query_location' || decided.has(value)) return undefined
    return Array.isArray(value) ? value.filter(item => !decided.has(item)) : value
  })
  return createHash('sha256').update(`${salt}\n${text}`).digest('hex')
}

const isMetByAll = (condition: Node, reference: Reference, files: readonly LogFile[]): boolean =>
  files.every(({ uri, values }) => isMet(condition, reference, { ...values, $path: uri }))
