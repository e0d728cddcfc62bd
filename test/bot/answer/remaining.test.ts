import { expect, it } from 'vitest'
import { remaining } from '../../../bot/answer/remaining.ts'

const START = '2026-11-21T12:00:00.000Z'
const after = (seconds: number) => new Date(Date.parse(START) + seconds * 1000).toISOString()

it.each([
  [20, 0.5, ', about 20 seconds left'],
  [31, 0.5, ', about 35 seconds left'],
  [60, 0.25, ', about 3 minutes left'],
  [59, 0.5, ', about 1 minute left'],
  [3600, 0.1, ', about 9 hours left'],
])('after %s seconds with %s done says “%s”', (seconds, share, words) =>
  expect(remaining(START, after(seconds), share)).toBe(words),
)

it.each([
  ['too little is done to tell from', 60, 0.04],
  ['all is done', 60, 1],
  ['it is over in a moment', 4, 0.5],
])('says nothing where %s', (_, seconds, share) => expect(remaining(START, after(seconds), share)).toBe(''))
