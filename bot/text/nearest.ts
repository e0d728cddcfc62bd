/** The bigrams of a text, edges included, with their counts: `ab` -> ` a`, `ab`, `b `. */
interface Pairs {
  text: string
  count: number
  often: ReadonlyMap<string, number>
}

function pairsOf(text: string): Pairs {
  const framed = ` ${text.toLowerCase()} `
  const often = new Map<string, number>()
  for (let at = 0; at < framed.length - 1; at++) {
    const pair = framed.slice(at, at + 2)
    often.set(pair, (often.get(pair) ?? 0) + 1)
  }
  return { text: text.toLowerCase(), count: framed.length - 1, often }
}

/** The similarity of two texts, 0 to 1: Dice's coefficient of their bigrams, or higher if one is a prefix. */
function likeness(a: Pairs, b: Pairs): number {
  if (a.text === '' || b.text === '') return 0
  const [short, long] = a.text.length < b.text.length ? [a, b] : [b, a]
  const begins = short.text.length >= 3 && long.text.startsWith(short.text) ? 0.7 : 0
  let shared = 0
  for (const [pair, times] of short.often) shared += Math.min(times, long.often.get(pair) ?? 0)
  return Math.max(begins, (2 * shared) / (a.count + b.count))
}

/** Cached, because every command is compared with the same names of questions. */
const known = new Map<string, Pairs>()
/** The catalogue has about a thousand names; an account may have many more buckets. */
const MOST_KNOWN = 5000

function knownPairs(text: string): Pairs {
  const pairs = known.get(text) ?? pairsOf(text)
  if (known.size < MOST_KNOWN) known.set(text, pairs)
  return pairs
}

/** One wrong letter costs a short word more; a long word shares some bigrams with any other. */
const leastFor = (text: string): number => (text.length < 7 ? 0.4 : 0.5)

/**
 * What someone who typed `text` may have meant, the most similar first, at most `limit`. Names of one family
 * (`shop-…`) all resemble each other, so those much less similar than the best match are dropped.
 */
export function nearest(text: string, candidates: readonly string[], limit = 3): string[] {
  const meant = pairsOf(text)
  const scored = candidates.map(candidate => ({ candidate, score: likeness(meant, knownPairs(candidate)) }))
  const least = Math.max(leastFor(text), 0.7 * Math.max(...scored.map(({ score }) => score)))
  return scored
    .filter(({ score }) => score >= least)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ candidate }) => candidate)
}
