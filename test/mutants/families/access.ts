import fs from 'node:fs'
import path from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { importGraph } from '../../support/import-graph.ts'
import type { Family, Mutation } from '../mutation.ts'
import { testsOf } from '../tests-of.ts'

/** Every handler allows everybody, one call at a time: a test must see somebody do what they may not. */

const ROOT = path.join(import.meta.dirname, '../../..')

/** What stands for each call where nothing is asked. */
const ALLOWED: Readonly<Record<string, string>> = {
  mayAsk: 'true',
  decide: "({ ok: true, rule: 'default' } as import('FOLDER/access/authorise.ts').Verdict)",
  authorise: "Promise.resolve({ ok: true, rule: 'default' } as import('FOLDER/access/authorise.ts').Verdict)",
}
/** What plays people on the surfaces, besides the tests of the file itself. */
const PLAYED = ['test/bot/access/permissions.test.ts', 'test/bot/access/five-people.test.ts']

function mutations(): Mutation[] {
  const graph = importGraph(ROOT, ['bot', 'test'])
  return [...graph.keys()]
    .filter(file => file.startsWith('bot/') && !file.startsWith('bot/access/'))
    .flatMap(file => {
      const source = fs.readFileSync(path.join(ROOT, file), 'utf8')
      const folder = path.posix.relative(path.posix.dirname(file), 'bot')
      const found: Mutation[] = []
      new Visitor({
        CallExpression({ callee, start, end }) {
          const allowed = callee.type === 'Identifier' ? ALLOWED[callee.name] : undefined
          if (allowed === undefined) return
          const find = source.slice(start, end)
          found.push({
            name: `${file} without ${find.replaceAll(/\s+/g, ' ')}`,
            edit: { file, find, replace: allowed.replace('FOLDER', folder), at: start },
            test: { files: [...new Set([...PLAYED, ...testsOf(graph, file)])] },
          })
        },
      }).visit(parseSync(file, source).program)
      return found
    })
}

const family: Family = { name: 'access', mutations }
export default family
