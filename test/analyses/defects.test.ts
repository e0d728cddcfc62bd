import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADA, logLine, trailEvent } from '../../analyses/lib/samples/sample-lines.ts'
import type { LogKind } from '../../analyses/lib/evidence/tables.ts'
import { analysisNamed } from '../../analyses/lib/catalogue/named.ts'
import { type EvidenceRow, type EvidenceDeps, openEvidenceDeps } from './evidence-deps.ts'

/**
 * Predicates that published tools ask S3 logs with, and what they get wrong: each is applied to the same records as
 * the analysis that answers that question here, and the two must differ, ours being right.
 */
interface Defect {
  /** How it is known. */
  name: string
  analysis: string
  parameters?: Record<string, unknown>
  log: LogKind
  lines: readonly string[]
  /** The rows that the published predicate would list. */
  published: (rows: readonly EvidenceRow[]) => number
  /** The rows that there are. */
  right: number
}

let deps: EvidenceDeps
beforeAll(async () => {
  deps = await openEvidenceDeps()
})
afterAll(() => deps.close())

const where =
  (...sets: ((row: EvidenceRow) => boolean)[]) =>
  (rows: readonly EvidenceRow[]): number =>
    sets.reduce((sum, set) => sum + rows.filter(set).length, 0)
const operation = (row: EvidenceRow): string => row.operation ?? ''
const status = (row: EvidenceRow): number => Number(row.status ?? 0)
const log = 'access-log'
const trail = 'cloudtrail'

const DEFECTS: Defect[] = [
  {
    name: 'defect 1: the last day of the window is cut off at its first midnight',
    analysis: 'object-access',
    log,
    lines: [logLine({ operation: 'REST.GET.OBJECT', key: 'a', at: '30:00' })],
    published: where(row => (row.event_time ?? '') <= '2026-11-20 00:00:00'),
    right: 1,
  },
  {
    name: 'defect 3: a failed deletion is listed once for each set that it is in',
    analysis: 'failed-requests',
    log,
    lines: [logLine({ operation: 'REST.DELETE.OBJECT', key: 'a', status: 403, errorCode: 'AccessDenied' })],
    published: where(
      row => status(row) >= 400 && status(row) < 500,
      row => operation(row) === 'REST.DELETE.OBJECT',
    ),
    right: 1,
  },
  {
    name: 'defect 5: refusals for different reasons are one status',
    analysis: 'error-code-breakdown',
    log,
    lines: [
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 403, errorCode: 'AccessDenied' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'b', status: 403, errorCode: 'SignatureDoesNotMatch' }),
    ],
    published: rows => new Set(rows.map(status)).size,
    right: 2,
  },
  {
    name: 'defect 7: whatever is called DELETE is taken for the deletion of an object',
    analysis: 'object-deletion',
    log,
    lines: [
      logLine({ operation: 'REST.DELETE.OBJECT', key: 'a', status: 204, at: '01:00' }),
      logLine({ operation: 'REST.DELETE.OBJECT', key: 'b', status: 403, errorCode: 'AccessDenied' }),
      logLine({ operation: 'REST.DELETE.BUCKETPOLICY', status: 204 }),
      logLine({ operation: 'REST.DELETE.UPLOAD', key: 'c', status: 204 }),
      logLine({ operation: 'REST.POST.MULTI_OBJECT_DELETE' }),
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'd', status: '-', requester: 'AmazonS3', at: '02:00' }),
    ],
    published: where(row => operation(row).includes('DELETE')),
    right: 2,
  },
  {
    name: 'defect 8: reads are GETs alone, and refused ones count as access',
    analysis: 'object-access',
    log,
    lines: [
      logLine({ operation: 'REST.COPY.PART_GET', key: 'a', at: '01:00' }),
      logLine({ operation: 'REST.COPY.OBJECT_GET', key: 'b', at: '02:00' }),
      logLine({ operation: 'WEBSITE.GET.OBJECT', key: 'c', at: '03:00' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'd', status: 403, errorCode: 'AccessDenied' }),
    ],
    published: where(row => operation(row) === 'REST.GET.OBJECT'),
    right: 3,
  },
  {
    name: 'defect 9: expirations of a versioned bucket leave markers, which are not looked for',
    analysis: 'lifecycle-expiration',
    log,
    lines: [logLine({ operation: 'S3.CREATE.DELETEMARKER', key: 'a', status: '-', requester: 'AmazonS3' })],
    published: where(row => operation(row) === 'S3.EXPIRE.OBJECT'),
    right: 1,
  },
  {
    name: 'defect 21: an attempt that failed is listed as a deletion',
    analysis: 'object-deletion',
    log: trail,
    lines: [trailEvent({ eventName: 'DeleteObject', key: 'a', errorCode: 'AccessDenied' })],
    published: where(row => operation(row) === 'DeleteObject'),
    right: 0,
  },
  {
    name: 'defect 22: strangers are known by one of their two names',
    analysis: 'anonymous-access',
    log: trail,
    lines: [
      trailEvent({
        eventName: 'GetObject',
        key: 'a',
        identity: { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' },
      }),
    ],
    published: where(row => row.requester === 'anonymous'),
    right: 1,
  },
  {
    name: 'defect 23: a refusal has one name',
    analysis: 'access-denied',
    log: trail,
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', errorCode: 'AccessDenied', at: '01:00' }),
      trailEvent({ eventName: 'GetObject', key: 'b', errorCode: 'SignatureDoesNotMatch', at: '02:00' }),
    ],
    published: where(row => row.error_code === 'AccessDenied'),
    right: 2,
  },
  {
    name: 'defect 24: a batch and each of its keys are counted as deletions',
    analysis: 'object-deletion',
    log: trail,
    lines: [
      trailEvent({ eventName: 'DeleteObjects', at: '01:00' }),
      trailEvent({ eventName: 'DeleteObject', key: 'a', at: '01:00' }),
      trailEvent({ eventName: 'DeleteObject', key: 'b', at: '01:00' }),
    ],
    published: where(row => operation(row).startsWith('DeleteObject')),
    right: 2,
  },
  {
    name: 'defect 25: settings are changed by what is called PutBucket alone',
    analysis: 'bucket-config-changes',
    log: trail,
    lines: [
      trailEvent({ eventName: 'PutAccelerateConfiguration', at: '01:00' }),
      trailEvent({ eventName: 'DeleteBucketTagging', at: '02:00', identity: ADA }),
    ],
    published: where(row => operation(row).startsWith('PutBucket')),
    right: 2,
  },
]

describe.each(DEFECTS)('$name', ({ analysis, parameters = {}, log: kind, lines, published, right }) => {
  it('is what the published predicate gets wrong, and ours does not', async () => {
    const question = analysisNamed(analysis)
    const evidence = await deps.evidence(kind, lines)
    const { rows } = await deps.ask(question, { log: kind, lines, parameters })
    expect(published(evidence.filter(row => row.kind === 'event'))).not.toBe(right)
    expect(rows).toHaveLength(right)
  })
})
