import { expect, it } from 'vitest'
import { rangesOf } from '../../../bot/investigate/source/ranges.ts'

const window = { from: '2026-11-01T00:00:00Z', to: '2026-11-09T00:00:00Z' }
const source = { prefix: 'access/', slackHours: 48 }
const days = { first: '2026/10/28', last: '2026/11/06' }
const copies = 's3://ws/logs/i1/'

it('reads in one part what one query can read', () => {
  expect(rangesOf({ bytes: 100, window }, { ...source, days }, 100)).toEqual([{ days }])
  expect(rangesOf({ bytes: 0, window, copies }, source, 100)).toEqual([{ days: undefined }])
})

it('splits days so that each is read once, across the end of a month', () => {
  const ranges = rangesOf({ bytes: 301, window }, { ...source, days }, 100).map(range => range.days)
  expect(ranges).toEqual([
    { first: '2026/10/28', last: '2026/10/30' },
    { first: '2026/10/31', last: '2026/11/01' },
    { first: '2026/11/02', last: '2026/11/04' },
    { first: '2026/11/05', last: '2026/11/06' },
  ])
})

it('never splits a day, nor into more parts than an item can hold', () => {
  expect(rangesOf({ bytes: 1e9, window }, { ...source, days }, 100)).toHaveLength(10)
  const quarter = { first: '2026/01/01', last: '2026/03/31' }
  expect(rangesOf({ bytes: 1e9, window }, { ...source, days: quarter }, 100)).toHaveLength(30)
})

it('splits copies by the delivery time in their keys, the slack included, open at both ends', () => {
  expect(rangesOf({ bytes: 101, window, copies }, source, 100)).toEqual([
    { paths: { from: undefined, to: 's3://ws/logs/i1/access/2026-11-06-00-00-00' } },
    { paths: { from: 's3://ws/logs/i1/access/2026-11-06-00-00-00', to: undefined } },
  ])
})

it('never splits what was gathered', () => {
  expect(rangesOf({ bytes: 1e9, window }, source, 100)).toEqual([{}])
})
