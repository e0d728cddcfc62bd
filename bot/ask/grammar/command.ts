import { code, escapeMrkdwn, truncate } from '../../text/mrkdwn.ts'
import type { Draft } from './draft.ts'
import { findMistakes, type Rules } from './mistakes.ts'
import { mayAsk } from '../../access/access.ts'
import type { About } from '../../access/policy.ts'
import { type Mistake, type Pieces, readPieces, writeCommand } from './parsed-command.ts'
import { findQuestion } from './question.ts'
import { readDraft } from './read-draft.ts'
import { isSentence, readSentence } from './sentence.ts'
import { isBucketAddress, readBucket, readWords } from '../../text/tokens.ts'

/** What a person wants who typed some text after `/s3audit`. */
export type Command =
  /** Open the form with what is known so far; `told` says, as mrkdwn, what was not understood or cannot be. */
  | { kind: 'form'; draft: Draft; told?: string[] }
  /** Start at once: the draft has a question and a bucket, and passed every check. */
  | { kind: 'start'; draft: Draft }
  | { kind: 'help'; question?: string }
  /** Sentences that say what is wrong, as mrkdwn, and up to three commands that can be run as they are. */
  | { kind: 'mistakes'; mistakes: string[]; suggestions: string[]; about: About }

/** Reads `[question] [bucket] [name:value …] [time] [now]`, forgiving about what is left out. Never throws. */
export function parseCommand(typed: string, rules: Rules): Command {
  // People paste commands whole.
  const text = typed.replace(/^\s*\/s3audit(?=\s|$)/i, '')
  const help = /^\s*(?:help|\?)(?:\s+(.+?))?\s*$/i.exec(text)
  if (help !== null) return parseHelp(help[1], rules)
  const { pieces, draft, mistakes } = readDraft(text, rules)
  // A key alone, as it is pasted, is asked about like one in a sentence.
  const isKeyAlone = draft.question === undefined && draft.parameters.prefix !== undefined
  if (mistakes.length === 0 && (pieces.start || !isKeyAlone))
    return { kind: pieces.start ? 'start' : 'form', draft }
  if (pieces.start) return parseSentence(text, rules) ?? whatIsWrong(pieces, draft, mistakes, rules)
  const marked = markedBucket(text)
  if (marked !== undefined && !mayAsk(rules.access, { bucket: marked }))
    return whatIsWrong(pieces, draft, mistakes, rules)
  return openForm(text, { draft, mistakes }, rules)
}

/** Nothing starts without Start, so no word costs the form: it opens with what was understood, and says what was not. */
function openForm(
  text: string,
  strict: { draft: Draft; mistakes: readonly Mistake[] },
  rules: Rules,
): Command {
  const sentence = readSentence(text, rules)
  if (partsOf(strict.draft) > partsOf(sentence.draft))
    return { kind: 'form', draft: strict.draft, ...toldOf(strict.mistakes.map(words)) }
  const unread = sentence.unread.map(word => code(truncate(word, 80))).join(' ')
  return {
    kind: 'form',
    draft: sentence.draft,
    ...toldOf([...sentence.mistakes, ...(unread === '' ? [] : [`Not understood: ${unread}`])]),
  }
}

const toldOf = (told: string[]) => (told.length > 0 ? { told } : {})

const partsOf = ({ question, bucket, time, parameters }: Draft): number =>
  [question, bucket, time].filter(part => part !== undefined).length + Object.keys(parameters).length

/** The bucket that a text marks as one, by an address or a name in front; other words may be anything. */
function markedBucket(text: string): string | undefined {
  const { plain, named } = readWords(text)
  const address = plain.find(isBucketAddress)
  const value = named.find(({ name }) => name.toLowerCase() === 'bucket')?.value ?? address
  return value === undefined ? undefined : readBucket(value).bucket
}

const words = ({ problem, mrkdwn }: Mistake): string => mrkdwn ?? escapeMrkdwn(problem)

/** Fewer words are a command with a mistake in it. */
const LEAST_WORDS = 3

/**
 * What reads as no command may read as a sentence. A guess is never started: the command that was meant is shown.
 */
function parseSentence(text: string, rules: Rules): Command | undefined {
  if (readWords(text).plain.length < LEAST_WORDS || !isSentence(text)) return undefined
  const { pieces, draft, mistakes, unread } = readSentence(text, rules)
  if (mistakes.length > 0 || draft.question === undefined || draft.bucket === undefined) return undefined
  const notRead = unread.map(word => code(truncate(word, 80))).join(' ')
  return {
    kind: 'mistakes',
    mistakes: [
      unread.length > 0
        ? `I did not understand ${notRead}.`
        : 'I can only guess what this sentence means, so nothing was started.',
    ],
    suggestions: [writeCommand({ ...pieces, start: true })],
    about: aboutOf(pieces, draft),
  }
}

function whatIsWrong(pieces: Pieces, draft: Draft, mistakes: readonly Mistake[], rules: Rules): Command {
  const suggestions = suggest(pieces, mistakes, rules)
  return { kind: 'mistakes', mistakes: mistakes.map(words), suggestions, about: aboutOf(pieces, draft) }
}

/** What was named, whether it may be asked about or not. */
export const aboutOf = ({ bucket }: Pieces, { question }: Draft): About => ({
  bucket: bucket === undefined ? undefined : readBucket(bucket).bucket,
  analysis: question,
})

function parseHelp(text: string | undefined, { catalogue }: Rules): Command {
  if (text === undefined) return { kind: 'help' }
  const found = findQuestion(text, catalogue)
  if ('id' in found) return { kind: 'help', question: found.id }
  const suggestions = [...found.candidates.map(id => `/s3audit help ${id}`), '/s3audit help'].slice(0, 3)
  return {
    kind: 'mistakes',
    mistakes: [escapeMrkdwn(`No question is called "${text}".`)],
    suggestions,
    about: {},
  }
}

/** The typed command with every mistake mended, in up to three ways; only what then has no mistake left. */
function suggest(pieces: Pieces, mistakes: readonly Mistake[], rules: Rules): string[] {
  const mended = [0, 1, 2].map(way =>
    mistakes.reduce((fixed, { fixes }) => (fixes[way] ?? fixes[0])?.(fixed) ?? fixed, pieces),
  )
  const runnable = mended.filter(fixed => {
    const reread = readPieces(writeCommand(fixed).replace(/^\/s3audit/, ''), rules)
    return findMistakes(reread, rules).mistakes.length === 0
  })
  return [...new Set(runnable.map(writeCommand))]
}
