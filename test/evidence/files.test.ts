import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDeps, type Deps } from '../infra/athena/athena-deps.ts'
import { bare, record } from './corpus/case.ts'
import { countsOf } from './evidence-counts.ts'

let deps: Deps
beforeAll(async () => {
  deps = await openDeps()
})
afterAll(() => deps.close())

const one = record()
const other = record({ requestdatetime: '[21/Nov/2026:07:15:00 +0000]' })
const junk = 'no record'
const all = { lines: 3, events: 1, outside: 1, unparsed: 1 }
const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map(part => Buffer.from(typeof part === 'string' ? Buffer.from(part) : part)))
const BAD = [0xff, 0xc3, 0x28]
const MEGABYTES = 'x'.repeat(5_000_000)

describe('every line is an event, outside or unparsed', () => {
  it.each<[string, string | Uint8Array, object]>([
    ['with \\n', `${one}\n${other}\n${junk}\n`, all],
    ['without a final line end', `${one}\n${other}\n${junk}`, all],
    ['with \\r\\n', `${one}\r\n${other}\r\n${junk}\r\n`, all],
    ['with \\r alone', `${one}\r${other}\r${junk}\r`, all],
    ['with all kinds of line ends', `${one}\r${other}\r\n${junk}\n`, all],
    ['with empty lines', `\n\n${one}\n\n${other}\n\r\n${junk}\n\n`, all],
    ['behind a byte-order mark', `\uFEFF${one}\n${other}\n${junk}\n`, all],
    ['behind a byte-order mark with \\r\\n', `\uFEFF${one}\r\n${other}\r\n${junk}\r\n`, all],
    ['with NUL in a user agent', `${record({ useragent: '"a\0b"' })}\n${other}\n\0\n`, all],
    [
      'with bytes that are not UTF-8 in a user agent',
      bytes(one.replace('S3Console', ''), '\n', other, '\n', BAD, '\n'),
      all,
    ],
    [
      'with bytes that are not UTF-8 in a record',
      bytes(one.slice(0, -1), BAD, '\n', other, '\n', junk, '\n'),
      all,
    ],
    ['with a line of megabytes', `${one}\n${MEGABYTES}\n${other}\n`, all],
    ['with a record of megabytes', `${record({ useragent: `"${MEGABYTES}"` })}\n${junk}\n${other}\n`, all],
    [
      'with a record of megabytes of quotes',
      `${record({ useragent: `"${'"'.repeat(1_000_000)}"` })}\n${junk}\n${other}`,
      all,
    ],
    ['with records that hold no quotes', `${bare()}\n${bare({ bucket_name: 'other' })}\n${junk}\n`, all],
    ['in an empty object', '', { lines: 0, events: 0, outside: 0, unparsed: 0 }],
    ['of line ends alone', '\n\r\n\n', { lines: 0, events: 0, outside: 0, unparsed: 0 }],
  ])('%s', async (_, body, expected) => {
    expect(await countsOf(deps, [body])).toEqual(expected)
    expect(await countsOf(deps, [gzipSync(body)], '.gz')).toEqual(expected)
  })

  it('whether they are in one object or in many', async () => {
    const lines = Array.from({ length: 300 }, (_, index) => [one, other, junk][index % 3] ?? '')
    const counts = { lines: 300, events: 100, outside: 100, unparsed: 100 }
    expect(await countsOf(deps, [lines.join('\n')])).toEqual(counts)
    expect(await countsOf(deps, lines)).toEqual(counts)
  })
})
