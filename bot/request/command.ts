import { escapeMrkdwn } from '../reply/mrkdwn.ts'
import { type Draft, isPreset, PRESETS, type TimeChoice } from './draft.ts'
import { findMistakes, type Rules } from './mistakes.ts'
import type { About } from './policy.ts'
import { type Mistake, type Pieces, readPieces, writeCommand } from './pieces.ts'
import { findQuestion } from './question.ts'
import type { Window } from './request.ts'
import { readBucket } from './words.ts'

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
  const words = mistakes.map(({ problem, mrkdwn }) => mrkdwn ?? escapeMrkdwn(problem))
  const suggestions = suggest(pieces, mistakes, rules)
  return { kind: 'mistakes', mistakes: words, suggestions, about: aboutOf(pieces, draft) }
}

/** What was named, whether it may be asked about or not. */
export const aboutOf = ({ bucket }: Pieces, { question }: Draft): About => ({
  bucket: bucket === undefined ? undefined : readBucket(bucket).bucket,
  analysis: question,
})

/** What of a text stood up to the checks, and what is wrong with the rest. */
export function readDraft(text: string, rules: Rules): { pieces: Pieces; draft: Draft; mistakes: Mistake[] } {
  const pieces = readPieces(text, rules)
  const { mistakes, question, bucket, window, ...checked } = findMistakes(pieces, rules)
  const draft: Draft = {
    ...(question !== undefined && { question }),
    ...(bucket !== undefined && { bucket }),
    ...(window !== undefined && { time: choiceOf(window, rules.now) }),
    ...checked,
  }
  return { pieces, draft, mistakes }
}

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

/** The form's own choice where the window is one of them, so that the form opens with it. */
function choiceOf(window: Window, now: Date): TimeChoice {
  const [from, to] = [window.from, window.to].map(at => Date.parse(at) / 1000)
  if (from === undefined || to === undefined) return { kind: 'range' }
  const preset = Object.keys(PRESETS).find(kind => isPreset(kind) && PRESETS[kind] === to - from)
  const isLast = to === Math.floor(now.getTime() / 1000)
  return isLast && preset !== undefined && isPreset(preset) ? { kind: preset } : { kind: 'range', from, to }
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
