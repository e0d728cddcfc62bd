import { expect, it } from 'vitest'
import { figures } from '../../analyses/lib/figures.ts'

it('reads figures with their labels and units, a label being the id in words unless it is given', () => {
  expect(
    figures('distinctKeys | refused: Failed (not counted) |\n  bytesSent #bytes | last: Last (UTC) #text'),
  ).toEqual({
    distinctKeys: ['Distinct keys', 'count'],
    refused: ['Failed (not counted)', 'count'],
    bytesSent: ['Bytes sent', 'bytes'],
    last: ['Last (UTC)', 'text'],
  })
})

it('refuses a unit that it does not know', () => {
  expect(() => figures('keys | sent #byte')).toThrow('Unknown unit byte of the figure sent')
})
