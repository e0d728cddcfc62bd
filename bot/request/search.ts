import type { types } from '@slack/bolt'
import { GROUPS } from '../../analyses/lib/analysis.ts'
import type { Question } from '../../analyses/lib/named.ts'
import * as input from './input.ts'
import { nearest } from './nearest.ts'

type Questions = Readonly<Record<string, Question>>

interface OptionGroup {
  label: types.PlainTextElement
  options: types.PlainTextOption[]
}

/** Slack's limit for the options of a select. */
const MOST = 100

/**
 * The questions that hold every word typed, in their title, id, synonyms or description, by group; nothing
 * typed lists the analyses without their presets. Where no question holds the words, those alike by name.
 */
export function searchQuestions(typed: string, questions: Questions): OptionGroup[] {
  const found = matching(typed, questions).slice(0, MOST)
  const groups = GROUPS.map(group => ({
    label: input.plain(group),
    options: found.flatMap(id => {
      const question = questions[id]
      return question?.group === group ? [input.option(id, question.title)] : []
    }),
  }))
  return groups.filter(({ options }) => options.length > 0)
}

function matching(typed: string, questions: Questions): string[] {
  const words = typed
    .toLowerCase()
    .split(/[\s_-]+/)
    .filter(word => word !== '')
  const entries = Object.entries(questions)
  if (words.length === 0) return entries.flatMap(([id, { presetOf }]) => (presetOf ? [] : [id]))
  const found = entries.filter(([id, question]) => words.every(word => textOf(id, question).includes(word)))
  if (found.length > 0) return found.map(([id]) => id)
  const titles = entries.map(([, { title }]) => title)
  const alike = new Set(nearest(typed, titles, 5))
  return entries.flatMap(([id, { title }]) => (alike.has(title) ? [id] : []))
}

const textOf = (id: string, { title, answers, words }: Question): string =>
  [id.replaceAll('-', ' '), title, answers, ...words].join(' ').toLowerCase()
