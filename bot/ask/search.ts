import type { types } from '@slack/bolt'
import { GROUPS } from '../../analyses/lib/analysis.ts'
import type { Question } from '../../analyses/lib/catalogue/named.ts'
import * as input from './input.ts'
import { nearest } from '../text/nearest.ts'

type Questions = Readonly<Record<string, Question>>

interface OptionGroup {
  label: types.PlainTextElement
  options: types.PlainTextOption[]
}

/** Slack's limit for the options of a select. */
const MOST = 100

/** What people ask first in an incident; these win among equally good matches. */
const COMMON: ReadonlySet<string> = new Set([
  'object-deletion',
  'access-denied',
  'bucket-config-changes',
  'server-errors',
  'anonymous-access',
  'overview',
])

/**
 * The questions that contain every typed word in their title, id, synonyms or description, by group, the best
 * matches first. If nothing is typed, all analyses without their presets; if nothing matches, questions with
 * similar names. `recent` are ids that are listed first, and only there, if nothing is typed.
 */
export function searchQuestions(
  typed: string,
  questions: Questions,
  recent: readonly string[] = [],
): OptionGroup[] {
  const found = matching(typed, questions)
  const first = wordsOf(typed).length > 0 ? [] : recent.flatMap(id => entryOf(id, questions))
  const others = found.filter(([id]) => !first.some(([other]) => other === id))
  const placed = [
    ...first.map(([id, { title }]) => [input.RECENT, id, title] as const),
    ...others.map(([id, { group, title }]) => [group, id, title] as const),
  ].slice(0, MOST)
  const groups = Map.groupBy(placed, ([group]) => group)
  return [...groups].map(([group, options]) => ({
    label: input.plain(group),
    options: options.map(([, id, title]) => input.option(id, title)),
  }))
}

function entryOf(id: string, questions: Questions): Entry[] {
  const question = Object.hasOwn(questions, id) ? questions[id] : undefined
  return question ? [[id, question]] : []
}

type Entry = [id: string, question: Question]

function matching(typed: string, questions: Questions): Entry[] {
  const words = wordsOf(typed)
  const entries = Object.entries(questions)
  if (words.length === 0) return inGroups(entries.filter(([, { presetOf }]) => !presetOf))
  const found = entries.filter(([id, question]) => words.every(word => textOf(id, question).includes(word)))
  if (found.length > 0) return bestFirst(found, words)
  const titles = entries.map(([, { title }]) => title)
  const alike = new Set(nearest(typed, titles, 5))
  return entries.filter(([, { title }]) => alike.has(title))
}

const inGroups = (entries: readonly Entry[]): Entry[] =>
  GROUPS.flatMap(group => entries.filter(([, question]) => question.group === group))

/** By quality of the match, then by popularity, then in the order of the catalogue. */
function bestFirst(entries: readonly Entry[], words: readonly string[]): Entry[] {
  const rank = ([id, question]: Entry): number => 2 * fit(question, words) + (COMMON.has(id) ? 1 : 0)
  return entries.toSorted((one, other) => rank(other) - rank(one))
}

/** A title or synonym equal to the text, a title with words that begin with it, or any other match. */
function fit({ title, words: synonyms }: Question, words: readonly string[]): number {
  const typed = words.join(' ')
  if ([title, ...synonyms].some(name => wordsOf(name).join(' ') === typed)) return 2
  return words.every(word => wordsOf(title).some(other => other.startsWith(word))) ? 1 : 0
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[\s_-]+/)
    .filter(word => word !== '')

const textOf = (id: string, { title, answers, words }: Question): string =>
  [id.replaceAll('-', ' '), title, answers, ...words].join(' ').toLowerCase()
