import fs from 'node:fs'
import path from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { importGraph } from '../../support/import-graph.ts'
import type { Family, Mutation, Options } from '../mutation.ts'
import { testsOf } from '../tests-of.ts'

/** Small changes of the bot and the stack, chosen by chance: operators, comparisons, constants, removed statements. */

const ROOT = path.join(import.meta.dirname, '../../..')

const OPERATORS: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '&&': '||',
  '||': '&&',
  '??': '&&',
}

function changesOf(file: string, files: readonly string[]): Mutation[] {
  const source = fs.readFileSync(path.join(ROOT, file), 'utf8')
  const found: Mutation[] = []
  const change = (at: number, find: string, replace: string) => {
    const line = source.slice(0, at).split('\n').length
    found.push({
      name: `${file}:${line} ${find.replaceAll(/\s+/g, ' ').slice(0, 80)} -> ${replace || 'nothing'}`,
      edit: { file, find, replace, at },
      test: { files },
      typed: true,
    })
  }
  const operator = (node: { operator: string; left: { end: number }; right: { start: number } }) => {
    const other = OPERATORS[node.operator]
    const at = source.indexOf(node.operator, node.left.end)
    if (other !== undefined && at >= 0 && at < node.right.start) change(at, node.operator, other)
  }
  new Visitor({
    BinaryExpression: operator,
    LogicalExpression: operator,
    Literal({ value, start, end }) {
      const find = source.slice(start, end)
      if (typeof value === 'number') change(start, find, String(value + 1))
      else if (typeof value === 'boolean') change(start, find, String(!value))
    },
    ExpressionStatement({ start, end, expression }) {
      if (expression.type !== 'Literal') change(start, source.slice(start, end), '')
    },
    ReturnStatement({ start, end, argument }) {
      if (argument === null) change(start, source.slice(start, end), '')
    },
  }).visit(parseSync(file, source).program)
  return found
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Of files that no test imports itself nothing can be said in a part of the tests: they are left out. */
function mutations({ seed, count }: Options): Mutation[] {
  const graph = importGraph(ROOT, ['analyses', 'bot', 'infra', 'test'])
  const left = [...graph.keys()]
    .filter(file => /^(bot|infra\/stack)\/.*\.ts$/.test(file))
    .toSorted()
    .flatMap(file => {
      const files = testsOf(graph, file)
      return files.length > 0 ? changesOf(file, files) : []
    })
  const random = randomOf(seed)
  return Array.from({ length: Math.min(count, left.length) }, () =>
    left.splice(Math.floor(random() * left.length), 1),
  ).flat()
}

const family: Family = { name: 'seeded', mutations }
export default family
