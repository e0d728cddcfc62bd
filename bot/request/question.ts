import { MEANT, plain } from '../../analyses/lib/meant.ts'
import type { Question } from '../../analyses/lib/named.ts'
import type { Catalogue } from './draft.ts'
import { nearest } from './nearest.ts'

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
  const begun = Object.keys(catalogue).filter(id => text.length > 1 && plain(id).startsWith(plain(text)))
  const [only] = begun
  return only !== undefined && begun.length === 1
    ? { id: only }
    : { candidates: likely(text, begun, catalogue) }
}

/** The title and the words of a question as `plain` writes them: asked for thousands of times a command. */
const plainNames = new WeakMap<Question, readonly string[]>()

function namesOf(question: Question): readonly string[] {
  const names = plainNames.get(question) ?? [question.title, ...question.words].map(plain)
  plainNames.set(question, names)
  return names
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
  const entries = Object.entries(catalogue)
  const byId = entries.find(([id]) => plain(id) === wanted)
  if (byId !== undefined) return byId[0]
  const meant = meantBy(text, catalogue)
  if (meant.length > 0) return meant.length === 1 ? meant[0] : undefined
  const byWord = entries.filter(([, question]) => namesOf(question).includes(wanted))
  const [analyses, presets] = [false, true].map(isPreset =>
    byWord.filter(([, { presetOf }]) => (presetOf !== undefined) === isPreset),
  )
  // An analysis is the plainer thing to mean than a preset of it or of another.
  const named = analyses?.length ? analyses : presets
  return named?.length === 1 ? named[0]?.[0] : undefined
}

function likely(text: string, begun: readonly string[], catalogue: Catalogue): string[] {
  const names = Object.entries(catalogue).flatMap(([id, question]) =>
    [plain(id), ...namesOf(question)].map(name => ({ id, name })),
  )
  const alike = nearest(
    plain(text),
    names.map(({ name }) => name),
    10,
  )
  const ids = alike.flatMap(name => names.filter(other => other.name === name).map(({ id }) => id))
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
  const first = words[0] === undefined ? undefined : findQuestion(words[0], catalogue)
  return first !== undefined && 'id' in first ? { id: first.id, count: 1 } : undefined
}
