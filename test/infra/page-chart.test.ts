import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { axisTicks, fullNumber, labelLayout, shortNumber } from '../../infra/local/slack/page/chart-scale.js'

describe('the value axis of a chart', () => {
  it.each([
    [
      [1224, 100],
      [0, 500, 1000, 1500],
    ],
    [
      [2, 1],
      [0, 1, 2],
    ],
    [
      [0, 0],
      [0, 1],
    ],
    [[], [0, 1]],
    [
      [-3, 5],
      [-4, -2, 0, 2, 4, 6],
    ],
    [[7], [0, 2, 4, 6, 8]],
  ])('of %j has the ticks %j', (values, ticks) => expect(axisTicks(values)).toEqual(ticks))

  it('holds all values and zero, with few ticks, and whole ones for whole numbers', () => {
    const numbers = fc.integer({ min: -1e9, max: 1e9 })
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 1, maxLength: 20 }), values => {
        const ticks = axisTicks(values)
        expect(ticks[0]).toBeLessThanOrEqual(Math.min(0, ...values))
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(0, ...values))
        expect(ticks).toContain(0)
        expect(ticks.length).toBeLessThanOrEqual(7)
        expect(ticks.every(Number.isInteger)).toBe(true)
      }),
    )
  })
})

it('writes numbers short on an axis and in full elsewhere', () => {
  expect([1500, 20, 2_500_000].map(shortNumber)).toEqual(['1.5K', '20', '2.5M'])
  expect(fullNumber(1234567)).toBe('1,234,567')
})

describe('the labels under a chart', () => {
  it('are horizontal if there is room, otherwise slanted, otherwise some are left out', () => {
    const labels = ['11-14 00:00', '11-14 12:00']
    expect(labelLayout(labels, 100)).toMatchObject({ slanted: false, every: 1 })
    expect(labelLayout(labels, 30)).toMatchObject({ slanted: true, every: 1 })
    expect(labelLayout(labels, 6)).toMatchObject({ slanted: true, every: 3 })
  })

  it('never take more height than the chart can spare', () => {
    expect(labelLayout(['x'.repeat(500)], 10).height).toBe(100)
  })
})
