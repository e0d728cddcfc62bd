import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writtenFor } from '../../analyses/lib/reader.ts'
import { bothTimes, bytes, count, dollars, instant, share, span } from '../../analyses/lib/words.ts'
import { describeWindow } from '../../bot/request/window.ts'
import { numberIn } from '../../bot/watch/condition.ts'
import { clockWords } from '../../bot/watch/words.ts'

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
  const written = writtenFor(reader, () => [
    count(12_345),
    bytes(16.5e9),
    dollars(1234.5),
    share(1, 1e6),
    instant(AT),
  ])
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
  expect(writtenFor({ timeZone: 'Africa/Accra' }, () => instant(AT))).toBe('2026-11-20 22:30:07 UTC'))

it('names a stretch of time by UTC and by the reader’s clock', () =>
  expect(writtenFor(GERMAN, () => span(AT, '2026-11-20 23:12:09.000'))).toBe(
    ' between 2026-11-20 22:30:07 and 23:12:09 UTC (23:30:07 to 21. Nov. 2026, 00:12:09 in Europe/Vienna)',
  ))

it('names the days of a stretch of several, though they are those of UTC', () =>
  expect(writtenFor(GERMAN, () => span('2026-11-15 02:05:01.000', '2026-11-20 02:05:01.000'))).toBe(
    ' between 2026-11-15 02:05:01 and 2026-11-20 02:05:01 UTC (15. Nov. 2026, 03:05:01 to 20. Nov. 2026, 03:05:01 in Europe/Vienna)',
  ))

it('puts the reader’s time into a cell of UTC', () => {
  expect(writtenFor(GERMAN, () => bothTimes(AT))).toBe('2026-11-20 22:30:07 · 23:30:07')
  expect(bothTimes(null)).toBe('–')
})

it('writes a window and a schedule as the reader does', () => {
  const window = { from: '2026-11-19T07:00:00Z', to: '2026-11-20T07:00:00Z' }
  expect(writtenFor(GERMAN, () => describeWindow(window, GERMAN.timeZone))).toBe(
    '2026-11-19 07:00 to 2026-11-20 07:00 UTC (24 h; 19. Nov. 2026, 08:00 to 20. Nov. 2026, 08:00 in Europe/Vienna)',
  )
  expect(writtenFor(GERMAN, () => clockWords('2026-11-22T06:00:00Z', 'Europe/Vienna'))).toBe(
    'So., 22. Nov. 2026, 07:00 Europe/Vienna (06:00 UTC)',
  )
})

it('forgets the reader where the text is made, or could not be', () => {
  expect(() =>
    writtenFor(GERMAN, () => {
      throw new Error('no text')
    }),
  ).toThrow('no text')
  expect(count(12_345)).toBe('12,345')
  expect(writtenFor(GERMAN, () => writtenFor({}, () => count(1234)) + count(1234))).toBe('1,2341.234')
})

it.each([
  'en-US',
  'de-DE',
  'de-AT',
  'fr-FR',
  'es-ES',
  'pt-BR',
  'it-IT',
  'ja-JP',
  'ko-KR',
  'en-GB',
  'de-CH',
  'hi-IN',
  'sv-SE',
])('reads the figures of an answer back, as a watch does: %s', locale => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), n => {
      expect(
        numberIn(
          writtenFor({ locale }, () => count(n)),
          { locale },
        ),
      ).toBe(n)
    }),
  )
  expect(
    numberIn(
      writtenFor({ locale }, () => bytes(3.4e6)),
      { locale },
    ),
  ).toBe(3.4e6)
  expect(
    numberIn(
      writtenFor({ locale }, () => dollars(1234.5)),
      { locale },
    ),
  ).toBe(1234.5)
  expect(
    numberIn(
      writtenFor({ locale }, () => share(123, 1000)),
      { locale },
    ),
  ).toBe(12.3)
})
