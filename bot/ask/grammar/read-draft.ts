import { defined } from '../../../analyses/lib/defined.ts'
import { type Draft, isPreset, PRESETS, type TimeChoice } from './draft.ts'
import { findMistakes, type Rules } from './mistakes.ts'
import { type Mistake, type Pieces, readPieces } from './parsed-command.ts'
import type { Window } from '../../time/request.ts'

/** What of a text stood up to the checks, and what is wrong with the rest. */
export function readDraft(text: string, rules: Rules): { pieces: Pieces; draft: Draft; mistakes: Mistake[] } {
  const pieces = readPieces(text, rules)
  const { mistakes, question, bucket, window, ...checked } = findMistakes(pieces, rules)
  const draft: Draft = {
    ...defined({ question, bucket }),
    ...(window !== undefined && { time: choiceOf(window, rules.now) }),
    ...checked,
  }
  return { pieces, draft, mistakes }
}

/** The form's own choice where the window is one of them, so that the form opens with it. */
function choiceOf(window: Window, now: Date): TimeChoice {
  const [from, to] = [window.from, window.to].map(at => Date.parse(at) / 1000)
  if (from === undefined || to === undefined) return { kind: 'range' }
  const preset = Object.keys(PRESETS).find(kind => isPreset(kind) && PRESETS[kind] === to - from)
  const isLast = to === Math.floor(now.getTime() / 1000)
  return isLast && preset !== undefined && isPreset(preset) ? { kind: preset } : { kind: 'range', from, to }
}
