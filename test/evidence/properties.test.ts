import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EVIDENCE_COLUMNS } from '../../analyses/lib/evidence/evidence.ts'
import { openDeps, type Deps } from '../infra/athena/athena-deps.ts'
import { fields } from './arbitraries.ts'
import { type Fields, record } from './corpus/case.ts'
import { countsOf, evidenceOf } from './evidence-counts.ts'

let deps: Deps
beforeAll(async () => {
  deps = await openDeps()
})
afterAll(() => deps.close())

const NAMES: [column: string, field: keyof Fields][] = [
  ['remote_ip', 'remoteip'],
  ['requester', 'requester'],
  ['request_id', 'requestid'],
  ['operation', 'operation'],
  ['key', 'key'],
  ['request_uri', 'request_uri'],
  ['status', 'httpstatus'],
  ['error_code', 'errorcode'],
  ['bytes_sent', 'bytessent'],
  ['object_size', 'objectsize'],
  ['total_ms', 'totaltime'],
  ['turnaround_ms', 'turnaroundtime'],
  ['referrer', 'referrer'],
  ['user_agent', 'useragent'],
  ['version_id', 'versionid'],
  ['signature_version', 'sigv'],
  ['cipher_suite', 'ciphersuite'],
  ['auth_type', 'authtype'],
  ['host_header', 'endpoint'],
  ['access_point_arn', 'accesspointarn'],
  ['acl_required', 'aclrequired'],
  ['source_region', 'sourceregion'],
]

/** A field's value: without its quotes, nothing for `-`. */
function valueOf(logged = '-'): string | undefined {
  const text = /^"(.*)"$/s.exec(logged)?.[1] ?? logged
  return text === '-' ? undefined : text
}

/** An address as the evidence spells it: one address has one text, whatever the log writes. */
function address(text: string): string {
  if (!text.includes(':')) return text
  const groups = new URL(`http://[${text}]`).hostname.slice(1, -1)
  // An IPv4 address mapped into IPv6; Trino keeps an IPv4-compatible one, `::1.2.3.4`, as IPv6.
  const last = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(groups)
  if (!last) return groups
  const [, high = '0', low = '0'] = last
  const bytes = [high, low].flatMap(group => [
    Number.parseInt(group, 16) >> 8,
    Number.parseInt(group, 16) & 255,
  ])
  return bytes.join('.')
}

const meant = (one: Fields) =>
  NAMES.map(([, field]) => {
    const value = valueOf(one[field])
    return field === 'remoteip' && value !== undefined ? address(value) : value
  })

describe('any record', () => {
  it('survives being formatted and parsed, field by field', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fields, { minLength: 200, maxLength: 300 }), async records => {
        const lines = records.map(one => record(one))
        const columns = EVIDENCE_COLUMNS.map(({ name }) => name)
        const rows = await deps.rows(evidenceOf(deps, [lines.join('\n')]))
        const read = rows.map(row =>
          NAMES.map(([column]) => {
            const value = row[columns.indexOf(column)]
            return column === 'remote_ip' && value !== undefined ? address(value) : value
          }),
        )
        expect(read).toEqual(records.map(meant))
      }),
      { numRuns: 8, endOnFailure: true },
    )
  })
})

/** Lines as Hive counts them, less the empty ones. */
const linesIn = (body: Uint8Array, empty = /^$/): number =>
  Buffer.from(body)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .split(/\r\n|\r|\n/)
    .filter(line => !empty.test(line)).length

const nearText = fc.constantFrom(
  '"',
  ' ',
  '-',
  '[',
  ']',
  '\n',
  '\r',
  '\r\n',
  '\0',
  '\x01',
  '\xff',
  '\xc3',
  record(),
  record({}, 19),
)

describe('any bytes at all', () => {
  it('give as many rows as they have lines', async () => {
    const text = fc.array(nearText, { maxLength: 30 }).map(parts => Buffer.from(parts.join(''), 'latin1'))
    const body = fc.oneof(text, fc.uint8Array({ maxLength: 300 }))
    await fc.assert(
      fc.asyncProperty(body, async bytes => {
        const { lines, events, outside, unparsed } = await countsOf(deps, [bytes])
        // A line of blanks alone, behind unusual line ends, is one to some readers and none to others.
        expect(lines).toBeLessThanOrEqual(linesIn(bytes))
        expect(lines).toBeGreaterThanOrEqual(linesIn(bytes, /^ *$/))
        expect(events + outside + unparsed).toBe(lines)
      }),
      { numRuns: 60, endOnFailure: true },
    )
  })
})
