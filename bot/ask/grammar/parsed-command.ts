import { defined } from '../../../analyses/lib/defined.ts'
import { truncate } from '../../text/mrkdwn.ts'
import type { Catalogue } from './draft.ts'
import { nearest } from '../../text/nearest.ts'
import { exactly, findQuestion, takeQuestion } from './question.ts'
import { parseTime } from '../../time/time.ts'
import { isBucketAddress, named, readWords, type Words } from '../../text/tokens.ts'

/** A command's text by what each part is meant as; nothing is checked yet. */
export interface Pieces {
  question?: string
  bucket?: string
  time?: string
  named: Words['named']
  /** It ended with `now`: start without the form. */
  start: boolean
}

/** What is wrong, as a plain sentence, and ways to mend it, the likeliest first. */
export interface Mistake {
  problem: string
  /** The same as mrkdwn, where that says more: whom to ask. */
  mrkdwn?: string
  fixes: ((pieces: Pieces) => Pieces)[]
}

/** What tells a question from a bucket from a time. */
export interface Known {
  catalogue: Catalogue
  /** The buckets one may mean, by name. */
  buckets: readonly string[]
  now: Date
  zone: string
}

/** `to now` ends a time text; any other last `now` starts. */
const BEFORE_TIME_NOW = /^(?:to|until|till|and|-|–|—|.*(?:\.\.|…|\/))$/i

/** Sorts the words of `[question] [bucket] [name:value …] [time] [now]`, also where some are missing or wrong. */
export function readPieces(text: string, known: Known): Pieces {
  const words = readWords(text)
  const special = (names: string[]): string | undefined =>
    words.named.find(({ name }) => names.includes(name.toLowerCase()))?.value
  const start = /^now$/i.test(words.plain.at(-1) ?? '') && !BEFORE_TIME_NOW.test(words.plain.at(-2) ?? '')
  const question = special(['question', 'analysis'])
  const bucket = special(['bucket'])
  const time = special(['time', 'window'])
  return {
    ...readPlain(start ? words.plain.slice(0, -1) : words.plain, known),
    ...defined({ question, bucket, time }),
    named: words.named.filter(({ name }) => !SPECIAL.has(name.toLowerCase())),
    start,
  }
}

const SPECIAL = new Set(['question', 'analysis', 'bucket', 'time', 'window'])

function readPlain(words: readonly string[], known: Known): Omit<Pieces, 'named' | 'start'> {
  const { question, bucket: first, rest } = readQuestion(words, known)
  const bucket = first ?? (rest[0] !== undefined && !isTime(rest, known) ? rest[0] : undefined)
  const time = (bucket === first ? rest : rest.slice(1)).join(' ')
  return {
    ...defined({ question, bucket }),
    ...(time !== '' && { time }),
  }
}

interface Front {
  question?: string | undefined
  bucket?: string
  rest: readonly string[]
}

/** Takes the question off the front; the bucket too where it comes first. */
function readQuestion(words: readonly string[], known: Known): Front {
  const [first] = words
  if (first === undefined) return { rest: words }
  const isNamed = exactly(first, known.catalogue) !== undefined
  if (isBucket(first, known) && !isNamed) return { bucket: first, ...questionOrTime(words.slice(1), known) }
  const taken = takeQuestion(words, known.catalogue)
  if (taken !== undefined) return { question: taken.id, rest: words.slice(taken.count) }
  if (isTime(words, known)) return { rest: words }
  const before = Math.max(
    1,
    words.findIndex(word => isBucket(word, known)),
  )
  const isOther = before === 1 && isRatherBucket(first, words[1], known)
  return isOther
    ? { bucket: first, ...questionOrTime(words.slice(1), known) }
    : { question: words.slice(0, before).join(' '), rest: words.slice(before) }
}

/** What follows a bucket that came first. */
function questionOrTime(words: readonly string[], known: Known): Omit<Front, 'bucket'> {
  const taken = isTime(words, known) ? undefined : takeQuestion(words, known.catalogue)
  return taken === undefined ? { rest: words } : { question: taken.id, rest: words.slice(taken.count) }
}

/** Whether a first word that is neither looks like a mistyped bucket, and not like a mistyped question. */
function isRatherBucket(word: string, next: string | undefined, { catalogue, buckets }: Known): boolean {
  if (next !== undefined && buckets.includes(next)) return false
  const found = findQuestion(word, catalogue)
  return 'candidates' in found && found.candidates.length === 0 && nearest(word, buckets).length > 0
}

const isBucket = (word: string, { buckets }: Known): boolean =>
  isBucketAddress(word) || buckets.includes(word)

const isTime = (words: readonly string[], known: Known): boolean => parseTime(words.join(' '), known).ok

/** The command that reads back as these pieces. */
export function writeCommand({ question, bucket, time, named: values, start }: Pieces): string {
  const parts = [question, bucket, ...values.map(({ name, value }) => named(name, value)), time]
  return ['/s3audit', ...parts.filter(part => part !== undefined), ...(start ? ['now'] : [])].join(' ')
}

/** A name in quotation marks for a sentence, shortened. */
export const quoted = (text: string): string => `"${truncate(text, 100)}"`
