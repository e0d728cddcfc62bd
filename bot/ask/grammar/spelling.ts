import type { Catalogue } from './draft.ts'
import { nearest } from '../../text/nearest.ts'

/** Words of times, and of what people ask, besides those of the questions. */
const COMMON =
  'yesterday today tonight night morning afternoon evening weekend week month hour hours minutes days since last between monday tuesday wednesday thursday friday saturday sunday what which where when changed happened'.split(
    ' ',
  )

const known = new WeakMap<Catalogue, ReadonlySet<string>>()

function vocabularyOf(catalogue: Catalogue): ReadonlySet<string> {
  const found = known.get(catalogue)
  if (found !== undefined) return found
  const texts = Object.entries(catalogue).flatMap(([id, { title, words, answers }]) => [
    id,
    title,
    answers,
    ...words,
  ])
  const all = texts.flatMap(text => text.toLowerCase().match(/[a-z]{3,}/g) ?? [])
  const vocabulary = new Set([...COMMON, ...all])
  known.set(catalogue, vocabulary)
  return vocabulary
}

/** A letter too many, too few, wrong or in the wrong place. */
const isSlip = (typed: string, meant: string): boolean =>
  Math.abs(typed.length - meant.length) <= 1 &&
  typed[0] === meant[0] &&
  sharedLetters(typed, meant) >= meant.length - 1

function sharedLetters(one: string, other: string): number {
  const left = other.split('')
  return one.split('').filter(letter => {
    const at = left.indexOf(letter)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  }).length
}

/** The words as they were meant: a misspelt one of a question or a time is mended, all others stay. */
export function spelled(
  words: readonly string[],
  catalogue: Catalogue,
  isName: (word: string) => boolean,
): string[] {
  const vocabulary = vocabularyOf(catalogue)
  return words.map(word => {
    const typed = word.toLowerCase()
    if (!/^[a-z]{5,}$/.test(typed) || vocabulary.has(typed) || isName(word)) return word
    return nearest(typed, [...vocabulary], 3).find(meant => isSlip(typed, meant)) ?? word
  })
}
