import { code, escapeMrkdwn, truncate } from '../../text/mrkdwn.ts'
import type { Draft } from './draft.ts'
import { findMistakes, type Rules } from './mistakes.ts'
import type { About } from '../../access/policy.ts'
import { type Mistake, type Pieces, readPieces, writeCommand } from './parsed-command.ts'
import { findQuestion } from './question.ts'
import { readDraft } from './read-draft.ts'
import { isSentence, readSentence } from './sentence.ts'
import { readBucket, readWords } from '../../text/tokens.ts'

/** What a person wants who typed some text after `/s3audit`. */
export type Command =
  /** Open the form with what is known so far. */
  | { kind: 'form'; draft: Draft }
  /** Start at once: the draft has a question and a bucket, and passed every check. */
  | { kind: 'start'; draft: Draft }
  | { kind: 'help'; question?: string }
  /** Sentences that say what is wrong, as mrkdwn, and up to three commands that can be run as they are. */
  | { kind: 'mistakes'; mistakes: string[]; suggestions: string[]; about: About }

/** Reads `[question] [bucket] [name:value …] [time] [now]`, forgiving about what is left out. Never throws. */
export function parseCommand(text: string, rules: Rules): Command {
  const help = /^\s*(?:help|\?)(?:\s+(.+?))?\s*$/i.exec(text)
  if (help !== null) return parseHelp(help[1], rules)
  const { pieces, draft, mistakes } = readDraft(text, rules)
  if (mistakes.length === 0) return { kind: pieces.start ? 'start' : 'form', draft }
  return parseSentence(text, pieces, rules) ?? whatIsWrong(pieces, draft, mistakes, rules)
}

/** Fewer words are a command with a mistake in it. */
const LEAST_WORDS = 3

/**
 * What reads as no command may read as a sentence: with the question and the bucket found in it, the form opens
 * filled in. A guess is never started, nor shown as if all had been understood.
 */
function parseSentence(text: string, { start }: Pieces, rules: Rules): Command | undefined {
  if (readWords(text).plain.length < LEAST_WORDS || !isSentence(text)) return undefined
  const { pieces, draft, mistakes, unread } = readSentence(text, rules)
  if (mistakes.length > 0 || draft.question === undefined || draft.bucket === undefined) return undefined
  if (unread.length === 0 && !start) return { kind: 'form', draft }
  const words = unread.map(word => code(truncate(word, 80))).join(' ')
  return {
    kind: 'mistakes',
    mistakes: [
      unread.length > 0
        ? `I did not understand ${words}.`
        : 'I can only guess what this sentence means, so nothing was started.',
    ],
    suggestions: [writeCommand({ ...pieces, start: true })],
    about: aboutOf(pieces, draft),
  }
}

function whatIsWrong(pieces: Pieces, draft: Draft, mistakes: readonly Mistake[], rules: Rules): Command {
  const words = mistakes.map(({ problem, mrkdwn }) => mrkdwn ?? escapeMrkdwn(problem))
  const suggestions = suggest(pieces, mistakes, rules)
  return { kind: 'mistakes', mistakes: words, suggestions, about: aboutOf(pieces, draft) }
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
