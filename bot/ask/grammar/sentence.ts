import { defined } from '../../../analyses/lib/defined.ts'
import { escapeMrkdwn } from '../../text/mrkdwn.ts'
import { mayAsk } from '../../access/access.ts'
import type { Catalogue, Draft } from './draft.ts'
import type { Rules } from './mistakes.ts'
import { nearest } from '../../text/nearest.ts'
import type { Pieces } from './parsed-command.ts'
import { exactly } from './question.ts'
import { readDraft } from './read-draft.ts'
import { speaksOf, spokenOf } from './spoken.ts'
import { parseTime } from '../../time/time.ts'
import { isBucketAddress, named, readWords } from '../../text/tokens.ts'

/** How a sentence was understood: the values found, their mistakes, and the words not understood. */
export interface Sentence {
  /** The equivalent command. */
  pieces: Pieces
  draft: Draft
  /** As mrkdwn. */
  mistakes: string[]
  unread: string[]
}

/** Prepositions: they introduce a bucket or a time and mean nothing without it. */
const LEADING = new Set(
  'in from on of at inside within under below during over since between the a bucket object key file folder prefix'.split(
    ' ',
  ),
)
/** Words that do not help to identify the question. */
const EMPTY = new Set(
  'a an the and or to for with by is are was were be been did do does has have had i we you me us my our it its this that there please can could would tell show find check look say any anything all some what which why how when now so too very just ever really hi hey hello'.split(
    ' ',
  ),
)
/** Opening words of a request, which are not part of the question. */
const ASKING = new Set(['list', 'show', 'give', 'display'])
/** Words too unimportant to report as not understood. */
const VAGUE = new Set(
  'who whom where these those them they come comes coming many much most get gets got made make happened happen turned off reach reaches reached access accesses accessed use uses used using data error errors request requests object objects file files key keys anyone someone somebody anybody'.split(
    ' ',
  ),
)
/** Only this much of a long text is read. */
const MOST_WORDS = 60

/** Whether a text contains one of the small words that never occur in a command. */
export const isSentence = (text: string): boolean =>
  readWords(text).plain.some(word => !/^now$/i.test(word) && !isFull(bare(word)))

/**
 * Reads a question as people put it to each other, “who deleted invoices/2024 in shop-invoices yesterday”: finds
 * the bucket, the key or prefix, the time and the question at any position, and validates them as those of a
 * command. Never throws; a guess is only ever shown in a form.
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
  const { pieces, draft, mistakes } = readDraft(command, rules)
  return {
    pieces,
    draft,
    mistakes: mistakes.map(({ problem, mrkdwn }) => mrkdwn ?? escapeMrkdwn(problem)),
    unread: question.unread,
  }
}

/** Without mentions of people and channels; a link becomes its address. */
const withoutTokens = (text: string): string =>
  text
    .replaceAll(/<[@#!][^>]*>/g, ' ')
    // Slack links names with a dot by itself; such a link's label is its address without the scheme.
    .replaceAll(/<(?:https?:\/\/|mailto:)([^|>\s]+)\|\1>/gi, '$1')
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
  const known = words.find((word, at) => isBucket(word) && leads(words[at - 1])) ?? words.find(isBucket)
  const bucket = known ?? words.find((word, at) => isTold(word, words[at - 1], rules))
  const object = words.find(word => !isBucket(word) && word.includes('/') && !/^[\d/:.-]+$/.test(word))
  const rest = [bucket, object].reduce(without, [...words])
  return { rest, ...defined({ bucket, object }) }
}

const leads = (word = ''): boolean => LEADING.has(word.toLowerCase())

/** Used like a bucket, and a valid name or similar to one: the form will ask which was meant. */
function isTold(word: string, before: string | undefined, { access, buckets }: Rules): boolean {
  if (before === undefined || !leads(before)) return false
  const isNamed = /[-.]/.test(word) || before.toLowerCase() === 'bucket'
  return (isNamed && mayAsk(access, { bucket: word })) || nearest(word, buckets).length > 0
}

/** The words without this one and its prepositions. */
function without(words: string[], taken: string | undefined): string[] {
  if (taken === undefined) return words
  const at = words.indexOf(taken)
  return [...words.slice(0, at).slice(0, leadsFrom(words.slice(0, at))), ...words.slice(at + 1)]
}

/** Where the prepositions at the end of these words begin. */
function leadsFrom(words: readonly string[]): number {
  const last = words.findLastIndex(word => !LEADING.has(word.toLowerCase()))
  return last + 1
}

/** No time has more words. */
const LONGEST_TIME = 8

/** `404s` are status codes, not seconds. */
const STATUS = /^[345]\d\ds?$/

/** Finds the longest run of words that is a time. */
function takeTime(words: readonly string[], rules: Rules): { text?: string; rest: string[] } {
  for (let length = Math.min(LONGEST_TIME, words.length); length > 0; length--) {
    for (let at = 0; at + length <= words.length; at++) {
      const text = words.slice(at, at + length).join(' ')
      if (STATUS.test(text) || !parseTime(text, rules).ok) continue
      const before = words.slice(0, at)
      return { text, rest: [...before.slice(0, leadsFrom(before)), ...words.slice(at + length)] }
    }
  }
  return { rest: [...words] }
}

/** The question named by the longest run of words, otherwise the one with the most similar texts. */
function takeQuestion(words: readonly string[], catalogue: Catalogue): { id?: string; unread: string[] } {
  const asked = ASKING.has(words[0]?.toLowerCase() ?? '') ? words.slice(1) : words
  const full = asked.filter(isFull)
  const telling = full.filter(word => !VAGUE.has(word.toLowerCase()))
  const run = runOf(asked, full, catalogue)
  const id = run?.id ?? spokenOf(telling.length > 0 ? telling : full, catalogue)
  const isRead = (word: string) =>
    run?.words.includes(word) || (id !== undefined && speaksOf(word, id, catalogue))
  const unread = telling.filter(word => !isRead(word))
  return { ...defined({ id }), unread }
}

/** The longest run of words that names a question; among single words, one whose texts also match. */
function runOf(
  words: readonly string[],
  full: readonly string[],
  catalogue: Catalogue,
): { words: string[]; id: string } | undefined {
  const runs = [4, 3, 2, 1].flatMap(length =>
    words.slice(0, Math.max(0, words.length - length + 1)).map((_, at) => words.slice(at, at + length)),
  )
  const naming = runs.flatMap(run => {
    const id = exactly(run.join(' '), catalogue)
    return id === undefined ? [] : [{ words: run, id }]
  })
  const [first] = naming
  if (first === undefined || first.words.length > 1) return first
  const ids = naming.map(({ id }) => id)
  const meant = spokenOf(full, catalogue, ids)
  return naming.find(({ id }) => id === meant) ?? first
}

const isFull = (word: string): boolean =>
  word !== '' && !EMPTY.has(word.toLowerCase()) && !LEADING.has(word.toLowerCase())

/** A name with a file extension is a whole key if the question accepts one. */
function fieldFor(object: string, question: string | undefined, catalogue: Catalogue): 'key' | 'prefix' {
  const takesKey = question !== undefined && catalogue[question]?.parameters.shape.key !== undefined
  return takesKey && /\.\w{1,8}$/.test(object) ? 'key' : 'prefix'
}
