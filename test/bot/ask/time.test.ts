import fc from 'fast-check'
import { DateTime, Settings } from 'luxon'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parseTime } from '../../../bot/time/time.ts'
import { checkWindow, describeWindow } from '../../../bot/time/window.ts'

const now = new Date('2026-11-21T07:00:30.500Z')
const NOW = '2026-11-21T07:00:30Z'

const read = (text: string, zone = 'Europe/Berlin', at = now) => {
  const result = parseTime(text, { now: at, zone })
  return result.ok ? `${result.window.from} ${result.window.to}` : result.problem
}

describe('parseTime', () => {
  it.each([
    ['24h', `2026-11-20T07:00:30Z ${NOW}`],
    ['3d', `2026-11-18T07:00:30Z ${NOW}`],
    ['90m', `2026-11-21T05:30:30Z ${NOW}`],
    ['2w', `2026-11-07T07:00:30Z ${NOW}`],
    ['1d12h', `2026-11-19T19:00:30Z ${NOW}`],
    ['1.5 hours', `2026-11-21T05:30:30Z ${NOW}`],
    ['last 24h', `2026-11-20T07:00:30Z ${NOW}`],
    ['Last 24 Hours', `2026-11-20T07:00:30Z ${NOW}`],
    ['last hour', `2026-11-21T06:00:30Z ${NOW}`],
    ['PT6H', `2026-11-21T01:00:30Z ${NOW}`],
    ['P1D', `2026-11-20T07:00:30Z ${NOW}`],
    ['P1DT30M', `2026-11-20T06:30:30Z ${NOW}`],
    ['now-6h', `2026-11-21T01:00:30Z ${NOW}`],
    ['6h ago', `2026-11-21T01:00:30Z ${NOW}`],
    ['since yesterday', `2026-11-19T23:00:00Z ${NOW}`],
    ['since monday', `2026-11-15T23:00:00Z ${NOW}`],
    ['since Thu 9:30', `2026-11-19T08:30:00Z ${NOW}`],
    ['since saturday', `2026-11-20T23:00:00Z ${NOW}`],
  ])('reads "%s" as the time up to now', (text, window) => {
    expect(read(text)).toBe(window)
  })

  it.each([
    ['today', '2026-11-20T23:00:00Z', NOW],
    ['yesterday', '2026-11-19T23:00:00Z', '2026-11-20T23:00:00Z'],
    ['2026-11-19', '2026-11-18T23:00:00Z', '2026-11-19T23:00:00Z'],
    ['Friday', '2026-11-19T23:00:00Z', '2026-11-20T23:00:00Z'],
    ['last friday', '2026-11-19T23:00:00Z', '2026-11-20T23:00:00Z'],
    ['on wednesday', '2026-11-17T23:00:00Z', '2026-11-18T23:00:00Z'],
    ['tues', '2026-11-16T23:00:00Z', '2026-11-17T23:00:00Z'],
    ['this saturday', '2026-11-20T23:00:00Z', NOW],
    ['last saturday', '2026-11-13T23:00:00Z', '2026-11-14T23:00:00Z'],
    ['last sunday', '2026-11-14T23:00:00Z', '2026-11-15T23:00:00Z'],
    ['monday to wednesday', '2026-11-15T23:00:00Z', '2026-11-18T23:00:00Z'],
    ['thursday 14:00 to 16:00', '2026-11-19T13:00:00Z', '2026-11-19T15:00:00Z'],
    ['last fri 22:00 to today 02:00', '2026-11-20T21:00:00Z', '2026-11-21T01:00:00Z'],
    ['yesterday 14:00 to 16:00', '2026-11-20T13:00:00Z', '2026-11-20T15:00:00Z'],
    ['yesterday 14:00-16:00', '2026-11-20T13:00:00Z', '2026-11-20T15:00:00Z'],
    ['yesterday 2pm to 4:30 pm', '2026-11-20T13:00:00Z', '2026-11-20T15:30:00Z'],
    ['between yesterday 14:00 and 16:00', '2026-11-20T13:00:00Z', '2026-11-20T15:00:00Z'],
    ['yesterday 22:00 to today 02:00', '2026-11-20T21:00:00Z', '2026-11-21T01:00:00Z'],
    ['06:00 to 07:00', '2026-11-21T05:00:00Z', '2026-11-21T06:00:00Z'],
    ['2026-11-19 10:00 to 2026-11-19 12:30', '2026-11-19T09:00:00Z', '2026-11-19T11:30:00Z'],
  ])("reads %s in the person's zone", (text, from, to) => {
    expect(read(text)).toBe(`${from} ${to}`)
  })

  it.each(['..', ' .. ', '/', ' to ', ' - ', ' – ', ' until '])(
    'separates the two ends by "%s"',
    separator => {
      expect(read(`2026-11-18${separator}2026-11-19`)).toBe('2026-11-17T23:00:00Z 2026-11-19T23:00:00Z')
    },
  )

  it.each([
    ['2026-11-19T10:00Z..2026-11-19T12:00Z', '2026-11-19T10:00:00Z 2026-11-19T12:00:00Z'],
    ['2026-11-19T10:00:00Z..2026-11-19T12:00:00+01:00', '2026-11-19T10:00:00Z 2026-11-19T11:00:00Z'],
    ['2026-11-19T10:00-05:00 to 2026-11-19T11:00-05:00', '2026-11-19T15:00:00Z 2026-11-19T16:00:00Z'],
    ['2026-11-19 10:00+0530..11:00', '2026-11-19T04:30:00Z 2026-11-19T05:30:00Z'],
    ['2026-11-19 10:00 to 12:30 UTC', '2026-11-19T10:00:00Z 2026-11-19T12:30:00Z'],
    ['2026-11-19 10:00 to 12:00 Asia/Tokyo', '2026-11-19T01:00:00Z 2026-11-19T03:00:00Z'],
    ['yesterday UTC', '2026-11-20T00:00:00Z 2026-11-21T00:00:00Z'],
    ['2026-11-19T10:00Z/PT2H', '2026-11-19T10:00:00Z 2026-11-19T12:00:00Z'],
    ['PT2H/2026-11-19T10:00Z', '2026-11-19T08:00:00Z 2026-11-19T10:00:00Z'],
  ])('honours the zone, offset or length in %s', (text, window) => {
    expect(read(text)).toBe(window)
  })

  it('follows the clock changes of the zone', () => {
    expect(read('2026-03-29')).toBe('2026-03-28T23:00:00Z 2026-03-29T22:00:00Z')
    expect(read('2026-10-25')).toBe('2026-10-24T22:00:00Z 2026-10-25T23:00:00Z')
    expect(read('2026-10-24 12:00 to 2026-10-25 12:00')).toBe('2026-10-24T10:00:00Z 2026-10-25T11:00:00Z')
    const afterChange = new Date('2026-10-25T12:00:00Z')
    expect(read('1d', 'Europe/Berlin', afterChange)).toBe('2026-10-24T12:00:00Z 2026-10-25T12:00:00Z')
  })

  it.each([
    'banana',
    'birthday',
    'last someday',
    'frigate',
    '10',
    '5 foo',
    'P',
    'PT',
    '1h to 2h',
    '25:00 to 26:00',
    '13pm to 14pm',
  ])('answers "%s" with texts that can be typed instead', text => {
    expect(read(text)).toMatch(/not a time I can read.*24h.*yesterday 14:00 to 16:00/)
    expect(read(text)).toContain(text)
  })

  it.each([
    ['2026-02-30', 'February 2026 has 28 days. Type a day that exists.'],
    ['31 november', 'November has 30 days. Type a day that exists.'],
    ['11/12/2026', '“11/12/2026” can be 2026-12-11 or 2026-11-12. Type the one you mean.'],
    ['tomorrow', '“tomorrow” is in the future: logs only tell what has happened. Type a time in the past.'],
    ['9:00 to 10:00 BST', '“BST” can be several time zones. Type Europe/London or Asia/Dhaka.'],
  ])('says of %s why it cannot be meant', (text, problem) => {
    expect(parseTime(text, { now, zone: 'Europe/Berlin' })).toEqual({ ok: false, isTime: true, problem })
  })

  it('asks for the other end of a single moment', () => {
    expect(read('2026-11-19 10:00')).toBe(
      '"2026-11-19 10:00" is one moment. Add an end, such as 2026-11-19 10:00 to now.',
    )
    expect(read('now')).toContain('Add a start, such as now-6h')
    expect(read('  ')).toMatch(/^Say which time/)
  })

  it('offers only examples that it can read', () => {
    const examples = read('banana')
      .replace(/.*example /, '')
      .replace(/\.$/, '')
      .split(/, (?:or )?/)
    expect(examples).toHaveLength(7)
    for (const example of examples)
      expect(parseTime(example, { now, zone: 'UTC' })).toMatchObject({ ok: true })
  })

  it('reads back the description of any window, whatever the zones', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/New_York', 'Pacific/Apia')
    const second = fc.integer({ min: 0, max: 4_000_000_000 })
    fc.assert(
      fc.property(
        second,
        fc.integer({ min: 1, max: 10_000_000 }),
        zones,
        zones,
        (from, seconds, shown, typed) => {
          const [start, end] = [from, from + seconds].map(
            at => `${new Date(at * 1000).toISOString().slice(0, 19)}Z`,
          )
          const window = { from: start!, to: end! }
          expect(parseTime(describeWindow(window, { timeZone: shown }), { now, zone: typed })).toEqual({
            ok: true,
            window,
          })
        },
      ),
    )
  })

  it('never throws, and what it accepts are instants', () => {
    const parts =
      'now today yesterday 24h last - / .. to ago PT6H 2026-11-19 T10:00 Z +02:00 Europe/Berlin A/B 2pm 14:00'
    const huge = [`${'9'.repeat(20)}d`, `${'9'.repeat(400)}h`, '1s'.repeat(50)]
    const word = fc.constantFrom(...parts.split(' '), ...huge)
    const text = fc.oneof(
      fc.string(),
      fc.array(word).map(words => words.join(' ')),
      fc.array(word).map(words => words.join('')),
    )
    fc.assert(
      fc.property(text, fc.constantFrom('UTC', 'Europe/Berlin', 'No/Such_Zone'), (typed, zone) => {
        const result = parseTime(typed, { now, zone })
        const told = result.ok
          ? [result.window.from, result.window.to].map(at => Date.parse(at))
          : [result.problem]
        expect(told).not.toContain(NaN)
        expect(told).not.toContain('')
      }),
      { numRuns: 500 },
    )
  })
})

/** Monday, 22:03 in Vienna. */
const MONDAY = new Date('2026-11-30T21:03:00Z')
const END = '2026-11-30T21:03:00Z'

describe('parseTime, as people put it', () => {
  it.each([
    ['last night', '2026-11-29T17:00:00Z', '2026-11-30T05:00:00Z'],
    ['tonight', '2026-11-30T17:00:00Z', END],
    ['this morning', '2026-11-29T23:00:00Z', '2026-11-30T11:00:00Z'],
    ['yesterday evening', '2026-11-29T17:00:00Z', '2026-11-29T23:00:00Z'],
    ['friday night', '2026-11-27T17:00:00Z', '2026-11-28T05:00:00Z'],
    ['28 nov afternoon', '2026-11-28T11:00:00Z', '2026-11-28T17:00:00Z'],
    ['this week', '2026-11-29T23:00:00Z', END],
    ['last week', '2026-11-22T23:00:00Z', '2026-11-29T23:00:00Z'],
    ['the last week', '2026-11-23T21:03:00Z', END],
    ['last month', '2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z'],
    ['over the weekend', '2026-11-27T23:00:00Z', '2026-11-29T23:00:00Z'],
    ['the day before yesterday', '2026-11-27T23:00:00Z', '2026-11-28T23:00:00Z'],
    ['28 November', '2026-11-27T23:00:00Z', '2026-11-28T23:00:00Z'],
    ['November 28th, 2026', '2026-11-27T23:00:00Z', '2026-11-28T23:00:00Z'],
    ['on the 28th', '2026-11-27T23:00:00Z', '2026-11-28T23:00:00Z'],
    ['3 dec', '2025-12-02T23:00:00Z', '2025-12-03T23:00:00Z'],
    ['29/11/2026', '2026-11-28T23:00:00Z', '2026-11-29T23:00:00Z'],
    ['11/29/2026', '2026-11-28T23:00:00Z', '2026-11-29T23:00:00Z'],
    ['29.11.2026', '2026-11-28T23:00:00Z', '2026-11-29T23:00:00Z'],
    ['28 Nov 2026 02:00 to 03:00', '2026-11-28T01:00:00Z', '2026-11-28T02:00:00Z'],
    ['28 Nov between 02:00 and 03:00', '2026-11-28T01:00:00Z', '2026-11-28T02:00:00Z'],
    ['nov 28 02:00–03:00', '2026-11-28T01:00:00Z', '2026-11-28T02:00:00Z'],
    ['2pm-4pm', '2026-11-30T13:00:00Z', '2026-11-30T15:00:00Z'],
    ['2-4 pm', '2026-11-30T13:00:00Z', '2026-11-30T15:00:00Z'],
    ['10 p.m. to midnight', '2026-11-30T21:00:00Z', '2026-11-30T23:00:00Z'],
    ['yesterday 22:00 to 02:00', '2026-11-29T21:00:00Z', '2026-11-30T01:00:00Z'],
    ['noon to 1pm', '2026-11-30T11:00:00Z', '2026-11-30T12:00:00Z'],
    ['two days ago', '2026-11-28T21:03:00Z', END],
    ['a couple of hours ago', '2026-11-30T19:03:00Z', END],
    ['half an hour ago', '2026-11-30T20:33:00Z', END],
    ['in the last 90 minutes', '2026-11-30T19:33:00Z', END],
    ['past few hours', '2026-11-30T18:03:00Z', END],
    ['last fortnight', '2026-11-16T21:03:00Z', END],
    ['since 3 days', '2026-11-27T21:03:00Z', END],
    ['after 16:00', '2026-11-30T15:00:00Z', END],
    ['before 5pm', '2026-11-29T23:00:00Z', '2026-11-30T16:00:00Z'],
    ['around 3am', '2026-11-30T01:30:00Z', '2026-11-30T02:30:00Z'],
    ['around 23:00', '2026-11-29T21:30:00Z', '2026-11-29T22:30:00Z'],
    ['11/29/2026 4pm to 6pm EST', '2026-11-29T21:00:00Z', '2026-11-29T23:00:00Z'],
    ['9am-5pm London time', '2026-11-30T09:00:00Z', '2026-11-30T17:00:00Z'],
    ['9am to 5pm new york time', '2026-11-30T14:00:00Z', '2026-11-30T22:00:00Z'],
    ['10:00 to 11:00 europe/london', '2026-11-30T10:00:00Z', '2026-11-30T11:00:00Z'],
    ['10:00 to 11:00 gmt+2', '2026-11-30T08:00:00Z', '2026-11-30T09:00:00Z'],
  ])('reads “%s”', (text, from, to) => {
    expect(read(text, 'Europe/Vienna', MONDAY)).toBe(`${from} ${to}`)
  })

  it.each(['may', 'march', 'second', '12', '3.5', 'delhi', 'new york time', 'the', 'week', 'invoices'])(
    'takes “%s” for no time',
    text => {
      expect(parseTime(text, { now: MONDAY, zone: 'Europe/Vienna' })).not.toHaveProperty('isTime')
    },
  )

  describe.each(['2026-07-01T12:00:00Z', '2026-12-01T12:00:00Z'])(
    'a local time of a clock change, read by a program that runs at %s',
    running => {
      const at = (text: string, zone: string) => {
        const usual = Settings.now
        Settings.now = () => Date.parse(running)
        onTestFinished(() => void (Settings.now = usual))
        return parseTime(text, { now: MONDAY, zone })
      }

      it('that comes twice begins with the first and ends with the second', () => {
        expect(at('2026-10-25 02:30 to 2026-10-25 02:45', 'Europe/Berlin')).toEqual({
          ok: true,
          window: { from: '2026-10-25T00:30:00Z', to: '2026-10-25T01:45:00Z' },
          note: 'The clocks showed 02:30 twice on 2026-10-25 in Europe/Berlin; the window holds both.',
        })
        expect(at('2026-11-01 01:15 to 01:45', 'America/New_York')).toMatchObject({
          window: { from: '2026-11-01T05:15:00Z', to: '2026-11-01T06:45:00Z' },
        })
      })

      it('that never came begins before the change and ends after it', () => {
        expect(at('2026-03-29 02:30 to 04:00', 'Europe/Berlin')).toEqual({
          ok: true,
          window: { from: '2026-03-29T00:30:00Z', to: '2026-03-29T02:00:00Z' },
          note: 'The clocks went from 01:30 to 03:30 on 2026-03-29 in Europe/Berlin; the window holds what is between them.',
        })
      })
    },
  )
})

const check = (from: string, to: string) => checkWindow({ from, to }, now, { windowDays: 90 })

describe('checkWindow', () => {
  it('accepts a window in the past as it is', () => {
    const window = { from: '2026-11-20T07:00:00Z', to: NOW }
    expect(check(window.from, window.to)).toEqual({ ok: true, window })
  })

  it.each([
    ['a reversed window', '2026-11-20T07:00:00Z', '2026-11-19T07:00:00Z', /end is before the start/],
    ['an empty window', '2026-11-20T07:00:00Z', '2026-11-20T07:00:00Z', /same moment/],
    ['a window that starts in the future', '2026-11-21T07:00:30Z', '2026-11-22T07:00:00Z', /in the future/],
    ['more days than the limit', '2026-08-01T00:00:00Z', '2026-11-01T00:00:01Z', /at most 90 days/],
  ])('refuses %s', (_what, from, to, problem) => {
    expect(check(from, to)).toEqual({ ok: false, problem: expect.stringMatching(problem) as unknown })
  })

  it('cuts an end in the future to now and says so', () => {
    expect(check('2026-11-20T00:00:00Z', '2027-11-22T00:00:00Z')).toEqual({
      ok: true,
      window: { from: '2026-11-20T00:00:00Z', to: NOW },
      note: 'The end was in the future, so the window ends now: 2026-11-21 07:00:30 UTC.',
    })
  })

  it('allows exactly as many days as the limit', () => {
    expect(check('2026-08-01T00:00:00Z', '2026-10-30T00:00:00Z').ok).toBe(true)
  })
})

const hours = (count: number) =>
  DateTime.fromISO('2026-11-19T07:00:00Z', { zone: 'utc' })
    .plus({ hours: count })
    .toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'")

describe('describeWindow', () => {
  const window = { from: hours(0), to: hours(24) }

  it('shows UTC and the length', () => {
    expect(describeWindow(window)).toBe('2026-11-19 07:00 to 2026-11-20 07:00 UTC (24 h)')
  })

  it("shows the person's own time beside UTC where it differs", () => {
    expect(describeWindow(window, { timeZone: 'Europe/Berlin' })).toBe(
      '2026-11-19 07:00 to 2026-11-20 07:00 UTC (24 h; Nov 19, 2026, 8:00 AM to Nov 20, 2026, 8:00 AM in Europe/Berlin)',
    )
    expect(describeWindow(window, { timeZone: 'Etc/UTC' })).toBe(describeWindow(window))
    expect(describeWindow(window, { timeZone: 'No/Such_Zone' })).toBe(describeWindow(window))
  })

  it.each([
    [0.5, '30 min'],
    [36, '36 h'],
    [48, '2 days'],
    [50.5, '2 days 2 h 30 min'],
    [180.5, '7.5 days'],
  ])('says %s hours as %s', (count, length) => {
    expect(describeWindow({ from: hours(0), to: hours(count) })).toContain(`(${length})`)
  })
})
