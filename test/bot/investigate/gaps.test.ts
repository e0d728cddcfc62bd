import fc from 'fast-check'
import { expect, it } from 'vitest'
import { gapsFrom, hoursIn } from '../../../bot/investigate/gaps.ts'

const window = { from: '2026-11-20T00:00:00Z', to: '2026-11-21T00:00:00Z' }
const events = (first: string, last: string) => ({
  firstEvent: `2026-11-20 ${first}`,
  lastEvent: `2026-11-20 ${last}`,
})
const row = (before: string, behind: string, gaps: number) => ({
  before: `2026-11-20 ${before}`,
  behind: `2026-11-20 ${behind}`,
  gaps: String(gaps),
})

it('is the whole window where there is no event', () => {
  expect(gapsFrom([], { firstEvent: null, lastEvent: null }, window)).toEqual({ count: 1, longest: [window] })
})

it('is nothing where every hour has events', () => {
  expect(gapsFrom([], events('00:59:59.000', '23:00:00.000'), window)).toEqual({ count: 0, longest: [] })
})

it('counts the window’s ends, and lies between whole hours', () => {
  const rows = [row('04:00:00.000', '09:00:00.000', 1)]
  expect(gapsFrom(rows, events('02:30:00.000', '20:15:00.000'), window)).toEqual({
    count: 3,
    longest: [
      { from: '2026-11-20T00:00:00Z', to: '2026-11-20T02:00:00Z' },
      { from: '2026-11-20T05:00:00Z', to: '2026-11-20T09:00:00Z' },
      { from: '2026-11-20T21:00:00Z', to: '2026-11-21T00:00:00Z' },
    ],
  })
})

it('names the longest three, in the order of time, and counts all', () => {
  const rows = [row('03:00:00.000', '13:00:00.000', 5), row('14:00:00.000', '16:00:00.000', 5)]
  const { count, longest } = gapsFrom(rows, events('02:00:00.000', '22:00:00.000'), window)
  expect(count).toBe(7)
  expect(longest.map(({ from }) => from.slice(11, 13))).toEqual(['00', '04', '15'])
})

it('is not an hour that the window only touches', () => {
  const narrow = { from: '2026-11-20T06:30:00Z', to: '2026-11-20T08:30:00Z' }
  expect(gapsFrom([], events('07:00:00.000', '07:59:59.000'), narrow).count).toBe(0)
})

it('never reaches beyond the window', () => {
  const hour = fc.integer({ min: 0, max: 23 })
  fc.assert(
    fc.property(hour, hour, (one, other) => {
      const [first, last] = [Math.min(one, other), Math.max(one, other)].map(
        h => `${String(h).padStart(2, '0')}:30:00.000`,
      )
      const { longest } = gapsFrom([], events(first ?? '', last ?? ''), window)
      for (const gap of longest) {
        expect(hoursIn(gap)).toBeGreaterThanOrEqual(1)
        expect(gap.from >= window.from && gap.to <= window.to).toBe(true)
      }
    }),
  )
})
