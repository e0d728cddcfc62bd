import { describe, expect, it } from 'vitest'
import {
  conditionWords,
  holds,
  numberIn,
  readCondition,
  valueOf,
  type Condition,
  type Measured,
} from '../../../bot/watch/condition.ts'
import { identityOf, judge, usualOf } from '../../../bot/watch/finding.ts'
import { newWatch, type Watch } from '../../../bot/watch/watch.ts'

const LABELS = ['Requests', 'Errors', 'Distinct keys', 'Share of all requests']
const read = (text: string): Condition => {
  const result = readCondition(text, LABELS)
  if ('mistake' in result) throw new Error(result.mistake)
  return result.condition
}

describe('reads what follows when, and says it again', () => {
  it.each([
    ['rows > 0', 'rows > 0'],
    ['ROWS>=1,000', 'rows >= 1000'],
    ['errors > 2 x usual', 'errors > 2 x usual'],
    ['errors > 2x the usual', 'errors > 2 x usual'],
    ['distinct keys = 0', 'distinct keys = 0'],
    ['share > 5 %', 'share of all requests > 5'],
    ['severity >= high', 'severity >= high'],
    ['new', 'new'],
    ['new rows', 'new'],
    ['always', 'always'],
  ])('%s', (text, words) => {
    expect(conditionWords(read(text))).toBe(words)
    expect(read(words)).toEqual(read(text))
  })

  it.each([
    ['', 'is no condition'],
    ['whenever', 'is no condition'],
    ['rows > many', 'nothing to compare with'],
    ['errors > usual', 'nothing to compare with'],
    ['latency > 5', 'it has rows, Requests, Errors, Distinct keys, Share of all requests'],
    ['severity >= terrible', 'say low, medium, high, critical'],
  ])('says what is wrong with “%s”', (text, words) => {
    const result = readCondition(text, LABELS)
    expect('mistake' in result && result.mistake).toContain(words)
  })
})

it.each([
  ['1,204', 1204],
  ['12 %', 12],
  ['< 0.1 %', 0.1],
  ['3.4 MB', 3_400_000],
  ['$1.20', 1.2],
  ['85 ms', 85],
  ['2 s', 2000],
  ['–', undefined],
  ['AccessDenied 3', undefined],
])('takes the figure %s for %s', (text, number) => expect(numberIn(text)).toBe(number))

const measured = (one: Partial<Measured>): Measured => ({
  value: undefined,
  usual: undefined,
  severity: undefined,
  newRows: 0,
  ...one,
})

it.each([
  ['rows > 3', { value: 3 }, false],
  ['rows >= 3', { value: 3 }, true],
  ['rows < 3', { value: 2 }, true],
  ['rows <= 3', { value: 4 }, false],
  ['rows = 0', { value: 0 }, true],
  ['errors > 2 x usual', { value: 21, usual: 10 }, true],
  ['errors > 2 x usual', { value: 20, usual: 10 }, false],
  ['errors > 2 x usual', { value: 1, usual: 0 }, true],
  // As long as nothing is usual, nothing is unusual.
  ['errors > 2 x usual', { value: 1000 }, false],
  ['severity >= high', { severity: 'critical' }, true],
  ['severity >= high', { severity: 'medium' }, false],
  ['severity >= low', {}, false],
  ['new', { newRows: 1 }, true],
  ['new', { newRows: 0 }, false],
  ['always', {}, true],
] satisfies [string, Partial<Measured>, boolean][])('%s of %o: %s', (text, one, expected) =>
  expect(holds(read(text), measured(one))).toBe(expected),
)

it('has no value where the answer lacks the figure', () => {
  expect(valueOf(read('errors > 1'), { rowCount: 5, figures: [] })).toBeUndefined()
  expect(valueOf(read('rows > 1'), { rowCount: 5, figures: [] })).toBe(5)
})

const row = (requester: string, key: string) => ({ event_time: 't', requester, key, example_ip: 'i' })
const past = (value: number, hours = 1) => ({ at: '', to: '', hours, outcome: 'quiet' as const, value })

describe('judges an answer', () => {
  const columns = [
    { name: 'event_time', title: 'Time', kind: 'time', shown: true },
    { name: 'requester', title: 'Requester', kind: 'text', shown: true },
    { name: 'key', title: 'Key', kind: 'text', shown: true },
    { name: 'example_ip', title: 'An address', kind: 'text', shown: true },
  ] as const
  const now = new Date('2026-11-20T07:00:00Z')
  const watchOf = (when: string, more: Partial<Watch> = {}): Watch => ({
    ...newWatch(
      {
        request: {
          analysis: 'object-deletion',
          bucket: 'b',
          parameters: {},
          logs: 'auto',
          channel: 'C',
          asker: { user: 'U', timeZone: 'UTC' },
        },
        schedule: { every: 'day', at: '07:00', zone: 'UTC', weekday: 'monday' },
        condition: read(when),
        waitHours: 1,
        digest: false,
      },
      'x',
      now,
    ),
    ...more,
  })
  const judged = (watch: Watch, rows: ReturnType<typeof row>[], rowCount = rows.length) =>
    judge(watch, { answer: { rowCount, figures: [] }, rows, columns, hours: 24 }, now)

  it('knows a row again by what it is about, not by its time, its counts or an example', () => {
    expect(identityOf(columns)).toEqual(['requester', 'key'])
    expect(identityOf([columns[0]])).toEqual(['event_time'])
  })

  it('leaves out what is muted, and speaks of the rest', () => {
    const mutes = [{ kind: 'requester', value: 'bob', by: 'U' } as const]
    const watch = watchOf('rows > 0', { mutes })
    expect(judged(watch, [row('bob', 'a')])).toMatchObject({ matters: false, muted: true, value: 0 })
    expect(judged(watch, [row('bob', 'a'), row('eve', 'a')])).toMatchObject({
      matters: true,
      value: 1,
      rows: [row('eve', 'a')],
    })
    // What more there is than can be looked at may be anybody's.
    expect(judged(watch, [row('bob', 'a')], 5000)).toMatchObject({ matters: true, value: 4999 })
  })

  it('mutes keys under a prefix, and everything until its time has come', () => {
    const prefix = watchOf('rows > 0', { mutes: [{ kind: 'prefix', value: 'logs/', by: 'U' }] })
    expect(judged(prefix, [row('a', 'logs/1')]).matters).toBe(false)
    expect(judged(prefix, [row('a', 'log')]).matters).toBe(true)
    const all = (until: string) =>
      watchOf('rows > 0', { mutes: [{ kind: 'all', value: '', by: 'U', until }] })
    expect(judged(all('2026-11-20T07:00:01Z'), [row('a', 'b')])).toMatchObject({
      matters: false,
      muted: true,
    })
    expect(judged(all('2026-11-20T06:59:59Z'), [row('a', 'b')]).matters).toBe(true)
  })

  it('learns from the first run, and then tells of what is new, once', () => {
    const first = judged(watchOf('new'), [row('bob', 'a')])
    expect(first.matters).toBe(false)
    const second = judged(watchOf('new', { seen: first.seen }), [row('bob', 'a'), row('eve', 'a')])
    expect(second).toMatchObject({ matters: true, rows: [row('eve', 'a')] })
    expect(judged(watchOf('new', { seen: second.seen }), [row('eve', 'a')]).matters).toBe(false)
  })

  it('takes the median of earlier runs for usual, by the hour, from the third on', () => {
    expect(usualOf([past(1), past(2)], 1)).toBeUndefined()
    expect(usualOf([past(1), past(90), past(2)], 1)).toBe(2)
    expect(usualOf([past(24, 24), past(48, 24), past(72, 24)], 12)).toBe(24)
  })
})
