import { expect, it } from 'vitest'
import { resultRows } from '../../../bot/answer/result-rows.ts'

const CSV = '"key","n"\n"a, ""b""\nc","1"\n,"2"\n"","3"\n"d","4"\n'

it.each([
  [
    0,
    2,
    [
      { key: 'a, "b"\nc', n: '1' },
      { key: null, n: '2' },
    ],
  ],
  [
    1,
    2,
    [
      { key: null, n: '2' },
      { key: '', n: '3' },
    ],
  ],
  [3, 10, [{ key: 'd', n: '4' }]],
  [4, 10, []],
])('reads rows from %i, at most %i', (from, most, rows) => {
  expect(resultRows(CSV, from, most)).toEqual(rows)
})

it('leaves out a row that the text cuts off, wherever it does', () => {
  const whole = resultRows(CSV, 0, 10)
  for (let length = 0; length < CSV.length; length++) {
    const rows = resultRows(CSV.slice(0, length), 0, 10)
    expect(whole.slice(0, rows.length)).toEqual(rows)
    expect(rows.length).toBeLessThan(whole.length)
  }
})

it.each(['', '"', '"a', 'a"b\n"c"', '\n\n', '"'.repeat(100_000), ','.repeat(100_000)])(
  'reads invalid results quickly, and never throws: %.20j',
  text => {
    expect(() => resultRows(text, 0, 10)).not.toThrow()
  },
)
