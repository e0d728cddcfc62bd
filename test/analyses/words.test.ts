import { describe, expect, it } from 'vitest'
import {
  bytes,
  count,
  counted,
  numberOf,
  requesterName,
  share,
  span,
  time,
} from '../../analyses/lib/words.ts'

describe('counts', () => {
  it.each([
    [0, '0 rows'],
    [1, '1 row'],
    [1204, '1,204 rows'],
    [1_234_567, '1,234,567 rows'],
  ])('reads %d as %s', (n, words) => expect(counted(n, 'row')).toBe(words))

  it('takes an irregular plural', () => expect(counted(2, 'entry', 'entries')).toBe('2 entries'))
  it('takes NULL and what is absent for none', () =>
    expect([numberOf({ n: null }, 'n'), numberOf(undefined, 'n'), numberOf({ n: '12' }, 'n')]).toEqual([
      0, 0, 12,
    ]))
  it('keeps groups of thousands', () => expect(count(1000)).toBe('1,000'))
})

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [99_940, '99.9 kB'],
    [99_960, '100 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [1_000_000, '1.0 MB'],
    [49_400_000_000, '49.4 GB'],
    [2_500_000_000_000_000_000, '2,500 PB'],
  ])('reads %d as %s', (n, words) => expect(bytes(n)).toBe(words))
})

describe('shares', () => {
  it.each([
    [0, 0, '–'],
    [0, 5, '0.0 %'],
    [5, 5, '100 %'],
    [1, 3, '33.3 %'],
    [9_999, 10_000, '> 99.9 %'],
    [9_990, 10_000, '99.9 %'],
    [1, 100_000, '< 0.1 %'],
  ])('reads %d of %d as %s', (part, whole, words) => expect(share(part, whole)).toBe(words))
})

describe('times', () => {
  it('are shown to the second', () => {
    expect(time('2026-11-20 07:00:00.000')).toBe('2026-11-20 07:00:00')
    expect(time(null)).toBe('–')
  })
  it.each([
    ['2026-11-20 07:00:00.000', '2026-11-20 07:00:00.900', ' at 2026-11-20 07:00:00 UTC'],
    ['2026-11-20 07:00:00.000', '2026-11-20 08:00:00.000', ' between 2026-11-20 07:00:00 and 08:00:00 UTC'],
    [
      '2026-11-20 07:00:00.000',
      '2026-11-21 07:00:00.000',
      ' between 2026-11-20 07:00:00 and 2026-11-21 07:00:00 UTC',
    ],
    [null, null, ''],
  ])('from %s to %s read as “%s”', (first, last, words) => expect(span(first, last)).toBe(words))
})

describe('requesters', () => {
  it.each([
    ['arn:aws:sts::1:assumed-role/nightly-cleanup/i-0abc', 'role nightly-cleanup'],
    ['arn:aws-cn:iam::1:user/ada', 'user ada'],
    ['arn:aws:iam::1:user/team/ada', 'user team/ada'],
    ['arn:aws:iam::1:root', 'arn:aws:iam::1:root'],
    ['AmazonS3', 'AmazonS3'],
    ['(anonymous)', '(anonymous)'],
  ])('%s is %s', (arn, name) => expect(requesterName(arn)).toBe(name))
})
