import { describe, expect, it } from 'vitest'
import { notationOf } from '../../analyses/lib/reader.ts'
import { bothTimes, bytes, count, dollars, instant, percent, span } from '../../analyses/lib/words.ts'
import { describeWindow } from '../../bot/time/window.ts'
import { clockWords } from '../../bot/watch/texts.ts'

const AT = '2026-11-20 22:30:07.000'
/** Spaces that do not break are spaces. */
const spaced = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')
const GERMAN = { locale: 'de-DE', timeZone: 'Europe/Vienna' }

describe.each([
  [{}, '12,345', '16.5 GB', '$1,234.50', '< 0.1 %', '2026-11-20 22:30:07 UTC'],
  [
    GERMAN,
    '12.345',
    '16,5 GB',
    '1.234,50 $',
    '< 0,1 %',
    '2026-11-20 22:30:07 UTC (23:30:07 in Europe/Vienna)',
  ],
  [
    { locale: 'en-GB', timeZone: 'Asia/Tokyo' },
    '12,345',
    '16.5 GB',
    'US$1,234.50',
    '< 0.1 %',
    '2026-11-20 22:30:07 UTC (21 Nov 2026, 07:30:07 in Asia/Tokyo)',
  ],
  [
    { locale: 'en-US', timeZone: 'America/New_York' },
    '12,345',
    '16.5 GB',
    '$1,234.50',
    '< 0.1 %',
    '2026-11-20 22:30:07 UTC (5:30:07 PM in America/New_York)',
  ],
  // In the digits of all, whatever the locale's own are.
  [
    { locale: 'ar-EG', timeZone: 'UTC' },
    '12,345',
    '16.5 GB',
    '1,234.50 US$',
    '< 0.1 %',
    '2026-11-20 22:30:07 UTC',
  ],
  [
    { locale: 'not a locale', timeZone: 'No/Zone' },
    '12,345',
    '16.5 GB',
    '$1,234.50',
    '< 0.1 %',
    '2026-11-20 22:30:07 UTC',
  ],
] as const)('written for %o', (reader, number, size, charge, part, time) => {
  const notation = notationOf(reader)
  const written = [
    count(12_345, notation),
    bytes(16.5e9, notation),
    dollars(1234.5, notation),
    percent(1e-6, notation),
    instant(AT, reader),
  ]
  it('figures and times are as they are used to', () =>
    expect(written.map(text => spaced(text).replaceAll(/[\u200e\u200f]/g, ''))).toEqual([
      number,
      size,
      charge,
      part,
      time,
    ]))
})

it('says nothing beside UTC to whose clocks show it all year', () =>
  expect(instant(AT, { timeZone: 'Africa/Accra' })).toBe('2026-11-20 22:30:07 UTC'))

it('names a stretch of time by UTC and by the reader’s clock', () =>
  expect(span(AT, '2026-11-20 23:12:09.000', GERMAN)).toBe(
    ' between 2026-11-20 22:30:07 and 23:12:09 UTC (23:30:07 to 21. Nov. 2026, 00:12:09 in Europe/Vienna)',
  ))

it('names the days of a stretch of several, though they are those of UTC', () =>
  expect(span('2026-11-15 02:05:01.000', '2026-11-20 02:05:01.000', GERMAN)).toBe(
    ' between 2026-11-15 02:05:01 and 2026-11-20 02:05:01 UTC (15. Nov. 2026, 03:05:01 to 20. Nov. 2026, 03:05:01 in Europe/Vienna)',
  ))

it('puts the reader’s time into a cell of UTC', () => {
  expect(bothTimes(AT, GERMAN)).toBe('2026-11-20 22:30:07 · 23:30:07')
  expect(bothTimes(null)).toBe('–')
})

it('writes a window and a schedule as the reader does', () => {
  const window = { from: '2026-11-19T07:00:00Z', to: '2026-11-20T07:00:00Z' }
  expect(describeWindow(window, GERMAN)).toBe(
    '2026-11-19 07:00 to 2026-11-20 07:00 UTC (24 h; 19. Nov. 2026, 08:00 to 20. Nov. 2026, 08:00 in Europe/Vienna)',
  )
  expect(clockWords('2026-11-22T06:00:00Z', 'Europe/Vienna', GERMAN)).toBe(
    'So., 22. Nov. 2026, 07:00 Europe/Vienna (06:00 UTC)',
  )
})
