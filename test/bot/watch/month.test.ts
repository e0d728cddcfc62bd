import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Investigation } from '../../../bot/model/investigation.ts'
import type { Watch } from '../../../bot/model/watch.ts'
import { openWatching } from '../../support/open-watching.ts'
import type { Happening, Watching } from '../../support/watching.ts'

/** The clocks of Berlin go forward on the 29th of March. */
const START = '2026-03-10T09:20:00Z'

let watching: Watching
beforeEach(async () => {
  watching = await openWatching(START)
})
afterEach(() => watching?.close())

const HOUR = 3_600_000
const iso = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`

/** Something every eleven hours, for seven weeks, its record up to 23 hours late; by a new requester at times. */
function month(): Happening[] {
  const first = Date.parse('2026-03-01T00:30:00Z')
  return Array.from({ length: 107 }, (_, n) => {
    const at = first + n * 11 * HOUR
    return {
      at: iso(at),
      deliveredAt: iso(at + ((n * 7) % 24) * HOUR),
      row: { event_time: iso(at), requester: `user-${Math.floor(n / 20)}`, key: `logs/object-${n}` },
    }
  })
}

const runsOf = ({ id }: Watch): Investigation[] =>
  watching.asked.filter(({ request }) => request.watch === id)

/** The windows of the runs that were answered follow each other: nothing is looked at twice, and nothing left out. */
function expectSeamless(watch: Watch): void {
  const windows = runsOf(watch)
    .filter(({ problem }) => !problem)
    .map(({ request }) => request.window)
  expect(windows.length).toBeGreaterThan(0)
  for (const [n, window] of windows.entries()) {
    expect(window.from < window.to).toBe(true)
    expect(window.from).toBe(n === 0 ? watch.coveredTo : windows[n - 1]?.to)
  }
}

/** Every happening of the time covered is in exactly one message. */
async function expectToldOnce(watch: Watch): Promise<void> {
  const { coveredTo } = await watching.loaded(watch)
  const within = watching.happenings.filter(({ at }) => at >= watch.coveredTo && at < coveredTo)
  const texts = watching.told(watch).map(({ text }) => text)
  for (const { row } of within) {
    const saying = texts.filter(text => text.split(/\s/).includes(row.key ?? ''))
    expect(saying.length, `${row.key} of ${row.event_time}`).toBeLessThanOrEqual(1)
  }
  const lines = texts.join('\n').match(/logs\/object-\d+/g) ?? []
  const more = [...texts.join('\n').matchAll(/and (\d+) more/g)].reduce((sum, [, n]) => sum + Number(n), 0)
  expect(lines.length + more).toBe(within.length)
}

describe('a month of watches tells everything once', () => {
  it('every hour, with late records and an outage of two days', async () => {
    watching.happenings.push(...month())
    const hourly = await watching.watch('hour', 'rows > 0')
    await watching.until('2026-03-14T00:30:00Z')
    const before = runsOf(hourly).length
    watching.clock.now = new Date('2026-03-16T00:30:30Z')
    await watching.sweep()
    // All that was missed is one run.
    expect(runsOf(hourly)).toHaveLength(before + 1)
    expect(runsOf(hourly).at(-1)?.request.window).toEqual({
      from: '2026-03-13T00:00:00Z',
      to: '2026-03-15T00:00:00Z',
    })
    await watching.until('2026-03-20T00:00:00Z')
    expectSeamless(hourly)
    await expectToldOnce(hourly)
    expect(runsOf(hourly).length).toBeGreaterThan(150)
  })

  it('every day at seven in Berlin, over the change of the clocks and a paused week', async () => {
    watching.happenings.push(...month())
    const daily = await watching.watch('day at 07:00 Europe/Berlin', 'rows > 0')
    await watching.until('2026-03-23T12:00:00Z')
    const { watches } = watching.deps
    const paused = { at: '2026-03-23T12:00:00.000Z', by: 'U0ADA' }
    await watches.save({ ...(await watching.loaded(daily)), paused })
    const before = runsOf(daily).length
    await watching.until('2026-03-30T12:00:00Z')
    await watching.sweep()
    expect(runsOf(daily)).toHaveLength(before)
    const { paused: _, ...resumed } = await watching.loaded(daily)
    await watches.save(resumed)
    await watching.until('2026-03-30T13:00:00Z')
    expect(runsOf(daily)).toHaveLength(before + 1)
    await watching.until('2026-04-12T00:00:00Z')
    expectSeamless(daily)
    await expectToldOnce(daily)
    const ends = runsOf(daily).map(({ request }) => request.window.to.slice(11, 16))
    expect(ends.slice(0, 13)).toEqual(Array.from({ length: 13 }, () => '06:00'))
    expect(ends.slice(-12)).toEqual(Array.from({ length: 12 }, () => '05:00'))
  })

  it('every week and every month', async () => {
    watching.happenings.push(...month())
    const [weekly, monthly] = await Promise.all([
      watching.watch('friday at 18:00', 'rows > 0'),
      watching.watch('month at 09:00', 'always'),
    ])
    await watching.until('2026-04-12T00:00:00Z')
    for (const watch of [weekly, monthly]) {
      expectSeamless(watch)
      await expectToldOnce(watch)
    }
    expect(runsOf(weekly)).toHaveLength(5)
    expect(runsOf(monthly)).toHaveLength(1)
  })

  it('new rows only: each requester once, and those of the first run never', async () => {
    watching.happenings.push(...month())
    const daily = await watching.watch('day', 'new', { analysis: 'requesters-by-operations' })
    await watching.until('2026-04-12T00:00:00Z')
    const texts = watching.told(daily).map(({ text }) => text)
    const named = texts.join('\n').match(/user-\d+/g) ?? []
    expect(named).toHaveLength(new Set(named).size)
    const known = new Set(runsOf(daily)[0]?.query?.answer?.rows.map(({ requester }) => requester))
    const all = runsOf(daily).flatMap(
      ({ query }) => query?.answer?.rows.map(({ requester }) => requester) ?? [],
    )
    expect(new Set(named)).toEqual(new Set(all.filter(requester => !known.has(requester))))
  })
})
