import { Resvg } from '@resvg/resvg-wasm'
import { expect, it } from 'vitest'
import { writtenFor } from '../../../analyses/lib/reader.ts'
import { drawChart } from '../../../bot/stages/draw-chart.ts'
import { HOSTILE_KEYS } from '../reply/states/hostile.ts'

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
  const png = drawChart(chart('by requests'))
  expect(Buffer.from(png).subarray(1, 4).toString()).toBe('PNG')
  expect(sizeOf(png)).toEqual([1200, 640])
  expect(ink(png, drawChart(chart('by nobody')))).toBe(true)
  expect(ink(png, drawChart(chart('by requests', 'Uploads')))).toBe(true)
})

it('writes figures as the reader does', () => {
  const german = writtenFor({ locale: 'de-DE' }, () => drawChart(chart('by requests')))
  expect(ink(german, drawChart(chart('by requests')))).toBe(true)
})

it('draws 400 points and 24 series of what strangers wrote', () => {
  const png = drawChart({
    kind: 'line',
    title: HOSTILE_KEYS.join(' '),
    categories: Array.from({ length: 5000 }, (_, n) => HOSTILE_KEYS[n % HOSTILE_KEYS.length] ?? ''),
    series: Array.from({ length: 60 }, (_, n) => ({
      name: `${HOSTILE_KEYS[n % HOSTILE_KEYS.length]}\ud800\u0000{a|b}</text><image href="file:///etc/passwd"/>`,
      values: Array.from({ length: 5000 }, (_value, point) => point * n),
    })),
  })
  expect(sizeOf(png)).toEqual([1200, 640])
})

it('would not miss a font that draws nothing', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><text y="9">A</text></svg>'
  expect(new Resvg(svg, { font: { fontBuffers: [], loadSystemFonts: false } }).getBBox()).toBeUndefined()
})
