import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EvidenceRow, type EvidenceDeps, openEvidenceDeps } from '../analyses/evidence-deps.ts'
import { brokenCases } from './corpus/broken.ts'
import { type Case, CORPUS_BUCKET, CORPUS_WINDOW } from './corpus/case.ts'
import { lineCases } from './corpus/lines.ts'
import { trailCases } from './corpus/trail.ts'

const frame = { bucket: CORPUS_BUCKET, window: CORPUS_WINDOW }
const linesOf = (cases: readonly Case[]): string[] => cases.map(({ line }) => line)

let deps: EvidenceDeps
beforeAll(async () => {
  deps = await openEvidenceDeps()
})
afterAll(() => deps.close())

/** What a case says of its row. */
const expectedRow = ({ expected }: Case): EvidenceRow =>
  typeof expected === 'string'
    ? { kind: expected, key: null, requester: null, record_hash: null }
    : { kind: 'event', ...expected }

/** Only the columns that the case names, so that a failure shows nothing else. */
const shown = (row: EvidenceRow | undefined, like: EvidenceRow): EvidenceRow =>
  Object.fromEntries(Object.keys(like).map(name => [name, row?.[name] ?? null]))

const titled = (cases: readonly Case[]) =>
  cases.map((one, index) => [index, one.title.slice(0, 80), one] as const)

describe.each([
  ['access-log', lineCases],
  ['cloudtrail', trailCases],
] as const)('the corpus of %s', (log, cases) => {
  let rows: EvidenceRow[]
  beforeAll(async () => {
    rows = await deps.evidence(log, linesOf(cases), frame)
  })

  it('becomes one row of evidence for each line', () => {
    expect(rows).toHaveLength(cases.length)
  })

  it.each(titled(cases))('%i: %s', (index, _, one) => {
    const expected = expectedRow(one)
    expect(shown(rows[index], expected)).toEqual(expected)
  })
})

describe('an unparsed line', () => {
  it('is shown by its first 500 characters, as it was logged', async () => {
    const lines = linesOf(brokenCases)
    const rows = await deps.evidence('access-log', lines, frame)
    expect(rows.map(row => row.unparsed_line)).toEqual(lines.map(line => line.slice(0, 500)))
  })
})

describe('the hash of a record', () => {
  it('is the same for a duplicate delivery and different for every other request', async () => {
    const lines = linesOf(lineCases).map((line, index) => line.replaceAll('3E57427F3EXAMPLE', `ID${index}`))
    const rows = await deps.evidence('access-log', [...lines, ...lines], frame)
    const hashes = rows.map(row => row.record_hash)
    expect(hashes.slice(lines.length)).toEqual(hashes.slice(0, lines.length))
    const known = hashes.slice(0, lines.length).filter(hash => hash !== null)
    expect(new Set(known).size).toBe(known.length)
  })

  it('differs between the keys, versions and operations of one request', async () => {
    const [line = ''] = linesOf(lineCases)
    const lines = [
      line,
      line.replace(' a.txt ', ' b.txt '),
      line.replace('REST.GET.OBJECT', 'REST.COPY.OBJECT_GET'),
      line.replace('"S3Console/0.4" -', '"S3Console/0.4" v2'),
    ]
    const rows = await deps.evidence('access-log', lines, frame)
    expect(new Set(rows.map(row => row.record_hash)).size).toBe(lines.length)
  })
})
