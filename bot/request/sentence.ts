import { escapeMrkdwn } from '../reply/mrkdwn.ts'
import { mayAsk } from './access.ts'
import { readDraft } from './command.ts'
import type { Catalogue, Draft } from './draft.ts'
import type { Rules } from './mistakes.ts'
import { nearest } from './nearest.ts'
import { exactly } from './question.ts'
import { searchQuestions } from './search.ts'
import { parseTime } from './time.ts'
import { isBucketAddress, named, readWords } from './words.ts'

/** What a sentence was understood as: what can be filled in, what is wrong with it, what was not understood. */
export interface Sentence {
  draft: Draft
  /** As mrkdwn. */
  mistakes: string[]
  unread: string[]
}

/** Lead to a place or a time, and mean nothing without it. */
const LEADING = new Set(
  'in from on of at inside within under below during over since between the a bucket object key file folder prefix'.split(
    ' ',
  ),
)
/** Say nothing about which question it is. */
const EMPTY = new Set(
  'a an the and or to for with by is are was were be been did do does has have had i we you me us my our it its this that there please can could would tell show find check look say any anything all some what which why how when now hi hey hello'.split(
    ' ',
  ),
)
/** A sentence longer than this is a story; its beginning is read. */
const MOST_WORDS = 60

/**
 * Reads a question as people put it to each other, “who deleted invoices/2024 in shop-invoices yesterday”: finds
 * the bucket, the key or prefix, the time and the question wherever they stand, and has them checked as those of
 * a command are. Never throws; a guess is only ever shown in a form.
 */
export function readSentence(text: string, rules: Rules): Sentence {
  const { plain, named: values } = readWords(withoutTokens(text))
  const places = takePlaces(plain.slice(0, MOST_WORDS).map(bare), rules)
  const time = takeTime(places.rest, rules)
  const question = takeQuestion(time.rest, rules.catalogue)
  const command = [
    ...(question.id === undefined ? [] : [named('question', question.id)]),
    ...(places.bucket === undefined ? [] : [named('bucket', places.bucket)]),
    ...(places.object === undefined
      ? []
      : [named(fieldFor(places.object, question.id, rules.catalogue), places.object)]),
    ...(time.text === undefined ? [] : [named('time', time.text)]),
    ...values.map(({ name, value }) => named(name, value)),
  ].join(' ')
  const { draft, mistakes } = readDraft(command, rules)
  return {
    draft,
    mistakes: mistakes.map(({ problem, mrkdwn }) => mrkdwn ?? escapeMrkdwn(problem)),
    unread: question.unread,
  }
}

/** Mentions of people and channels go; a link becomes its address. */
const withoutTokens = (text: string): string =>
  text
    .replaceAll(/<[@#!][^>]*>/g, ' ')
    .replaceAll(/<((?:https?|s3):[^|>\s]*)(?:\|[^>]*)?>/gi, ' $1 ')
    .replaceAll('`', ' ')
    .replaceAll(/:(?=\s|$)/g, ' ')

const bare = (word: string): string => word.replace(/^[(“"']+/, '').replace(/[?!,;.)”"']+$/, '')

interface Places {
  bucket?: string
  object?: string
  rest: string[]
}

function takePlaces(words: readonly string[], rules: Rules): Places {
  const isBucket = (word: string): boolean => rules.buckets.includes(word) || isBucketAddress(word)
  const known = words.find(isBucket)
  const bucket = known ?? words.find((word, at) => isTold(word, words[at - 1], rules))
  const object = words.find(word => !isBucket(word) && word.includes('/') && !/^[\d/:.-]+$/.test(word))
  const rest = [bucket, object].reduce(without, [...words])
  return { rest, ...(bucket !== undefined && { bucket }), ...(object !== undefined && { object }) }
}

/** Put as a bucket is, and one by a pattern, or much like one: what was meant will be asked. */
function isTold(word: string, before: string | undefined, { access, buckets }: Rules): boolean {
  if (before === undefined || !LEADING.has(before.toLowerCase())) return false
  const isNamed = /[-.]/.test(word) || before.toLowerCase() === 'bucket'
  return (isNamed && mayAsk(access, { bucket: word })) || nearest(word, buckets).length > 0
}

/** The words without this one and what led to it. */
function without(words: string[], taken: string | undefined): string[] {
  if (taken === undefined) return words
  const at = words.indexOf(taken)
  return [...words.slice(0, at).slice(0, leadsFrom(words.slice(0, at))), ...words.slice(at + 1)]
}

/** Where the leading words at the end of these begin. */
function leadsFrom(words: readonly string[]): number {
  const last = words.findLastIndex(word => !LEADING.has(word.toLowerCase()))
  return last + 1
}

/** No time has more words. */
const LONGEST_TIME = 8

/** Takes the longest run of words that is a time. */
function takeTime(words: readonly string[], rules: Rules): { text?: string; rest: string[] } {
  for (let length = Math.min(LONGEST_TIME, words.length); length > 0; length--) {
    for (let at = 0; at + length <= words.length; at++) {
      const text = words.slice(at, at + length).join(' ')
      if (!parseTime(text, rules).ok) continue
      const before = words.slice(0, at)
      return { text, rest: [...before.slice(0, leadsFrom(before)), ...words.slice(at + length)] }
    }
  }
  return { rest: [...words] }
}

/** The question that some of the words name, the most of them first; else the one that the form's search would offer. */
function takeQuestion(words: readonly string[], catalogue: Catalogue): { id?: string; unread: string[] } {
  const left = (used: readonly string[]) =>
    words.filter(word => word !== '' && !used.includes(word)).filter(isFull)
  for (const length of [4, 3, 2, 1]) {
    for (let at = 0; at + length <= words.length; at++) {
      const run = words.slice(at, at + length)
      const id = exactly(run.join(' '), catalogue)
      if (id !== undefined) return { id, unread: left(run) }
    }
  }
  const full = left([])
  const [best] = full.length === 0 ? [] : searchQuestions(full.join(' '), catalogue)
  const id = best?.options[0]?.value
  return id === undefined ? { unread: full } : { id, unread: [] }
}

const isFull = (word: string): boolean => !EMPTY.has(word.toLowerCase()) && !LEADING.has(word.toLowerCase())

/** A name with an extension is a whole key where the question can be asked of one. */
function fieldFor(object: string, question: string | undefined, catalogue: Catalogue): 'key' | 'prefix' {
  const takesKey = question !== undefined && catalogue[question]?.parameters.shape.key !== undefined
  return takesKey && /\.\w{1,8}$/.test(object) ? 'key' : 'prefix'
}
