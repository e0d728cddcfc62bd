import fs from 'node:fs'
import path from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import type { Family, Mutation } from '../mutation.ts'

/** Each alarm's threshold and period says something else: the table of the alarms must differ. */

const FILE = 'infra/stack/alarms.ts'
const NUMBERS = new Set(['above', 'periods', 'below'])

function mutations(): Mutation[] {
  const source = fs.readFileSync(path.join(import.meta.dirname, '../../..', FILE), 'utf8')
  const found: Mutation[] = []
  const change = (name: string, { start, end }: { start: number; end: number }, replace: string) => {
    const line = source.slice(0, start).split('\n').length
    const find = source.slice(start, end)
    found.push({
      name: `${name} ${find} of line ${line} is ${replace}`,
      edit: { file: FILE, find, replace, at: start },
      test: { files: ['test/infra/stack/alarms.test.ts'] },
    })
  }
  new Visitor({
    Property({ key, value }) {
      if (key.type !== 'Identifier' || !NUMBERS.has(key.name)) return
      if (value.type === 'Literal')
        change(key.name, value, typeof value.value === 'number' ? String(value.value + 1) : 'false')
      else if (value.type === 'MemberExpression')
        change(key.name, value, `${source.slice(value.start, value.end)} + 1`)
    },
    CallExpression({ callee, arguments: [first] }) {
      const isDuration =
        callee.type === 'MemberExpression' &&
        callee.object.type === 'Identifier' &&
        callee.object.name === 'Duration'
      if (isDuration && first?.type === 'Literal' && typeof first.value === 'number')
        change('the period', first, String(first.value === 1 ? 2 : first.value - 4))
    },
  }).visit(parseSync(FILE, source).program)
  return found
}

const family: Family = { name: 'alarms', mutations }
export default family
