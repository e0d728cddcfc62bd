import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ACCESS_LOG_FIELDS, ACCESS_LOG_PATTERN, UNPARSED } from '../../../analyses/lib/evidence/tables.ts'
import { openDeps, type Deps, WORKSPACE } from './athena-deps.ts'

let deps: Deps
beforeEach(async () => {
  deps = await openDeps()
})
afterEach(() => deps.close())

const COLUMNS = [...ACCESS_LOG_FIELDS, UNPARSED]
const KEY = 'logs/i-1/part'

const quoted =
  'owner bucket [20/Nov/2026:07:00:00 +0000] 10.0.0.1 arn:aws:iam::1:user/x REQ REST.GET.OBJECT k ' +
  '"GET /k HTTP/1.1" 200 - 1 2 3 4 "-" "agent" - HOST= SigV4 CIPHER AuthHeader h TLSv1.2 - - eu-west-1'
const bare =
  'owner bucket [20/Nov/2026:07:00:00 +0000] - AmazonS3 REQ S3.EXPIRE.OBJECT k - - - - 2 - - - - v HOST= SigV4 - - - - - -'

/** What Hive's RegexSerDe makes of a line: the pattern's groups over the whole line, DOTALL. */
function byPattern(line: string): (string | undefined)[] {
  const [, ...groups] = new RegExp(`^(?:${ACCESS_LOG_PATTERN})$`, 's').exec(line)!
  return groups
}

const read = (lines: string): Promise<(string | undefined)[][]> => {
  deps.put(WORKSPACE, KEY, lines)
  return deps.rows(
    `SELECT ${COLUMNS.map(name => `"${name}"`).join(', ')} FROM access_logs_copied WHERE investigation = 'i-1'`,
  )
}

const oddities = fc.constantFrom(
  '"',
  ' ',
  '  ',
  '-',
  '[',
  ']',
  '""',
  '" 200 - 1 1 1 1 "',
  'SigV2',
  'é',
  '\u2028',
  '\u0001',
  'REST.',
  '\\',
  '0',
)
/** A record with a few of its characters replaced, doubled or cut: near the border of what is a record. */
const nearRecord = fc
  .tuple(
    fc.constantFrom(quoted, bare),
    fc.array(fc.tuple(fc.nat(), fc.nat(3), oddities), { maxLength: 3 }),
    fc.option(fc.nat(12)),
  )
  .map(([record, edits, dropped]) => {
    let line = record
    for (const [at, removed, inserted] of edits) {
      const place = at % line.length
      line = line.slice(0, place) + inserted + line.slice(place + removed)
    }
    return dropped === null
      ? line
      : line
          .split(' ')
          .slice(0, -dropped || undefined)
          .join(' ')
  })
const line = fc
  .oneof({ weight: 5, arbitrary: nearRecord }, fc.string({ unit: 'grapheme' }))
  .filter(text => text !== '' && !/[\r\n]/.test(text))

describe('the access-log reader', () => {
  it('returns exactly the groups of the pattern for every line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 150, maxLength: 300 }), async lines => {
        expect(await read(`${lines.join('\n')}\n`)).toEqual(lines.map(byPattern))
      }),
      { numRuns: 12, endOnFailure: true },
    )
  })

  it.each([
    ['a record of 27 fields', quoted],
    ['a record without quotes', bare],
    ['a record of 18 fields', quoted.slice(0, quoted.indexOf(' HOST='))],
    ['fields that AWS may add', `${quoted} new "quoted one"`],
    ['a space at the end', `${quoted} `],
    ['a space at the end of a short record', `${bare.slice(0, bare.indexOf(' HOST='))} `],
    ['two tokens before the signature version', quoted.replace('HOST=', 'X HOST=')],
    [
      'a requester of several words',
      quoted.replace('arn:aws:iam::1:user/x', 'CloudFront Origin Access Identity E1'),
    ],
    ['quotes in the user agent', quoted.replace('agent', 'a "b" c" ')],
    ['a quote in the URI', quoted.replace('/k', '/"k')],
    ['an empty user agent', quoted.replace('"agent"', '""')],
    ['another signature version', quoted.replace('SigV4', 'SigV9A')],
    ['a line that is no record', 'hello'],
  ])('agrees with the pattern on %s', async (_, text) => {
    expect(await read(text)).toEqual([byPattern(text)])
  })

  it('reads \\r\\n, \\r, blank lines, a byte-order mark and a last line without an end as Hive does', async () => {
    const rows = await read(`\uFEFF${quoted}\r\nsecond\rthird\n\nfourth`)
    expect(rows.map(row => row.at(-1))).toEqual([undefined, 'second', 'third', 'fourth'])
    expect(rows[0]).toEqual(byPattern(quoted))
  })

  it('keeps lines with bytes that are not UTF-8, with U+FFFD in their place', async () => {
    deps.put(
      WORKSPACE,
      KEY,
      Buffer.concat([Buffer.from('good\nbad '), Buffer.from([0xff, 0xc3]), Buffer.from('\nlast\n')]),
    )
    const rows = await deps.rows(
      `SELECT unparsed, "$path" FROM access_logs_copied WHERE investigation = 'i-1'`,
    )
    expect(rows.map(([text]) => text)).toEqual(['good', 'bad \uFFFD\uFFFD', 'last'])
    expect(new Set(rows.map(([, uri]) => uri))).toEqual(new Set([`s3://${WORKSPACE}/${KEY}`]))
  })

  it('keeps NUL bytes, control characters and lines of megabytes', async () => {
    const long = 'x'.repeat(5_000_000)
    deps.put(WORKSPACE, KEY, `a\0b\nc\u0001\u0002d\n${long}\ne\n`)
    const rows = await deps.rows(
      `SELECT length(unparsed), substr(unparsed, 1, 3) FROM access_logs_copied WHERE investigation = 'i-1'`,
    )
    expect(rows).toEqual([
      ['3', 'a\0b'],
      ['4', 'c\u0001\u0002'],
      ['5000000', 'xxx'],
      ['1', 'e'],
    ])
  })

  it('repairs many bad files in one query', async () => {
    for (let index = 0; index < 20; index++)
      deps.put(
        WORKSPACE,
        `logs/i-1/${index}`,
        Buffer.concat([Buffer.from('bad '), Buffer.from([0xff]), Buffer.from('\rtwo\n')]),
      )
    expect(await deps.rows("SELECT count(*) FROM access_logs_copied WHERE investigation = 'i-1'")).toEqual([
      ['40'],
    ])
  })

  it('reads gzip members one after the other', async () => {
    deps.put(
      WORKSPACE,
      `${KEY}.gz`,
      Buffer.concat([zlib.gzipSync(`${quoted}\n`), zlib.gzipSync(`${bare}\n`)]),
    )
    const rows = await deps.rows("SELECT operation FROM access_logs_copied WHERE investigation = 'i-1'")
    expect(rows).toEqual([['REST.GET.OBJECT'], ['S3.EXPIRE.OBJECT']])
  })

  it.each([
    ['truncated', zlib.gzipSync(`${quoted}\n`.repeat(5000)).subarray(0, -100)],
    ['no gzip at all', Buffer.from('hello')],
    ['corrupt', Buffer.concat([zlib.gzipSync(quoted).subarray(0, 60), Buffer.alloc(40, 7)])],
  ])('fails with the S3 path of an archive that is %s, and skips it on request', async (_, body) => {
    deps.put(WORKSPACE, 'logs/i-1/bad.gz', body)
    deps.put(WORKSPACE, 'logs/i-1/good.gz', zlib.gzipSync(quoted))
    const uri = `s3://${WORKSPACE}/logs/i-1/bad.gz`
    const sql = "SELECT count(*) FROM access_logs_copied WHERE investigation = 'i-1'"
    expect(await deps.failure(sql)).toBe(`HIVE_CURSOR_ERROR: Failed to read file at ${uri}`)
    expect(await deps.rows(`${sql} AND "$path" NOT IN ('${uri}')`)).toEqual([['1']])
  })

  const fixtures = path.join(import.meta.dirname, '../../../../shared/fixtures/access-logs')
  it.skipIf(!fs.existsSync(fixtures))('agrees with the pattern on real lines', async () => {
    const names = fs.readdirSync(fixtures).filter(name => name.endsWith('.log'))
    const lines = names
      .flatMap(name => fs.readFileSync(path.join(fixtures, name), 'utf8').split(/\r?\n/))
      .filter(text => text !== '')
    expect(await read(lines.join('\n'))).toEqual(lines.map(byPattern))
  })
})
