import { describe, expect, it } from 'vitest'
import {
  type Comparable,
  conditionSchema,
  conditionWords,
  holds,
  readCondition,
  valueOf,
  type Condition,
  type Measured,
} from '../../../bot/model/condition.ts'
import type { Unit } from '../../../analyses/lib/analysis.ts'
import { exactRuns, identityOf, judge, usualOf } from '../../../bot/watch/finding.ts'
import { newWatch, type Watch } from '../../../bot/model/watch.ts'

const figure = (id: string, label: string, unit: Unit = 'count'): Comparable => ({ id, label, unit })
const FIGURES = [
  figure('requests', 'Requests'),
  figure('errors', 'Errors'),
  figure('keys', 'Distinct keys'),
  figure('share', 'Share of all requests', 'share'),
  figure('bytesSent', 'Bytes sent', 'bytes'),
  figure('estimate', 'Estimate', 'dollars'),
  figure('p95Ms', 'p95', 'milliseconds'),
  figure('codes', 'Codes', 'text'),
]
const read = (text: string): Condition => {
  const result = readCondition(text, FIGURES)
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
    ['share > 5 %', 'share of all requests > 5 %'],
    ['share > 7', 'share of all requests > 7 %'],
    ['share > 0.5%', 'share of all requests > 0.5 %'],
    ['bytes sent > 250 GB', 'bytes sent > 250 GB'],
    ['bytes sent > 1.22 GB', 'bytes sent > 1.22 GB'],
    ['bytessent > 1GiB', 'bytes sent > 1.073741824 GB'],
    ['bytes sent > 1,234,567', 'bytes sent > 1.234567 MB'],
    ['bytes sent > 0', 'bytes sent > 0 B'],
    ['bytes sent > 2 x usual', 'bytes sent > 2 x usual'],
    ['estimate < 0.005', 'estimate < $0.005'],
    ['estimate >= 5 usd', 'estimate >= $5'],
    ['estimate >= $5', 'estimate >= $5'],
    ['p95 > 85', 'p95 > 85 ms'],
    ['p95 > 2 s', 'p95 > 2000 ms'],
    ['p95 > 1 min', 'p95 > 60000 ms'],
    ['severity >= high', 'severity >= high'],
    ['new', 'new'],
    ['new rows', 'new'],
    ['always', 'always'],
  ])('%s', (text, words) => {
    expect(conditionWords(read(text))).toBe(words)
    expect(read(words)).toEqual(read(text))
  })

  it.each([
    ['', 'is not a condition'],
    ['whenever', 'is not a condition'],
    ['rows > many', 'cannot be compared here'],
    ['errors > usual', 'cannot be compared here'],
    [
      'latency > 5',
      'Its figures are rows, Requests, Errors, Distinct keys, Share of all requests, Bytes sent, Estimate, p95.',
    ],
    ['bytes sent > 5 %', 'KiB, MiB, GiB, TiB are powers of 1024'],
    ['errors > 5 GB', 'a number without a unit'],
    ['share > 5 GB', 'such as 5 %'],
    ['p95 > 5 GB', 'such as 85 ms'],
    ['estimate > 5 GB', 'such as $5'],
    ['estimate > $5 $', 'such as $5'],
    ['rows > 1 constructor', 'cannot be compared here'],
    ['codes > 5', 'is text'],
    ['severity >= terrible', 'Write one of low, medium, high, critical'],
  ])('says what is wrong with “%s”', (text, words) => {
    const result = readCondition(text, FIGURES)
    expect('mistake' in result && result.mistake).toContain(words)
  })
})

/** Whether a condition holds of a figure's exact value. */
function firesAt(text: string, value: number): boolean {
  const condition = read(text)
  const { id = '', label = '', unit = 'count' } = condition.kind === 'figure' ? condition : {}
  const answer = { rowCount: 0, figures: [{ id, label, value, unit }] }
  return holds(condition, {
    ...valueOf(condition, answer),
    usual: undefined,
    severity: undefined,
    newRows: 0,
  })
}

it.each([
  ['bytes sent > 250 GB', 250_400_000_000, true],
  ['bytes sent > 250 GB', 250_000_000_000, false],
  ['bytes sent > 1.22 GB', 1_240_000_000, true],
  ['bytes sent > 1.22 GB', 1_220_000_000, false],
  ['bytes sent >= 1 KiB', 1024, true],
  ['bytes sent >= 1 KiB', 1023, false],
  ['estimate < 0.005', 0.001, true],
  ['estimate < 0.005', 0.005, false],
  ['share > 7 %', 0.07, false],
  ['share > 7 %', 0.0701, true],
  ['p95 > 1 min', 60_001, true],
])('%s at %d: %s', (text, value, fires) => expect(firesAt(text, value)).toBe(fires))

it('takes what is not known for no number, and least of all for zero', () => {
  const condition = read('bytes sent < 1 GB')
  const figures = [{ id: 'bytesSent', label: 'Bytes sent', value: null, unit: 'bytes' as const }]
  expect(valueOf(condition, { rowCount: 1, figures })).toEqual({ value: undefined, unit: 'bytes' })
})

const shares = (value: number) => [
  { id: 'share', label: 'Share of all requests', value, unit: 'share' as const },
]

it('goes by the label and in percent where version 0.1 stored the condition', () => {
  const stored = conditionSchema.parse({
    kind: 'figure',
    label: 'Share of all requests',
    operator: '>',
    than: 5,
    usual: false,
  })
  const at = (value: number) =>
    holds(stored, measured(valueOf(stored, { rowCount: 0, figures: shares(value) })))
  expect([at(0.06), at(0.04)]).toEqual([true, false])
  expect(conditionWords(stored)).toBe('share of all requests > 5')
})

const measured = (one: Partial<Measured>): Measured => ({
  value: undefined,
  unit: 'count',
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
  expect(valueOf(read('errors > 1'), { rowCount: 5, figures: [] }).value).toBeUndefined()
  expect(valueOf(read('rows > 1'), { rowCount: 5, figures: [] }).value).toBe(5)
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

  it('learns from the first run, and then reports what is new, once', () => {
    const first = judged(watchOf('new'), [row('bob', 'a')])
    expect(first.matters).toBe(false)
    const second = judged(watchOf('new', { seen: first.seen }), [row('bob', 'a'), row('eve', 'a')])
    expect(second).toMatchObject({ matters: true, rows: [row('eve', 'a')] })
    expect(judged(watchOf('new', { seen: second.seen }), [row('eve', 'a')]).matters).toBe(false)
  })

  it('leaves out of usual what version 0.1 kept of a figure, but not its rows', () => {
    const history = [past(1), { ...past(2), unit: 'bytes' as const }]
    expect(exactRuns({ ...watchOf('bytes sent > 2 x usual'), history })).toEqual([history[1]])
    expect(exactRuns({ ...watchOf('rows > 2 x usual'), history })).toEqual(history)
  })

  it('takes the median of earlier runs for usual, by the hour, from the third on', () => {
    expect(usualOf([past(1), past(2)], 1)).toBeUndefined()
    expect(usualOf([past(1), past(90), past(2)], 1)).toBe(2)
    expect(usualOf([past(24, 24), past(48, 24), past(72, 24)], 12)).toBe(24)
  })
})
