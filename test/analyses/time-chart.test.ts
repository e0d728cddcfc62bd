import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chartStep, lineOverTime, overTime, period } from '../../analyses/lib/shared/time-chart.ts'

const chart = (from: string, to: string, rows: Record<string, string>[] = []) =>
  overTime('t', rows, { from, to }, { n: 'n' })
const row = (time: string, n: number) => ({ period: time, n: String(n) })

describe('the steps of a chart', () => {
  it.each([
    ['an hour', '2026-11-20T07:00:00Z', '2026-11-20T08:00:00Z', ['11-20 07:00']],
    ['a window within an hour', '2026-11-20T07:10:00Z', '2026-11-20T07:20:00Z', ['11-20 07:00']],
    [
      'half-hours',
      '2026-11-20T06:30:00Z',
      '2026-11-20T08:30:00Z',
      ['11-20 06:00', '11-20 07:00', '11-20 08:00'],
    ],
  ])('of %s are hours', (_, from, to, categories) => expect(chart(from, to).categories).toEqual(categories))

  it('begin at multiples of the step since midnight, not at the window', () => {
    const { categories } = chart('2026-11-13T09:54:15Z', '2026-11-20T09:54:15Z')
    expect(categories).toHaveLength(15)
    expect(categories.slice(0, 3)).toEqual(['11-13 00:00', '11-13 12:00', '11-14 00:00'])
  })

  it('are the same ones in the answers of two windows', () => {
    const first = chart('2026-11-20T01:17:00Z', '2026-11-21T02:00:00Z').categories
    const second = chart('2026-11-20T05:59:00Z', '2026-11-21T03:00:00Z').categories
    expect(first.filter(category => second.includes(category))).toEqual(
      first.filter(category => category >= (second[0] ?? '')),
    )
  })

  it('are whole days where there are many', () => {
    const { categories } = chart('2026-11-01T10:00:00Z', '2026-11-20T10:00:00Z')
    expect([categories.length, categories[0], categories.at(-1)]).toEqual([20, '11-01', '11-20'])
    expect(period({ from: '2026-11-01T10:00:00Z', to: '2026-11-20T10:00:00Z' }).text).toContain("'day'")
    expect(period({ from: '2026-11-19T10:00:00Z', to: '2026-11-20T10:00:00Z' }).text).toContain("'hour'")
  })

  it('are at most 20 and lose nothing, whatever the window', () => {
    const second = fc.integer({ min: 0, max: 100 * 366 * 86_400 })
    fc.assert(
      fc.property(
        second,
        fc.integer({ min: 1, max: 400 * 86_400 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (start, length, at) => {
          const [from, to] = [start, start + length].map(seconds => new Date(seconds * 1000).toISOString())
          const event = new Date((start + Math.floor(at * (length - 1))) * 1000).toISOString()
          const unit = period({ from: from ?? '', to: to ?? '' }).text.includes("'day'")
            ? `${event.slice(0, 10)} 00:00`
            : `${event.slice(0, 13).replace('T', ' ')}:00`
          const { categories, series } = chart(from ?? '', to ?? '', [row(unit, 3)])
          expect(categories.length).toBeLessThanOrEqual(20)
          expect(series[0]?.values).toHaveLength(categories.length)
          expect(series[0]?.values.reduce((sum, value) => sum + value, 0)).toBe(3)
        },
      ),
    )
  })
})

it('puts each count into its step, and none into the steps without', () => {
  const { series } = chart('2026-11-20T06:30:00Z', '2026-11-20T09:00:00Z', [
    row('2026-11-20 06:00', 2),
    row('2026-11-20 08:00', 5),
  ])
  expect(series).toEqual([{ name: 'n', values: [2, 0, 5] }])
})

describe('a line over time', () => {
  const window = { from: '2026-11-20T00:30:00Z', to: '2026-11-21T12:00:00Z' }

  it('has the values of its steps, and zero where a step has none', () => {
    const rows = [
      { step: '1', p50: '7', p95: '40' },
      { step: '17', p50: '9', p95: null },
    ]
    const { kind, categories, series } = lineOverTime('t', rows, window, { median: 'p50', p95: 'p95' })
    expect([kind, categories]).toEqual(['line', overTime('t', [], window, {}).categories])
    expect(series.map(({ values }) => [values.length, values[0], values[1], values[17]])).toEqual([
      [18, 0, 7, 9],
      [18, 0, 40, 0],
    ])
  })

  it('counts its steps from where the chart begins', () => {
    expect(chartStep(window).text).toBe("date_diff('hour', timestamp '2026-11-20 00:00:00', event_time) / 2")
  })
})
