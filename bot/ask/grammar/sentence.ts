import { defined } from '../../../analyses/lib/defined.ts'
import { escapeMrkdwn } from '../../text/mrkdwn.ts'
import { mayAsk } from '../../access/access.ts'
import type { Catalogue, Draft } from './draft.ts'
import type { Rules } from './mistakes.ts'
import { nearest } from '../../text/nearest.ts'
import type { Pieces } from './parsed-command.ts'
import { exactly } from './question.ts'
import { readDraft } from './read-draft.ts'
import { isGeneral, saidIn } from './said.ts'
import { spelled } from './spelling.ts'
import { speaksOf, spokenOf } from './spoken.ts'
import { parseTime } from '../../time/time.ts'
import { questionFor, takeIdentities } from './identities.ts'
import { readAddress } from '../../text/address.ts'
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
  const { catalogue } = rules
  const identities = takeIdentities(plain.slice(0, MOST_WORDS).map(bare))
  const places = takePlaces(identities.rest, rules)
  const time = takeTime(
    spelled(places.rest, catalogue, word => !isFull(word) || VAGUE.has(word.toLowerCase())),
    rules,
  )
  const read = takeQuestion(time.rest, { catalogue, said: saidIn(text, catalogue) })
  const asked = { ...read, id: askedOf(read.id, places.object) }
  const { question, parameters, unused } = questionFor(identities, asked, catalogue)
  const command = [
    ...(question === undefined ? [] : [named('question', question)]),
    ...(places.bucket === undefined ? [] : [named('bucket', places.bucket)]),
    ...(places.object === undefined
      ? []
      : [named(fieldFor(places.object, question, catalogue), places.object)]),
    ...(time.text === undefined ? [] : [named('time', time.text)]),
    ...parameters.map(([name, value]) => named(name, value)),
    ...values.map(({ name, value }) => named(name, value)),
  ].join(' ')
  const { pieces, draft, mistakes } = readDraft(command, rules)
  const told = mistakes.map(({ problem, mrkdwn }) => mrkdwn ?? escapeMrkdwn(problem))
  return {
    pieces,
    draft,
    mistakes: places.meant === undefined ? told : [...told, escapeMrkdwn(places.meant)],
    unread: [...read.unread, ...unused],
  }
}

/** A key alone asks for its history; and who deleted something that has no name, for all that was deleted. */
function askedOf(id: string | undefined, object: string | undefined): string | undefined {
  if (id === 'who-deleted-object' && object === undefined) return 'object-deletion'
  return id ?? (object !== undefined && isWhole(object) ? 'object-history' : undefined)
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

const bare = (word: string): string => word.replace(/^[(“‘"'*_]+/, '').replace(/[?!,;.)”’"'*_]+$/, '')

interface Places {
  bucket?: string
  object?: string
  /** What a misspelt bucket was taken for, as a sentence. */
  meant?: string
  rest: string[]
}

function takePlaces(words: readonly string[], rules: Rules): Places {
  const named = words.map(
    word => rules.buckets.find(name => name === word || name === word.toLowerCase()) ?? word,
  )
  const isBucket = (word: string): boolean => rules.buckets.includes(word) || isBucketAddress(word)
  const known = named.find((word, at) => isBucket(word) && leads(named[at - 1])) ?? named.find(isBucket)
  const near = known === undefined ? misspelt(named, rules) : undefined
  const told = known ?? (near ? undefined : named.find((word, at) => isTold(word, named[at - 1], rules)))
  const address = told === undefined ? undefined : readAddress(told)
  const bucket = address?.bucket ?? told ?? near?.bucket
  const object =
    address?.key ??
    address?.prefix ??
    named.find(word => word !== told && !isBucket(word) && word.includes('/') && !/^[\d/:.-]+$/.test(word)) ??
    named.find(word => word !== told && FILE.test(word) && !rules.buckets.includes(word))
  const rest = [told ?? near?.word, object].reduce(without, [...named])
  return { rest, ...defined({ bucket, object, meant: near?.meant }) }
}

/** A name with an ending, which is neither a host nor a number. */
const FILE = /^[\w-]+(?:\.[\w-]+)*\.(?:[a-z]{2,5}|[a-z]+\d)$/i

/** A whole key, and not what keys begin with. */
const isWhole = (object: string): boolean => /\.\w{1,8}$/.test(object)

/** A word that is nearly the name of one bucket; short ones are nearly anything. */
function misspelt(words: readonly string[], { access, buckets }: Rules) {
  for (const word of words) {
    if (word.length < 7 || mayAsk(access, { bucket: word })) continue
    const [bucket, ...others] = nearest(word, buckets)
    if (bucket !== undefined && others.length === 0 && Math.abs(bucket.length - word.length) <= 2)
      return { word, bucket, meant: `There is no bucket “${word}” here: I took it for ${bucket}.` }
  }
  return undefined
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
const LONGEST_TIME = 14

/** `404s` are status codes, not seconds. */
const STATUS = /^[345]\d\ds?$/

/** Finds the longest run of words that is a time. */
function takeTime(words: readonly string[], rules: Rules): { text?: string; rest: string[] } {
  for (let length = Math.min(LONGEST_TIME, words.length); length > 0; length--) {
    for (let at = 0; at + length <= words.length; at++) {
      const text = words.slice(at, at + length).join(' ')
      const taken = STATUS.test(text) ? undefined : asTime(text, words.slice(0, at), rules)
      if (taken === undefined) continue
      const before = words.slice(0, at)
      return { text: taken, rest: [...before.slice(0, leadsFrom(before)), ...words.slice(at + length)] }
    }
  }
  return { rest: [...words] }
}

/** A text that is a time, or a wrong one, of which the form says why. A moment alone is an hour around it. */
function asTime(text: string, before: readonly string[], rules: Rules): string | undefined {
  const parsed = parseTime(text, rules)
  if (parsed.ok) return text
  if (parsed.isTime !== true || /^now$/i.test(text)) return undefined
  const isSince = before.slice(-6).some(word => /^(?:since|after)$/i.test(word))
  if (isSince && parseTime(`since ${text}`, rules).ok) return `since ${text}`
  return parseTime(`around ${text}`, rules).ok ? `around ${text}` : text
}

/** The question named by the longest run of words, otherwise the one with the most similar texts. */
function takeQuestion(
  words: readonly string[],
  { catalogue, said }: { catalogue: Catalogue; said: string | undefined },
): { id?: string; isNamed: boolean; unread: string[] } {
  const asked = ASKING.has(words[0]?.toLowerCase() ?? '') ? words.slice(1) : words
  const full = asked.filter(isFull)
  const telling = full.filter(word => !VAGUE.has(word.toLowerCase()))
  const run = runOf(asked, full, catalogue)
  // What is said in other words may be special; else a name of several words is the plainest.
  const named = run !== undefined && run.words.length > 1 ? run.id : undefined
  const special = said !== undefined && !isGeneral(said) ? said : undefined
  const id = special ?? named ?? said ?? run?.id ?? spokenOf(telling.length > 0 ? telling : full, catalogue)
  const isRead = (word: string) =>
    run?.words.includes(word) || (id !== undefined && speaksOf(word, id, catalogue))
  const unread = telling.filter(word => !isRead(word))
  return { ...defined({ id }), isNamed: run !== undefined, unread }
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
    const id = exactly(run.join(' '), catalogue) ?? exactly(run.map(singular).join(' '), catalogue)
    return id === undefined ? [] : [{ words: run, id }]
  })
  const [first] = naming
  if (first === undefined || first.words.length > 1) return first
  const ids = naming.map(({ id }) => id)
  const meant = spokenOf(full, catalogue, ids)
  return naming.find(({ id }) => id === meant) ?? first
}

const singular = (word: string): string => word.replace(/(?<=\w{3})s$/, '')

const isFull = (word: string): boolean =>
  word !== '' && !EMPTY.has(word.toLowerCase()) && !LEADING.has(word.toLowerCase())

/** A name with a file extension is a whole key if the question accepts one. */
function fieldFor(object: string, question: string | undefined, catalogue: Catalogue): 'key' | 'prefix' {
  const takesKey = question !== undefined && catalogue[question]?.parameters.shape.key !== undefined
  return takesKey && isWhole(object) ? 'key' : 'prefix'
}
