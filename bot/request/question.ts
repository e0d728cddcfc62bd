import type { Catalogue } from './draft.ts'
import { nearest } from './nearest.ts'

/** The analysis that a text names: its id, or the ids it could mean, the likeliest first. */
export type Named = { id: string } | { candidates: string[] }

const norm = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim()

/** Finds an analysis by its id, its title, one of the words for it, or the beginning of its id. */
export function findQuestion(text: string, catalogue: Catalogue): Named {
  const exact = exactly(text, catalogue)
  if (exact !== undefined) return { id: exact }
  const begun = Object.keys(catalogue).filter(id => text.length > 1 && norm(id).startsWith(norm(text)))
  const [only] = begun
  return only !== undefined && begun.length === 1
    ? { id: only }
    : { candidates: likely(text, begun, catalogue) }
}

/** The id of the analysis of which the text is the id, the title or a word; a word of two names neither. */
export function exactly(text: string, catalogue: Catalogue): string | undefined {
  const wanted = norm(text)
  const entries = Object.entries(catalogue)
  const byId = entries.find(([id]) => norm(id) === wanted)
  if (byId !== undefined) return byId[0]
  const byWord = entries.filter(([, { title, words }]) =>
    [title, ...words].some(word => norm(word) === wanted),
  )
  const [analyses, presets] = [false, true].map(isPreset =>
    byWord.filter(([, { presetOf }]) => (presetOf !== undefined) === isPreset),
  )
  // An analysis is the plainer thing to mean than a preset of it or of another.
  const named = analyses?.length ? analyses : presets
  return named?.length === 1 ? named[0]?.[0] : undefined
}

function likely(text: string, begun: readonly string[], catalogue: Catalogue): string[] {
  const names = Object.entries(catalogue).flatMap(([id, { title, words }]) =>
    [id, title, ...words].map(name => ({ id, name })),
  )
  const alike = nearest(
    norm(text),
    names.map(({ name }) => norm(name)),
    10,
  )
  const ids = alike.flatMap(name => names.filter(other => norm(other.name) === name).map(({ id }) => id))
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
