import { DateTime } from 'luxon'
import { describe, expect, it } from 'vitest'
import {
  jitterOf,
  lastBefore,
  nextAfter,
  readSchedule,
  scheduleWords,
  type Schedule,
} from '../../../bot/time/schedule.ts'

const read = (text: string, zone = 'UTC'): Schedule => {
  const result = readSchedule(text, zone)
  if ('mistakes' in result) throw new Error(result.mistakes.join(' '))
  return result.schedule
}
const at = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' })
const times = (schedule: Schedule, from: string, count: number) => {
  let moment: DateTime = at(from)
  return Array.from({ length: count }, () => {
    moment = nextAfter(schedule, moment)
    return moment.toISO({ suppressMilliseconds: true, suppressSeconds: true })
  })
}

describe('reads what follows every', () => {
  it.each([
    ['hour', 'every hour'],
    ['day', 'every day at 07:00 UTC'],
    ['day at 7:30', 'every day at 07:30 UTC'],
    ['DAY  at 07:00 Europe/Berlin', 'every day at 07:00 Europe/Berlin'],
    ['week', 'every Monday at 07:00 UTC'],
    ['week on friday at 18:05', 'every Friday at 18:05 UTC'],
    ['sunday at 00:00', 'every Sunday at 00:00 UTC'],
    ['month at 09:00 America/New_York', 'on the first of every month at 09:00 America/New_York'],
  ])('%s', (text, words) => expect(scheduleWords(read(text))).toBe(words))

  it.each([
    ['', 'Say how often'],
    ['fortnight', 'Say how often'],
    ['someday', 'is not a period'],
    ['day at 25:00', 'is not a time of day'],
    ['day at seven', 'is not a time of day'],
    ['day at 07:00 Europe/Berln', 'did you mean Europe/Berlin?'],
    ['hour at 07:00', 'leave out “at”'],
    ['day on friday', 'A weekday only works with weeks'],
    ['week on fryday', 'A weekday only works with weeks'],
  ])('says what is wrong with “%s”', (text, words) => {
    const result = readSchedule(text, 'UTC')
    expect('mistakes' in result && result.mistakes.join(' ')).toContain(words)
  })
})

it('reads the pieces of a form each by itself', () => {
  const typed = { period: 'day', at: 'in the morning', zone: 'Europe/Berln' }
  expect(readSchedule(typed, 'UTC')).toEqual({
    mistakes: [
      '“in the morning” is not a time of day. Write it like 07:00 or 19:30.',
      '“Europe/Berln” is not a time zone: did you mean Europe/Berlin?',
    ],
  })
  expect(readSchedule({ period: 'friday' }, 'UTC')).toEqual(readSchedule('friday', 'UTC'))
})

describe('names its times', () => {
  it('at seven in Berlin is seven in Berlin when the clocks change', () => {
    expect(times(read('day at 07:00 Europe/Berlin'), '2026-03-27T12:00:00Z', 3)).toEqual([
      '2026-03-28T06:00Z',
      '2026-03-29T05:00Z',
      '2026-03-30T05:00Z',
    ])
    expect(times(read('day at 07:00 Europe/Berlin'), '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T06:00Z',
      '2026-10-26T06:00Z',
    ])
  })
  it('moves a time that the clocks skip forward, and takes the first of one that comes twice', () => {
    const daily = read('day at 02:30 Europe/Berlin')
    expect(times(daily, '2026-03-28T12:00:00Z', 2)).toEqual(['2026-03-29T01:30Z', '2026-03-30T00:30Z'])
    expect(times(daily, '2026-10-24T12:00:00Z', 2)).toEqual(['2026-10-25T00:30Z', '2026-10-26T01:30Z'])
  })
  it('has weeks on their day, months on their first, hours at their start', () => {
    expect(times(read('friday at 18:00'), '2026-11-20T18:00:00Z', 2)).toEqual([
      '2026-11-27T18:00Z',
      '2026-12-04T18:00Z',
    ])
    expect(times(read('month at 07:00'), '2026-11-01T07:00:00Z', 2)).toEqual([
      '2026-12-01T07:00Z',
      '2027-01-01T07:00Z',
    ])
    expect(times(read('hour', 'Asia/Kolkata'), '2026-11-20T18:20:00Z', 2)).toEqual([
      '2026-11-20T19:00Z',
      '2026-11-20T20:00Z',
    ])
  })
  it.each(['hour', 'day at 02:30 Europe/Berlin', 'week on sunday at 23:59', 'month'])(
    'finds the last time of every %s that has passed, one period or less ago',
    text => {
      const schedule = read(text)
      for (
        let moment = at('2026-01-01T00:00:00Z');
        moment.year === 2026;
        moment = moment.plus({ hours: 29, minutes: 7 })
      ) {
        const last = lastBefore(schedule, moment)
        expect(last <= moment && nextAfter(schedule, last) > moment).toBe(true)
      }
    },
  )
})

it('spreads the watches over five minutes, each always alike', () => {
  const jitters = Array.from({ length: 1000 }, (_, n) => jitterOf(`watch#${n}`))
  expect(Math.min(...jitters)).toBeLessThan(10)
  expect(Math.max(...jitters)).toBeGreaterThan(290)
  expect(new Set(jitters).size).toBeGreaterThan(250)
  expect(jitterOf('watch#1')).toBe(jitterOf('watch#1'))
})
