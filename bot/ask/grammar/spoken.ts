import { stemmer } from 'stemmer'
import type { Catalogue } from './draft.ts'

/** The stems of a question's title, id and words, and those of its description. */
interface Texts {
  named: ReadonlySet<string>
  told: ReadonlySet<string>
}

/** The questions of a catalogue by their stems, and how many questions have each stem. */
interface Index {
  questions: ReadonlyMap<string, Texts>
  often: ReadonlyMap<string, number>
}

const indexed = new WeakMap<Catalogue, Index>()

/**
 * The question whose texts share most with a sentence's words: `overwriting` and `overwritten` are one stem, rare
 * words weigh more than common ones, and a name more than a description. Undefined if they share nothing.
 * @param among the ids to choose from, by default all
 */
export function spokenOf(
  words: readonly string[],
  catalogue: Catalogue,
  among: readonly string[] = Object.keys(catalogue),
): string | undefined {
  const index = indexFor(catalogue)
  const stems = [...new Set(words.flatMap(stemsOf))]
  const scored = among.map(id => ({ id, score: scoreOf(stems, id, index) }))
  // Prefer the analysis to its presets: it is the more general question.
  const rank = ({ id, score }: { id: string; score: number }) => score - (catalogue[id]?.presetOf ? 0.01 : 0)
  const [best] = scored.toSorted((one, other) => rank(other) - rank(one))
  return best !== undefined && best.score > 0 ? best.id : undefined
}

/** Whether a word is one of a question's texts. */
export function speaksOf(word: string, id: string, catalogue: Catalogue): boolean {
  const { named, told } = indexFor(catalogue).questions.get(id) ?? NOTHING
  return stemsOf(word).some(stem => named.has(stem) || told.has(stem))
}

const NOTHING: Texts = { named: new Set(), told: new Set() }

function scoreOf(stems: readonly string[], id: string, { questions, often }: Index): number {
  const { named, told } = questions.get(id) ?? NOTHING
  return stems.reduce((sum, stem) => {
    const weight = named.has(stem) ? 2 : told.has(stem) ? 1 : 0
    return sum + weight * Math.log(questions.size / (often.get(stem) ?? 1))
  }, 0)
}

function indexFor(catalogue: Catalogue): Index {
  const index = indexed.get(catalogue) ?? indexOf(catalogue)
  indexed.set(catalogue, index)
  return index
}

function indexOf(catalogue: Catalogue): Index {
  const each = Object.entries(catalogue).map(([id, { title, words, answers }]): [string, Texts] => [
    id,
    { named: new Set([id, title, ...words].flatMap(stemsOf)), told: new Set(stemsOf(answers)) },
  ])
  const all = each.flatMap(([, { named, told }]) => [...new Set([...named, ...told])])
  const often = new Map([...Map.groupBy(all, stem => stem)].map(([stem, those]) => [stem, those.length]))
  return { questions: new Map(each), often }
}

const stemsOf = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(word => stemmer(word))
