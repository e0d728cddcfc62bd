import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import { formatDate, relativeDay } from '../../../infra/local/slack/page/text/date-format.js'
import {
  instantOf,
  offsetAt,
  utcText,
  wallClock,
  zoneName,
} from '../../../infra/local/slack/page/text/zone.js'

const at = (iso: string): number => Date.parse(iso) / 1000
const NEW_YORK = 'America/New_York'
const VIENNA = 'Europe/Vienna'

describe('wall clocks', () => {
  it('show the zone’s own time, half hours included', () => {
    expect(wallClock(at('2026-11-20T23:30:05Z'), VIENNA)).toBe('2026-11-21T00:30:05')
    expect(wallClock(at('2026-07-01T00:00:00Z'), 'Asia/Kolkata')).toBe('2026-07-01T05:30:00')
    expect(offsetAt(at('2026-07-01T00:00:00Z'), NEW_YORK)).toBe(-4 * 3600)
  })

  it('read a time that comes twice as the first, and one that is skipped by the clock before', () => {
    expect(instantOf('2026-11-01T01:30', NEW_YORK)).toBe(at('2026-11-01T05:30:00Z'))
    expect(instantOf('2026-03-08T02:30', NEW_YORK)).toBe(at('2026-03-08T07:30:00Z'))
  })

  it('are read back as what they showed, in every zone at every hour', () => {
    const zones = fc.constantFrom(VIENNA, NEW_YORK, 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC')
    const hours = fc.integer({ min: 0, max: 24 * 365 * 60 }).map(hour => hour * 3600)
    fc.assert(
      fc.property(zones, hours, (zone, unix) => {
        const wall = wallClock(unix, zone)
        expect(wallClock(instantOf(wall, zone), zone)).toBe(wall)
        expect(wall).toBe(DateTime.fromSeconds(unix, { zone }).toFormat("yyyy-LL-dd'T'HH:mm:ss"))
      }),
    )
  })

  it('name zones with the offset of the day', () => {
    expect(zoneName(at('2026-01-01T00:00:00Z'), VIENNA)).toBe('Europe/Vienna, UTC+01:00')
    expect(zoneName(at('2026-07-01T00:00:00Z'), NEW_YORK)).toBe('America/New_York, UTC−04:00')
    expect(zoneName(0, 'UTC')).toBe('UTC')
    expect(utcText(at('2026-11-20T14:03:11Z'))).toBe('2026-11-20 14:03:11 UTC')
  })
})

describe('Slack’s date tokens', () => {
  const unix = at('2026-11-20T23:30:05Z')
  const show = (format: string, now = at('2026-12-24T12:00:00Z')) =>
    formatDate(unix, format, { tz: VIENNA, now, fallback: 'fallback' })

  it.each([
    ['{date}', 'November 21st, 2026'],
    ['{date_short}', 'Nov 21, 2026'],
    ['{date_long}', 'Saturday, November 21st, 2026'],
    ['on {date_short} at {time}', 'On Nov 21, 2026 at 12:30 AM'],
    ['{time_secs}', '12:30:05 AM'],
  ])('show %s in the reader’s zone', (format, text) => expect(show(format)).toBe(text))

  it('use the reader’s midnight for today and yesterday', () => {
    expect(show('{date_short_pretty} at {time}', at('2026-11-21T08:00:00Z'))).toBe('Today at 12:30 AM')
    expect(show('{date_pretty}', at('2026-11-21T23:00:00Z'))).toBe('Yesterday')
    expect(relativeDay(unix, 'UTC', at('2026-11-21T08:00:00Z'))).toBe('yesterday')
    expect(relativeDay(unix, VIENNA, at('2026-11-24T08:00:00Z'))).toBeUndefined()
  })

  it('give the fallback for what makes no sense', () => {
    expect(show('{date_of_birth}')).toBe('fallback')
    expect(formatDate(Number.NaN, '{date}', { tz: 'UTC', fallback: 'then' })).toBe('then')
  })

  it.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [4, '4th'],
    [11, '11th'],
    [12, '12th'],
    [13, '13th'],
    [22, '22nd'],
  ])('count day %i as the %s', (day, text) => {
    const unixDay = at(`2026-01-${String(day).padStart(2, '0')}T12:00:00Z`)
    expect(formatDate(unixDay, '{date}', { tz: 'UTC' })).toBe(`January ${text}, 2026`)
  })
})
