/** Two neighbouring characters at a time, with the edges: `ab` -> ` a`, `ab`, `b `. */
function pairs(text: string): string[] {
  const framed = ` ${text.toLowerCase()} `
  return Array.from({ length: framed.length - 1 }, (_, at) => framed.slice(at, at + 2))
}

/** How alike two texts are, 0 to 1: the share of the pairs that both have (Dice), or that one begins the other. */
export function likeness(a: string, b: string): number {
  if (a === '' || b === '') return 0
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  const begins = short.length >= 3 && long.toLowerCase().startsWith(short.toLowerCase()) ? 0.7 : 0
  const left = pairs(b)
  const all = pairs(a)
  const both = all.length + left.length
  const shared = all.filter(pair => {
    const at = left.indexOf(pair)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
  return Math.max(begins, (2 * shared.length) / both)
}

/**
 * What someone who typed `text` may have meant, the likeliest first, at most `limit`. Names of one family
 * (`shop-…`) are all a little alike: who is much less alike than the likeliest is not meant.
 */
export function nearest(text: string, candidates: readonly string[], limit = 3): string[] {
  const scored = candidates.map(candidate => ({ candidate, score: likeness(text, candidate) }))
  const least = Math.max(0.4, 0.7 * Math.max(...scored.map(({ score }) => score)))
  return scored
    .filter(({ score }) => score >= least)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ candidate }) => candidate)
}
