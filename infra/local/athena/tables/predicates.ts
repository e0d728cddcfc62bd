import { childOf, columnNames, listOf, type Node, textOf } from '../dialect/syntax.ts'
import type { Reference } from './references.ts'

/** The columns whose values are known without reading: partition columns and `$path`. */
export type Known = Record<string, string>

type Truth = boolean | undefined

const COMPARISONS: Record<string, (left: string, right: string) => boolean> = {
  COMPARE_EQUAL: (left, right) => left === right,
  COMPARE_NOTEQUAL: (left, right) => left !== right,
  COMPARE_LESSTHAN: (left, right) => left < right,
  COMPARE_LESSTHANOREQUALTO: (left, right) => left <= right,
  COMPARE_GREATERTHAN: (left, right) => left > right,
  COMPARE_GREATERTHANOREQUALTO: (left, right) => left >= right,
}

/** Whether rows with these known values can meet the reference's conditions; what is not known may be met. */
export const admits = (reference: Reference, known: Known): boolean =>
  reference.conditions.every(condition => truthOf(condition, reference, known) !== false)

/** Whether rows with these known values meet a condition, whatever else they hold. */
export const isMet = (condition: Node, reference: Reference, known: Known): boolean =>
  truthOf(condition, reference, known) === true

/** True, false, or undefined where the answer needs more than the known values. */
function truthOf(node: Node, reference: Reference, known: Known): Truth {
  const children = listOf(node)
  const truths = () => children.map(child => truthOf(child, reference, known))
  const value = (of: Node | undefined) => valueOf(of, reference, known)
  const side = (name: string) => value(childOf(node, name))
  switch (node.type ?? '') {
    case 'CONJUNCTION_AND':
      return and(truths())
    case 'CONJUNCTION_OR':
      return not(and(truths().map(not)))
    case 'OPERATOR_NOT':
      return not(truths()[0])
    case 'COMPARE_IN':
      return isIn(children.map(value))
    case 'COMPARE_NOT_IN':
      return not(isIn(children.map(value)))
    case 'COMPARE_BETWEEN':
      return and([
        compare('COMPARE_GREATERTHANOREQUALTO', side('input'), side('lower')),
        compare('COMPARE_LESSTHANOREQUALTO', side('input'), side('upper')),
      ])
    default:
      return compare(node.type ?? '', side('left'), side('right'))
  }
}

const not = (truth: Truth): Truth => (truth === undefined ? undefined : !truth)

function and(truths: Truth[]): Truth {
  if (truths.includes(false)) return false
  return truths.includes(undefined) ? undefined : true
}

function compare(type: string, left: string | undefined, right: string | undefined): Truth {
  return left === undefined || right === undefined ? undefined : COMPARISONS[type]?.(left, right)
}

function isIn([value, ...list]: (string | undefined)[]): Truth {
  if (value === undefined) return undefined
  return list.includes(value) || (list.includes(undefined) ? undefined : false)
}

function valueOf(node: Node | undefined, reference: Reference, known: Known): string | undefined {
  const column = node && columnOf(node, reference)
  return column === undefined ? textOf(node) : known[column]
}

/** The name of the reference's column that an expression is, if it is one and could be this reference's. */
function columnOf(node: Node, reference: Reference): string | undefined {
  const names = columnNames(node)
  const qualifier = names?.at(-2)
  return qualifier === undefined || qualifier === reference.alias ? names?.at(-1) : undefined
}

/**
 * The values that static equality conditions leave for a column: `=`, IN, or an OR of them. Undefined where
 * there is no such condition.
 */
export function staticValues(reference: Reference, column: string): string[] | undefined {
  for (const condition of reference.conditions) {
    const values = valuesOf(condition, reference, column)
    if (values) return [...new Set(values)]
  }
  return undefined
}

function valuesOf(node: Node, reference: Reference, column: string): string[] | undefined {
  const children = listOf(node)
  if (node.type === 'CONJUNCTION_OR')
    return allOf(children.map(child => valuesOf(child, reference, column)))?.flat()
  const isColumn = (side: Node | undefined) => side !== undefined && columnOf(side, reference) === column
  const [left, right] = [childOf(node, 'left'), childOf(node, 'right')]
  if (node.type === 'COMPARE_EQUAL' && isColumn(left)) return allOf([textOf(right)])
  if (node.type === 'COMPARE_EQUAL' && isColumn(right)) return allOf([textOf(left)])
  return node.type === 'COMPARE_IN' && isColumn(children[0])
    ? allOf(children.slice(1).map(textOf))
    : undefined
}

/** Texts that a column's values lie between, both included. */
export interface Bounds {
  least?: string | undefined
  greatest?: string | undefined
}

/** Bounds that one of the conditions sets a column by `=` or BETWEEN; the conditions together may leave less. */
export function boundsOf(reference: Reference, column: string): Bounds {
  const isColumn = (side: Node | undefined) => side !== undefined && columnOf(side, reference) === column
  for (const condition of reference.conditions) {
    const side = (name: string) => textOf(childOf(condition, name))
    if (condition.type === 'COMPARE_BETWEEN' && isColumn(childOf(condition, 'input')))
      return { least: side('lower'), greatest: side('upper') }
    if (condition.type === 'COMPARE_EQUAL' && isColumn(childOf(condition, 'left')))
      return { least: side('right'), greatest: side('right') }
  }
  return {}
}

/** The values if each of them is there. */
function allOf<T>(values: (T | undefined)[]): T[] | undefined {
  const known = values.filter(value => value !== undefined)
  return known.length === values.length ? known : undefined
}
