import { MEANT, plain } from '../../../analyses/lib/catalogue/meant.ts'
import type { Catalogue } from './draft.ts'
import { nearest } from '../../text/nearest.ts'

/** The analysis that a text names: its id, or the ids it could mean, the likeliest first. */
export type Named =
  | { id: string }
  | {
      candidates: string[]
      /** Each of them goes by just this word. */
      isShared?: boolean
    }

/** Finds an analysis by its id, its title, one of the words for it, or the beginning of its id. */
export function findQuestion(text: string, catalogue: Catalogue): Named {
  const exact = exactly(text, catalogue)
  if (exact !== undefined) return { id: exact }
  const offered = meantBy(text, catalogue)
  if (offered.length > 1) return { candidates: offered, isShared: true }
  const begun = begunBy(text, catalogue)
  const [only] = begun
  return only !== undefined && begun.length === 1
    ? { id: only }
    : { candidates: likely(text, begun, catalogue) }
}

/** The names of a catalogue's questions as `plain` writes them: looked up hundreds of times a command. */
interface Names {
  /** Ids by their own plain writing. */
  ids: ReadonlyMap<string, string>
  /** The questions that go by a title or a word. */
  words: ReadonlyMap<string, readonly string[]>
  /** All of these, each with the question that it names. */
  all: readonly { id: string; name: string }[]
}

const named = new WeakMap<Catalogue, Names>()

function namesOf(catalogue: Catalogue): Names {
  const known = named.get(catalogue) ?? readNames(catalogue)
  named.set(catalogue, known)
  return known
}

function readNames(catalogue: Catalogue): Names {
  const each = Object.entries(catalogue).map(([id, { title, words }]) => ({
    id,
    own: plain(id),
    words: [...new Set([title, ...words].map(plain))],
  }))
  const words = Map.groupBy(
    each.flatMap(one => one.words.map(name => ({ id: one.id, name }))),
    ({ name }) => name,
  )
  return {
    ids: new Map(each.map(({ id, own }) => [own, id])),
    words: new Map([...words].map(([name, those]) => [name, those.map(({ id }) => id)])),
    all: each.flatMap(one => [one.own, ...one.words].map(name => ({ id: one.id, name }))),
  }
}

const begunBy = (text: string, catalogue: Catalogue): string[] => {
  const wanted = plain(text)
  return text.length > 1
    ? [...namesOf(catalogue).ids].filter(([own]) => own.startsWith(wanted)).map(([, id]) => id)
    : []
}

/** What is meant by a word that several questions go by, as far as the catalogue has it. */
function meantBy(text: string, catalogue: Catalogue): string[] {
  const word = plain(text)
  const meant = Object.hasOwn(MEANT, word) ? (MEANT[word] ?? []) : []
  return [meant].flat().filter(id => Object.hasOwn(catalogue, id))
}

/** The id of the analysis of which the text is the id, the title or a word; a word of several is one's or nobody's. */
export function exactly(text: string, catalogue: Catalogue): string | undefined {
  const wanted = plain(text)
  const { ids, words } = namesOf(catalogue)
  const byId = ids.get(wanted)
  if (byId !== undefined) return byId
  const meant = meantBy(text, catalogue)
  if (meant.length > 0) return meant.length === 1 ? meant[0] : undefined
  const byWord = words.get(wanted) ?? []
  const analyses = byWord.filter(id => catalogue[id]?.presetOf === undefined)
  // An analysis is the plainer thing to mean than a preset of it or of another.
  const [only, ...others] = analyses.length > 0 ? analyses : byWord
  return others.length === 0 ? only : undefined
}

function likely(text: string, begun: readonly string[], catalogue: Catalogue): string[] {
  const { all } = namesOf(catalogue)
  const alike = nearest(
    plain(text),
    all.map(({ name }) => name),
    10,
  )
  const ids = alike.flatMap(name => all.filter(other => other.name === name).map(({ id }) => id))
  return [...new Set([...begun, ...ids])].slice(0, 3)
}

/** Cuts the question off the front of some words: the longest run of up to four that names exactly one. */
export function takeQuestion(
  words: readonly string[],
  catalogue: Catalogue,
): { id: string; count: number } | undefined {
  for (const count of [4, 3, 2, 1].filter(length => length <= words.length)) {
    const id = exactly(words.slice(0, count).join(' '), catalogue)
    if (id !== undefined) return { id, count }
  }
  const [first] = words
  const [only, ...others] = first === undefined ? [] : begunBy(first, catalogue)
  const isShared = first !== undefined && meantBy(first, catalogue).length > 1
  return only !== undefined && others.length === 0 && !isShared ? { id: only, count: 1 } : undefined
}
