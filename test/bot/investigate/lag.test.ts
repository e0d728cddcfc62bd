import { expect, it } from 'vitest'
import { logLine } from '../../../analyses/lib/samples/sample-lines.ts'
import { addLags, LAG_BOUNDS, lagOf, lagsIn, NO_LAG } from '../../../bot/model/lag.ts'

/** Records of 07:15, in an object that was delivered at this time of the day. */
const delivered = (time: string, count: number) =>
  lagsIn(
    `prefix/2026-11-20-${time}-0123456789ABCDEF`,
    Buffer.from(
      `${Array.from({ length: count }, () => logLine({ operation: 'REST.GET.OBJECT' })).join('\n')}\n`,
    ),
  )

it('is the time in the name of the log object less the record’s own', () => {
  const { records, within } = delivered('07-45-00', 2)
  expect(records).toBe(2)
  expect(within).toEqual(LAG_BOUNDS.map(bound => (bound >= 30 ? 2 : 0)))
})

it('adds up, and is told by its bounds', () => {
  const lag = [delivered('07-16-00', 5), delivered('08-10-00', 4), delivered('15-00-00', 1)].reduce(
    addLags,
    NO_LAG,
  )
  expect([0.5, 0.9, 0.95, 1].map(share => lagOf(lag, share))).toEqual([5, 60, 720, 720])
})

it('has no bound where records came later than any', () => {
  const lag = lagsIn('2026-11-30-00-00-00-A', Buffer.from(`${logLine({ operation: 'REST.GET.OBJECT' })}\n`))
  expect(lag.records).toBe(1)
  expect(lagOf(lag, 0.5)).toBeUndefined()
})

it.each(['prefix/notes.txt', 'prefix/2026-11-20'])('is not measured by a name without a time: %s', key => {
  expect(lagsIn(key, Buffer.from(logLine({ operation: 'REST.GET.OBJECT' })))).toEqual(NO_LAG)
})

it('skips lines that are not records', () => {
  const lines = ['hello', '[x] [y]', logLine({ operation: 'REST.GET.OBJECT' }), ''].join('\n')
  expect(lagsIn('2026-11-20-07-20-00-A', Buffer.from(lines)).records).toBe(1)
})
