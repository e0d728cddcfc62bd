import fs from 'node:fs'
import { questions } from '../../../analyses/lib/catalogue/named.ts'
import { fileOf } from '../../support/analysis-files.ts'
import type { Family, Mutation } from '../mutation.ts'

/** Every analysis says something else, or less: its golden answers must differ. */

/** Where `defineAnalysis` ends every answer: what is added there overrides the parts before it. */
const LAST = 'next: next?.filter(isPresent),'

type Part = 'figures' | 'notes' | 'charts' | 'next'

/** Whether the golden answers of a question have the part at all: what nobody says cannot be lost. */
const says = (id: string, part: Part): boolean =>
  new RegExp(`"${part}": \\[\\s*[^\\]\\s]`).test(fs.readFileSync(fileOf(id, 'golden.json'), 'utf8'))

const mutation = (name: string, part: Part, value: string): Mutation => ({
  name,
  edit: { file: 'analyses/lib/analysis.ts', find: LAST, replace: `${LAST} ${part}: ${value},` },
  test: { files: ['test/analyses/catalogue.test.ts'], only: 'golden answers' },
  survivors: passed =>
    Object.keys(questions).filter(
      id => says(id, part) && passed.some(test => test.includes(` ${id} says all`)),
    ),
})

const family: Family = {
  name: 'answers',
  mutations: () => [
    mutation(
      'figures 999',
      'figures',
      'figuresFrom(figuresOf(analysis, parameters), summary.figures ?? {}, results).map(one => ({ ...one, value: 999 }))',
    ),
    ...(['figures', 'notes', 'charts', 'next'] as const).map(part => mutation(`no ${part}`, part, '[]')),
  ],
}
export default family
