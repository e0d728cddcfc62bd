import { type Random, randomStream } from '../../infra/local/sample/random.ts'
import { lineCases } from './corpus/lines.ts'

const PIECES = [
  '"',
  '""',
  ' ',
  '  ',
  '-',
  '[',
  ']',
  '\\',
  '%',
  '+',
  '\t',
  'é',
  '🎁',
  'REST.',
  'S3.',
  'BATCH.',
  'SigV4',
  '[20/Nov/2026:07:15:00 +0000] ',
  '" 200 - 1 1 1 1 "',
  '" "',
  '0',
  'x',
]

/** Lines of the corpus with a few characters cut, doubled, replaced or put in; none is empty. The same for the same seed. */
export function* mutatedLines(count: number, seed: number): Generator<string> {
  const random = randomStream(seed, 'mutations')
  const lines = lineCases.map(({ line }) => line).filter(line => line.length < 2000)
  for (let index = 0; index < count; index++) {
    const line = mutated(random.pick(lines), random)
    yield line === '' ? '-' : line
  }
}

function mutated(line: string, random: Random): string {
  let text = line
  for (let edits = random.between(1, 4); edits > 0; edits--) {
    const at = random.between(0, text.length)
    const cut = random.fraction() < 0.5 ? 0 : random.between(1, 20)
    const piece = random.fraction() < 0.2 ? text.slice(at, at + 40) : random.pick(PIECES)
    text = text.slice(0, at) + piece + text.slice(at + cut)
  }
  // A cut through a pair of surrogates would not be UTF-8.
  return text.toWellFormed()
}
