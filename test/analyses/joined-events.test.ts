import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADA, logLine, trailEvent } from '../../analyses/lib/samples/sample-lines.ts'
import { type EvidenceRow, type EvidenceDeps, openEvidenceDeps } from './evidence-deps.ts'

let deps: EvidenceDeps
beforeAll(async () => {
  deps = await openEvidenceDeps()
})
afterAll(() => deps.close())

const CANONICAL = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'
const GRACE = {
  type: 'AssumedRole',
  arn: 'arn:aws:sts::444455556666:assumed-role/export/grace',
  accountId: '444455556666',
  accessKeyId: 'ASIAEXAMPLE',
}

const seen = (rows: readonly EvidenceRow[]) =>
  rows.map(({ source, operation, key }) => `${source}: ${operation} ${key}`).toSorted()

/** A batch that deletes keys, as the access log has it. */
const batchLines = (requestId: string, keys: readonly string[]) => [
  logLine({ operation: 'REST.POST.MULTI_OBJECT_DELETE', requestId, requester: CANONICAL }),
  ...keys.map(key =>
    logLine({ operation: 'BATCH.DELETE.OBJECT', key, requestId, status: 204, requester: CANONICAL }),
  ),
]

describe('a request that both logs tell of', () => {
  it('is one row, with the identity of CloudTrail and all else as the access log has it', async () => {
    const [row, ...more] = await deps.joined(
      [
        logLine({
          operation: 'REST.GET.OBJECT',
          key: 'a%253Db',
          requester: CANONICAL,
          bytesSent: 70,
          objectSize: 100,
          tls: '-',
        }),
      ],
      [
        trailEvent({
          eventName: 'GetObject',
          key: 'a=b',
          identity: GRACE,
          bytesSent: 71,
          at: '15:01',
          fields: {
            vpcEndpointId: 'vpce-1',
            tlsDetails: { tlsVersion: 'TLSv1.3' },
            resources: [
              { type: 'AWS::S3::Bucket', accountId: '111122223333', ARN: 'arn:aws:s3:::my-bucket' },
            ],
          },
        }),
      ],
    )
    expect(more).toEqual([])
    expect(row).toMatchObject({
      source: 'both',
      operation: 'REST.GET.OBJECT',
      action: 'read',
      key: 'a=b',
      key_logged: 'a%253Db',
      event_time: '2026-11-20 07:15:00.000',
      status: '200',
      bytes_sent: '70',
      object_size: '100',
      total_ms: '12',
      requester: GRACE.arn,
      requester_type: 'assumed-role',
      requester_account: '444455556666',
      access_key_id: 'ASIAEXAMPLE',
      vpc_endpoint_id: 'vpce-1',
      recipient_account: '111122223333',
      tls_version: 'TLSv1.3',
      request_id: '3E57427F3EXAMPLE',
    })
    expect(row?.request_parameters).toContain('my-bucket')
  })

  it('keeps the ARN of the access log where CloudTrail knows only an id', async () => {
    const [row] = await deps.joined(
      [logLine({ operation: 'REST.GET.OBJECT', key: 'a' })],
      [
        trailEvent({
          eventName: 'GetObject',
          key: 'a',
          identity: { type: 'AWSAccount', accountId: '999', principalId: 'AIDA' },
        }),
      ],
    )
    expect(row).toMatchObject({ source: 'both', requester: ADA, requester_type: 'user' })
  })

  it('says why it was refused, which only CloudTrail records', async () => {
    const [row] = await deps.joined(
      [logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 403, errorCode: 'AccessDenied' })],
      [
        trailEvent({
          eventName: 'GetObject',
          key: 'a',
          errorCode: 'AccessDenied',
          errorMessage: 'explicit deny',
        }),
      ],
    )
    expect(row).toMatchObject({ status: '403', error_code: 'AccessDenied', error_message: 'explicit deny' })
  })

  it('is found by its id alone where one log leaves the key out', async () => {
    const rows = await deps.joined(
      [
        logLine({ operation: 'REST.GET.OBJECT', key: 'a', requestId: 'A' }),
        logLine({ operation: 'REST.PUT.OBJECT', requestId: 'B' }),
      ],
      [
        trailEvent({ eventName: 'GetObject', requestId: 'A' }),
        trailEvent({ eventName: 'PutObject', key: 'b', requestId: 'B' }),
      ],
    )
    expect(seen(rows)).toEqual(['both: REST.GET.OBJECT a', 'both: REST.PUT.OBJECT b'])
  })

  it('is not confused with the reading half of its copy', async () => {
    const rows = await deps.joined(
      [
        logLine({ operation: 'REST.COPY.OBJECT_GET', key: 'a' }),
        logLine({ operation: 'REST.COPY.OBJECT', key: 'a' }),
      ],
      [trailEvent({ eventName: 'CopyObject', key: 'a' })],
    )
    expect(seen(rows)).toEqual(['access-log: REST.COPY.OBJECT_GET a', 'both: REST.COPY.OBJECT a'])
  })
})

describe('a batch', () => {
  it('is its envelope and each of its keys, once, whatever both logs say of them', async () => {
    const rows = await deps.joined(batchLines('B', ['a', 'b', 'c+d']), [
      trailEvent({ eventName: 'DeleteObjects', requestId: 'B', identity: GRACE }),
      ...['a', 'b', 'c d'].map((key, i) =>
        trailEvent({ eventName: 'DeleteObject', key, requestId: 'B', identity: GRACE, at: `15:0${i}` }),
      ),
    ])
    expect(seen(rows)).toEqual([
      'both: BATCH.DELETE.OBJECT a',
      'both: BATCH.DELETE.OBJECT b',
      'both: BATCH.DELETE.OBJECT c d',
      'both: REST.POST.MULTI_OBJECT_DELETE null',
    ])
    expect(new Set(rows.map(({ requester }) => requester))).toEqual(new Set([GRACE.arn]))
  })

  it('has a row for each version of a key', async () => {
    const rows = await deps.joined(
      ['v1', 'v2'].map(versionId => logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'a', versionId })),
      ['v2', 'v1'].map(versionId =>
        trailEvent({ eventName: 'DeleteObject', key: 'a', parameters: { versionId } }),
      ),
    )
    expect(rows.map(row => `${row.source} ${row.version_id} ${row.request_parameters}`).toSorted()).toEqual([
      expect.stringMatching(/^both v1 .*v1/),
      expect.stringMatching(/^both v2 .*v2/),
    ])
  })

  it('names who asked beside every key, also where CloudTrail has only its envelope', async () => {
    const rows = await deps.joined(batchLines('B', ['a', 'b']), [
      trailEvent({ eventName: 'DeleteObjects', requestId: 'B', identity: GRACE }),
    ])
    expect(seen(rows)).toEqual([
      'both: BATCH.DELETE.OBJECT a',
      'both: BATCH.DELETE.OBJECT b',
      'both: REST.POST.MULTI_OBJECT_DELETE null',
    ])
    expect(rows.map(row => [row.requester, row.requester_account, row.access_key_id])).toEqual(
      rows.map(() => [GRACE.arn, '444455556666', 'ASIAEXAMPLE']),
    )
  })

  it('keeps a deletion that only CloudTrail tells of', async () => {
    const rows = await deps.joined(batchLines('B', ['a']), [
      trailEvent({ eventName: 'DeleteObject', key: 'a', requestId: 'B' }),
      trailEvent({ eventName: 'DeleteObject', key: 'b', requestId: 'B' }),
    ])
    expect(seen(rows)).toEqual([
      'access-log: REST.POST.MULTI_OBJECT_DELETE null',
      'both: BATCH.DELETE.OBJECT a',
      'cloudtrail: DeleteObject b',
    ])
  })
})

describe('what one log alone tells of', () => {
  it('stays as it is', async () => {
    const rows = await deps.joined(
      [
        logLine({ operation: 'REST.GET.OBJECT', key: 'a', requestId: 'A' }),
        logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'b', requestId: 'B', requester: 'AmazonS3' }),
      ],
      [trailEvent({ eventName: 'PutBucketPolicy', requestId: 'C' })],
    )
    expect(seen(rows)).toEqual([
      'access-log: REST.GET.OBJECT a',
      'access-log: S3.EXPIRE.OBJECT b',
      'cloudtrail: PutBucketPolicy null',
    ])
  })

  it('is never given an identity by an id that names many requests, or none', async () => {
    const lines = ['tx0', 'tx0', '-', '-'].map((requestId, i) =>
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', requestId, requester: CANONICAL, at: `15:0${i}` }),
    )
    const events = ['tx0', 'tx0'].map((requestId, i) =>
      trailEvent({ eventName: 'GetObject', key: 'a', requestId, identity: GRACE, at: `15:0${i}` }),
    )
    const rows = await deps.joined(lines, events)
    expect(rows.map(({ source, requester }) => `${source} ${requester}`).toSorted()).toEqual([
      ...lines.map(() => `access-log ${CANONICAL}`),
      ...events.map(() => `cloudtrail ${GRACE.arn}`),
    ])
  })
})

const requestId = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'tx0', '-')
const key = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined })
const named = (name: string | undefined) => (name === undefined ? {} : { key: name })
const OPERATIONS =
  'REST.GET.OBJECT REST.POST.MULTI_OBJECT_DELETE BATCH.DELETE.OBJECT REST.COPY.OBJECT REST.COPY.OBJECT_GET S3.EXPIRE.OBJECT'
const accessLog = fc.array(fc.tuple(fc.constantFrom(...OPERATIONS.split(' ')), key, requestId), {
  maxLength: 60,
})
const EVENTS = 'GetObject DeleteObjects DeleteObject CopyObject'
const cloudTrail = fc.array(fc.tuple(fc.constantFrom(...EVENTS.split(' ')), key, requestId), {
  maxLength: 60,
})

/** Each line and event carries its number where no other log writes. */
const numberOfLine = ({ host_header }: EvidenceRow) => /^line-(\d+)$/.exec(host_header ?? '')?.[1]
const numberOfEvent = ({ request_parameters }: EvidenceRow) => /"n":(\d+)/.exec(request_parameters ?? '')?.[1]
const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(i)).toSorted()

describe('whatever both logs hold', () => {
  it('each line and each event is in one row: as many rows as both have, less the pairs', async () => {
    await fc.assert(
      fc.asyncProperty(accessLog, cloudTrail, async (lines, events) => {
        const rows = await deps.joined(
          lines.map(([operation, name, id], i) =>
            logLine({ operation, ...named(name), requestId: id, host: `line-${i}` }),
          ),
          events.map(([eventName, name, id], i) =>
            trailEvent({
              eventName,
              ...named(name),
              requestId: id,
              parameters: { n: i },
              fields: { eventID: `event-${i}`, ...(id === '-' && { requestID: null }) },
            }),
          ),
        )
        const ofLines = rows.flatMap(row => numberOfLine(row) ?? [])
        const ofEvents = rows.flatMap(row => numberOfEvent(row) ?? [])
        expect(ofLines.toSorted()).toEqual(numbers(lines.length))
        expect(ofEvents.toSorted()).toEqual(numbers(events.length))
        const pairs = rows.filter(row => numberOfLine(row) && numberOfEvent(row))
        expect(rows.length).toBe(lines.length + events.length - pairs.length)
        for (const row of pairs)
          expect(events[Number(numberOfEvent(row))]?.[2]).toBe(lines[Number(numberOfLine(row))]?.[2])
      }),
      { numRuns: 12, endOnFailure: true },
    )
  })
})
