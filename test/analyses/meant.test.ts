import { expect, it } from 'vitest'
import { MEANT, plain } from '../../analyses/lib/catalogue/meant.ts'
import { questions } from '../../analyses/lib/catalogue/named.ts'
import { findQuestion } from '../../bot/ask/grammar/question.ts'

/** The questions that go by each title or word, but for words that are an id. */
const byName = new Map<string, Set<string>>()
const ids = new Set(Object.keys(questions).map(plain))
for (const [id, { title, words }] of Object.entries(questions))
  for (const name of [title, ...words].map(plain))
    if (!ids.has(name)) byName.set(name, (byName.get(name) ?? new Set()).add(id))
const shared = [...byName].filter(([, of]) => of.size > 1).map(([name, of]) => [name, [...of]] as const)

it('is said of every word that several questions go by, and of no other', () => {
  expect(Object.keys(MEANT).toSorted()).toEqual(shared.map(([name]) => name).toSorted())
})

it.each(shared)('names by %s one of those that go by it, or offers up to three', (name, of) => {
  const meant = [MEANT[name] ?? []].flat()
  expect(of).toEqual(expect.arrayContaining(meant))
  expect(meant.length).toBeLessThanOrEqual(3)
  expect(findQuestion(name, questions)).toEqual(
    meant.length === 1 ? { id: meant[0] } : { candidates: meant, isShared: true },
  )
})

it('takes no word for the name of what every object has', () => {
  expect(findQuestion('constructor', questions)).toEqual({ candidates: expect.any(Array) })
})
