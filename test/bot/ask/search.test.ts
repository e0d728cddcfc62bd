import { describe, expect, it } from 'vitest'
import { questions, type Question } from '../../../analyses/lib/catalogue/named.ts'
import { searchQuestions } from '../../../bot/ask/search.ts'

const deletion = questions['object-deletion']!
const preset: Question = { ...deletion, title: 'Markers', words: ['evaporated'], presetOf: 'object-deletion' }
const catalogue: Readonly<Record<string, Question>> = { ...questions, 'delete-markers': preset }

const found = (typed: string, among: Readonly<Record<string, Question>> = catalogue) =>
  searchQuestions(typed, among).flatMap(({ options }) => options.map(({ value }) => value))

describe('the search for a question', () => {
  it('lists every analysis by group, and no preset, where nothing is typed', () => {
    const shown = searchQuestions('', catalogue)
    const analyses = Object.entries(catalogue).flatMap(([id, { presetOf }]) => (presetOf ? [] : [id]))
    expect(new Set(shown.flatMap(({ options }) => options.map(({ value }) => value)))).toEqual(
      new Set(analyses),
    )
    for (const { label, options } of shown)
      expect(options.map(({ value }) => catalogue[value ?? '']?.group)).toEqual(options.map(() => label.text))
  })

  it.each([
    ['markers', 'delete-markers'],
    ['EVAPORATED', 'delete-markers'],
    ['delete-markers', 'delete-markers'],
    ['what was deleted', 'object-deletion'],
    ['forbid', 'access-denied'],
    ['denied access', 'access-denied'],
    ['acess denid', 'access-denied'],
  ])('finds by %s', (typed, id) => expect(found(typed)).toContain(id))

  it('finds what holds all words, not some of them', () => {
    expect(found('evaporated objects of mine')).not.toContain('delete-markers')
    expect(found('evaporated')).toEqual(['delete-markers'])
  })

  it.each([
    ['delet', 'object-deletion'],
    ['denied', 'access-denied'],
    ['5xx', 'server-errors'],
    ['mass deletions', 'mass-deletion'],
    ['bucket deletion', 'bucket-deleted'],
  ])('offers first what people mean by %s', (typed, id) => expect(found(typed)[0]).toBe(id))

  it('offers no more than a select may have', () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`question-${at}`, deletion]))
    expect(found('deleted', many)).toHaveLength(100)
  })
})
