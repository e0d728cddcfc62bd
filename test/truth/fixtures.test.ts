import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LogKind } from '../../analyses/lib/evidence/tables.ts'
import { type EvidenceRow, type EvidenceDeps, openEvidenceDeps } from '../analyses/evidence-deps.ts'
import { scan } from '../independent/scan.mjs'

/** Public log lines that no one here wrote; they are next to the repository, if at all. */
const FOLDER = path.join(import.meta.dirname, '../../../shared/fixtures')
const present = fs.existsSync(FOLDER)
if (!present) console.log(`Skipped: the public log lines are not at ${FOLDER}.`)

const EVER = { from: '2006-03-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }
const read = (name: string) => fs.readFileSync(path.join(FOLDER, name), 'utf8')
const linesOf = (name: string) =>
  read(name)
    .split('\n')
    .map(line => line.replace(/\r$/, ''))
    .filter(line => line !== '')
const filesIn = (folder: string) => (present ? fs.readdirSync(path.join(FOLDER, folder)) : [])

let deps: EvidenceDeps
beforeAll(async () => {
  deps = await openEvidenceDeps()
})
afterAll(() => deps.close())

/** The evidence of lines for one bucket, and how many rows there are of each kind. */
async function asked(log: LogKind, lines: readonly string[], bucket: string) {
  const rows = await deps.evidence(log, lines, { bucket, window: EVER })
  const of = (kind: string) => rows.filter(row => row.kind === kind)
  const events = of('event')
  const distinct = new Set(events.map(row => row.record_hash)).size
  return {
    events,
    distinct,
    unparsed: of('unparsed').length,
    accounted:
      distinct +
      (events.length - distinct) +
      of('outside').length +
      of('account').length +
      of('unparsed').length,
  }
}

describe.skipIf(!present)('access logs of others', () => {
  it.each(filesIn('access-logs').filter(name => name.endsWith('.log')))(
    '%s: each line is an event of its bucket, none is lost or unparsed',
    async name => {
      const lines = linesOf(`access-logs/${name}`)
      const buckets = new Set(lines.map(line => line.split(' ')[1] ?? ''))
      let events = 0
      let distinct = 0
      for (const bucket of buckets) {
        const answer = await asked('access-log', lines, bucket)
        expect(answer.accounted).toBe(lines.length)
        expect(answer.unparsed).toBe(0)
        expect(answer.events.length).toBe(lines.filter(line => line.split(' ')[1] === bucket).length)
        events += answer.events.length
        distinct += answer.distinct
      }
      expect(events).toBe(lines.length)
      expect(distinct).toBe(new Set(lines).size)
    },
  )

  it.each(filesIn('access-logs').filter(name => name.endsWith('.log')))(
    '%s: the independent scanner reads the same fields',
    async name => {
      const lines = linesOf(`access-logs/${name}`)
      for (const bucket of new Set(lines.map(line => line.split(' ')[1] ?? ''))) {
        const { events } = await asked('access-log', lines, bucket)
        const scanned = lines.map(line => scan(line)).filter(record => record?.bucket === bucket)
        const expected = scanned.map(record => ({
          event_time: record && new Date(record.time).toISOString().replace('T', ' ').replace('Z', ''),
          remote_ip: bare(record?.address),
          requester: bare(record?.requester),
          request_id: bare(record?.requestId),
          operation: bare(record?.operation),
          key_logged: bare(record?.key),
          status: bare(record?.status),
          error_code: bare(record?.errorCode),
          bytes_sent: bare(record?.bytesSent),
          object_size: bare(record?.objectSize),
          user_agent: bare(record?.userAgent),
          version_id: bare(record?.versionId),
        }))
        expect(asSet(events.map(row => only(row, Object.keys(expected[0] ?? {}))))).toEqual(asSet(expected))
      }
    },
  )

  it('agree with another project’s parser, field by field', async () => {
    const lines = linesOf('access-logs/ncbi_aws_testlines.log')
    const expected = linesOf('access-logs/ncbi_aws_testlines.expected.jsonl').map(parsedNcbi)
    const rows: EvidenceRow[] = []
    for (const bucket of new Set(expected.map(record => record.bucket ?? '')))
      rows.push(...(await asked('access-log', lines, bucket)).events)
    expect(rows).toHaveLength(expected.length)
    const ours = rows.map(row => ({ ...only(row, Object.values(NCBI)), uri: row.request_uri ?? null }))
    const theirs = expected.map(record => ({
      ...Object.fromEntries(Object.entries(NCBI).map(([their, our]) => [our, record[their] || null])),
      uri: record.method ? `${record.method} ${record.path} ${record.vers}` : null,
    }))
    expect(asSet(ours.map(withPlainPath))).toEqual(asSet(theirs.map(withPlainPath)))
  })
})

/** Their names of fields and ours, where both mean the same; the host id we keep on server errors only. */
const NCBI = {
  bucket: 'bucket',
  ip: 'remote_ip',
  requester: 'requester',
  request_id: 'request_id',
  operation: 'operation',
  key: 'key',
  res_code: 'status',
  error: 'error_code',
  res_len: 'bytes_sent',
  obj_size: 'object_size',
  total_time: 'total_ms',
  turnaround_time: 'turnaround_ms',
  referer: 'referrer',
  agent: 'user_agent',
  version_id: 'version_id',
  sig_ver: 'signature_version',
  cipher_suite: 'cipher_suite',
  auth_type: 'auth_type',
  host_header: 'host_header',
  tls_version: 'tls_version',
}

const parsedNcbi = (line: string): Record<string, string> => JSON.parse(line)
const bare = (field: string | undefined): string | null =>
  field === undefined || field === '-' ? null : field
const only = (row: EvidenceRow, names: readonly string[]): EvidenceRow =>
  Object.fromEntries(names.map(name => [name, row[name] ?? null]))
const asSet = (rows: object[]): string[] => rows.map(row => JSON.stringify(row)).toSorted()

/** Their parser drops the query string of the request line. */
const withPlainPath = <Row extends { uri: string | null }>(row: Row): Row => ({
  ...row,
  uri: row.uri?.replace(/\?\S*/, '') ?? null,
})

describe.skipIf(!present)('CloudTrail records of others', () => {
  it.each(filesIn('cloudtrail'))('%s: each record is one event of its bucket', async name => {
    const records = recordsIn(`cloudtrail/${name}`)
    const lines = records.map(record => JSON.stringify(record))
    for (const bucket of new Set(records.map(bucketOf))) {
      const { events, accounted, unparsed } = await asked('cloudtrail', lines, bucket)
      expect(accounted).toBe(records.length)
      // Some tests of others cut their records down so far that they have no time.
      expect(unparsed).toBe(records.filter(({ eventTime }) => eventTime === undefined).length)
      const expected = records
        .filter(record => bucketOf(record) === bucket && record.eventTime)
        .map(inEvidence)
      const names = ['bucket', 'event_time', 'operation', 'remote_ip', 'error_code', 'request_id']
      expect(asSet(events.map(row => only(row, names)))).toEqual(asSet(bucket === NONE ? [] : expected))
    }
  })

  it('are found together, too: none hides another', async () => {
    const records = filesIn('cloudtrail').flatMap(name => recordsIn(`cloudtrail/${name}`))
    const lines = records.map(record => JSON.stringify(record))
    const { accounted } = await asked('cloudtrail', lines, 'my-bucket')
    expect(accounted).toBe(records.length)
    expect(records.length).toBeGreaterThan(50)
  })
})

/** For records of other services, and of requests that are to no bucket (ListBuckets). */
const NONE = 'no-bucket'
const bucketOf = ({ eventSource = '', requestParameters }: TrailRecord): string =>
  (SERVICES.has(eventSource) && requestParameters?.bucketName) || NONE

const inEvidence = (record: TrailRecord): EvidenceRow => ({
  bucket: bucketOf(record),
  event_time: `${record.eventTime?.slice(0, 19).replace('T', ' ')}.000`,
  operation: record.eventName,
  remote_ip: record.sourceIPAddress ?? null,
  error_code: record.errorCode || null,
  request_id: record.requestID ?? null,
})

const SERVICES = new Set(['s3.amazonaws.com', 's3-outposts.amazonaws.com'])

interface TrailRecord {
  eventName: string
  eventTime?: string
  eventSource?: string
  sourceIPAddress?: string
  errorCode?: string
  requestID?: string
  requestParameters?: { bucketName?: string } | null
}

/** A file holds one record, `Records`, or a line for each test of somebody's rules, of CloudTrail among others. */
function recordsIn(name: string): TrailRecord[] {
  if (name.endsWith('.jsonl')) {
    const tests = linesOf(name).map((line): RuleTest => JSON.parse(line))
    return tests.flatMap(({ logTypes, log }) => (logTypes?.includes('AWS.CloudTrail') ? [log] : []))
  }
  const content: TrailRecord & { Records?: TrailRecord[] } = JSON.parse(read(name))
  return content.Records ?? [content]
}

interface RuleTest {
  logTypes: string[] | null
  log: TrailRecord
}
