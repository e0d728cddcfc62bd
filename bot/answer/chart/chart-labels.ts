import type { Chart } from '../../../analyses/lib/analysis.ts'
import { counted } from '../../../analyses/lib/words.ts'
import { code, truncate, visible } from '../../text/mrkdwn.ts'
import { hasGlyph } from './chart-font.ts'

/** The joiner of emoji, and what chooses between their looks. */
const JOINING = new Set(['\u200d', '\ufe0e', '\ufe0f'])

/** What is lost of a text that is drawn: letters that the font has not, with what joins and colours them. */
const isLost = (character: string): boolean =>
  JOINING.has(character) || !hasGlyph(character.codePointAt(0) ?? 0)

/**
 * The charts of an answer with nothing in them that would be drawn as an empty box. A text with such letters is told by a
 * number and what is left of it: `(1) …/….jpg`; the same text has the same number in all charts.
 * @returns the charts, and the texts in the order of their numbers
 */
export function drawable(charts: readonly Chart[]): { charts: Chart[]; numbered: string[] } {
  const numbers = new Map<string, number>()
  const drawn = (text: string): string => {
    const shown = visible(text)
    if (!Array.from(shown).some(isLost)) return text
    const number = numbers.get(text) ?? numbers.size + 1
    numbers.set(text, number)
    return `(${number}) ${Array.from(shown, letter => (isLost(letter) ? '…' : letter)).join('')}`.replaceAll(
      /…+/g,
      '…',
    )
  }
  const shown = charts.map(chart => ({
    ...chart,
    title: drawn(chart.title),
    series: chart.series.map(({ name, values }) => ({ name: drawn(name), values })),
    categories: chart.categories.map(drawn),
  }))
  return { charts: shown, numbered: [...numbers.keys()] }
}

const NAMED = 30
const LONGEST = 100

/** The legend for numbers in the pictures, shown above them as mrkdwn, which supports every script. */
export function numberedWords(numbered: readonly string[]): string | undefined {
  if (numbered.length === 0) return undefined
  const lines = numbered.slice(0, NAMED).map((text, at) => `(${at + 1}) ${code(truncate(text, LONGEST))}`)
  const more = numbered.length - lines.length
  return [
    'The charts cannot show every script. Numbers in the charts replace these names:',
    ...lines,
    ...(more > 0 ? [`and ${counted(more, 'more', 'more')}, which the CSV has.`] : []),
  ].join('\n')
}
