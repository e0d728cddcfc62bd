import { Resvg } from '@resvg/resvg-wasm'
import { expect, it } from 'vitest'
import { drawChart } from '../../../bot/answer/chart/draw-chart.ts'
import type { Chart } from '../../../analyses/lib/analysis.ts'
import { visible } from '../../../bot/text/mrkdwn.ts'
import { hasGlyph } from '../../../bot/answer/chart/chart-font.ts'
import { drawable, numberedWords } from '../../../bot/answer/chart/chart-labels.ts'
import { HOSTILE_KEYS } from '../answer/states/hostile.ts'

const chart = (name: string, title = 'Deletions') => ({
  kind: 'bar' as const,
  title,
  categories: ['11-20 22:00', '11-20 23:00'],
  series: [{ name, values: [9988, 12] }],
})

/** The width and height that a PNG says it has. */
const sizeOf = (png: Uint8Array) => [16, 20].map(at => Buffer.from(png).readUInt32BE(at))

/** Whether text is drawn: the same picture with and without it differs. */
const ink = (one: Uint8Array, other: Uint8Array) => !Buffer.from(one).equals(Buffer.from(other))

it('draws a PNG with the text in it', () => {
  const png = drawChart(chart('by requests'), 'en-US')
  expect(Buffer.from(png).subarray(1, 4).toString()).toBe('PNG')
  expect(sizeOf(png)).toEqual([1200, 640])
  expect(ink(png, drawChart(chart('by nobody'), 'en-US'))).toBe(true)
  expect(ink(png, drawChart(chart('by requests', 'Uploads'), 'en-US'))).toBe(true)
})

it('writes figures as the reader does', () => {
  const german = drawChart(chart('by requests'), 'de-DE')
  expect(ink(german, drawChart(chart('by requests'), 'en-US'))).toBe(true)
})

it('draws 400 points and 24 series of what strangers wrote', () => {
  const png = drawChart(
    {
      kind: 'line',
      title: HOSTILE_KEYS.join(' '),
      categories: Array.from({ length: 5000 }, (_, n) => HOSTILE_KEYS[n % HOSTILE_KEYS.length] ?? ''),
      series: Array.from({ length: 60 }, (_, n) => ({
        name: `${HOSTILE_KEYS[n % HOSTILE_KEYS.length]}\ud800\u0000{a|b}</text><image href="file:///etc/passwd"/>`,
        values: Array.from({ length: 5000 }, (_value, point) => point * n),
      })),
    },
    'en-US',
  )
  expect(sizeOf(png)).toEqual([1200, 640])
})

/** The text of a picture, letter by letter, as the font would have it. */
const lettersOf = (charts: readonly Chart[]): number[] =>
  charts
    .flatMap(({ title, categories, series }) => [title, ...categories, ...series.map(({ name }) => name)])
    .flatMap(text => Array.from(visible(text), letter => letter.codePointAt(0) ?? 0))

it('draws no empty boxes: a number replaces text of another script, with a legend above', () => {
  const [key, other] = ['日本語/写真.jpg', '🔥/👩‍💻.tar']
  const charts = [
    { ...chart(key), categories: ['отчёт/فواتير', other] },
    { ...chart('plain/key.txt', 'Uploads'), categories: [key, '11-20 23:00'] },
  ]
  const shown = drawable(charts)
  expect(lettersOf(charts).every(hasGlyph)).toBe(false)
  expect(lettersOf(shown.charts).every(hasGlyph)).toBe(true)
  expect(shown.charts.map(({ series }) => series[0]?.name)).toEqual(['(1) …/….jpg', 'plain/key.txt'])
  expect(shown.charts.map(({ categories }) => categories)).toEqual([
    ['отчёт/فواتير', '(2) …/….tar'],
    ['(1) …/….jpg', '11-20 23:00'],
  ])
  expect(numberedWords(shown.numbered)).toMatch(/\(1\) `日本語\/写真\.jpg`\n\(2\) `🔥\/👩‍💻\.tar`$/)
  expect(numberedWords(drawable([chart('plain')]).numbered)).toBeUndefined()
})

it('writes the legend without foreign markup, and limits its length', () => {
  const many = Array.from({ length: 400 }, (_, n) => `${HOSTILE_KEYS[n % HOSTILE_KEYS.length]}写${n}`)
  const words = numberedWords(drawable([{ ...chart('a'), categories: many }]).numbered) ?? ''
  // Slack cuts a text there.
  expect(words.length).toBeLessThan(40_000)
  expect(words).toContain('and 370 more, which the CSV has.')
  expect(words.replaceAll(/`[^`\n]*`/g, '')).not.toMatch(/[<>*_~]|https?:/)
})

it('would not miss a font that draws nothing', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><text y="9">A</text></svg>'
  expect(new Resvg(svg, { font: { fontBuffers: [], loadSystemFonts: false } }).getBBox()).toBeUndefined()
})
