/** A seeded source of chance: the same seed gives the same draws on every machine. */
export interface Random {
  /** A fraction in [0, 1). */
  fraction(): number
  /** A whole number in [from, to], both ends included. */
  between(from: number, to: number): number
  pick<T extends object | string | number>(list: readonly T[]): T
  /** One of the choices, each as likely as its weight; the weights need not add up to anything. */
  weighted<T>(choices: Weighted<T>): T
  /** Characters of an alphabet. */
  text(length: number, alphabet: string): string
  /** Base64 of this many random 32-bit words. */
  base64(words: number): string
}

export type Weighted<T> = readonly (readonly [weight: number, choice: T])[]

/**
 * The stream of draws called `name` of a seed. Every part of the sample draws from a stream of its own, so
 * that a change of one part leaves the others as they were.
 */
export function randomStream(seed: number, name: string): Random {
  const fraction = mulberry32(hash(name) ^ seed)
  const between = (from: number, to: number) => from + Math.floor(fraction() * (to - from + 1))
  return {
    fraction,
    between,
    pick: list => {
      const [picked] = list.slice(between(0, list.length - 1))
      if (picked === undefined) throw new Error('nothing to pick from')
      return picked
    },
    weighted: choices => weighted(choices, fraction()),
    text: (length, alphabet) => {
      let drawn = ''
      while (drawn.length < length) drawn += alphabet.charAt(between(0, alphabet.length - 1))
      return drawn
    },
    base64: words => {
      const bytes = Buffer.alloc(words * 4)
      for (let word = 0; word < words; word += 1) bytes.writeUInt32LE(fraction() * 2 ** 32, word * 4)
      return bytes.toString('base64')
    },
  }
}

/** A number for a text, always the same (FNV-1a, 32 bits); spreads keys over sizes, names over seeds. */
export function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  }
  return value >>> 0
}

function weighted<T>(choices: Weighted<T>, fraction: number): T {
  const total = choices.reduce((sum, [weight]) => sum + weight, 0)
  let left = fraction * total
  for (const [weight, choice] of choices) {
    left -= weight
    if (left < 0) return choice
  }
  throw new Error('nothing to choose from')
}

/** Tommy Ettinger's mulberry32: 32 bits of state, good enough to look like traffic. */
function mulberry32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
