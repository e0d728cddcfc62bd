import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const del = { operation: 'REST.DELETE.OBJECT', status: 204 }
const BATCH = { requestId: 'BATCHEXAMPLE0001' }
const CANONICAL = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'

export const examples: readonly Example[] = [
  {
    title: 'tells the life of one object in order, attempts included, and of no other',
    log: 'access-log',
    lines: [
      logLine({ ...del, key: 'a%253Db', at: '05:00' }),
      logLine({ ...del, key: 'a%253Db', at: '04:00', status: 403, errorCode: 'AccessDenied' }),
      logLine({ operation: 'REST.PUT.OBJECT', key: 'a%253Db', at: '01:00' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'a%253Db', at: '02:00', requester: '-' }),
      logLine({
        operation: 'S3.TRANSITION_SIA.OBJECT',
        key: 'a%3Db',
        requester: 'AmazonS3',
        remoteIp: '-',
        status: '-',
        at: '03:00',
      }),
      logLine({ ...del, key: 'a%253Dbc' }),
      logLine({ operation: 'REST.GET.BUCKET' }),
    ],
    parameters: { key: 'a=b' },
    rows: [
      { what: 'written', requester: ADA, key: 'a=b' },
      { what: 'read', requester: '(anonymous)' },
      { what: 'moved to another storage class', requester: 'AmazonS3' },
      { what: 'failed: deleted', error_code: 'AccessDenied' },
      { what: 'deleted' },
    ],
    headline:
      '5 records of a=b, the most, 3, by user ada from 203.0.113.7 between 2026-11-20 07:01:00 and 07:05:00 UTC. Last deleted at 2026-11-20 07:05:00 UTC by user ada from 203.0.113.7.',
  },
  {
    title: 'tells who deleted an object, and whether for good',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.GET.OBJECT', key: 'a' }),
      logLine({ ...del, key: 'a', uri: 'DELETE /a?versionId=v1 HTTP/1.1', versionId: 'v1' }),
      logLine({ operation: 'REST.DELETE.OBJECT_TAGGING', key: 'a', status: 204 }),
    ],
    preset: 'who-deleted-object',
    parameters: { key: 'a' },
    rows: [{ what: 'version deleted', version_id: 'v1', requester: ADA }],
    headline: 'Last version deleted at 2026-11-20 07:15:00 UTC by user ada',
  },
  {
    title: 'shows what changed below a prefix',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.COPY.OBJECT', key: 'x/1', at: '01:00' }),
      logLine({ ...del, key: 'x/2', at: '02:00' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'x/1' }),
      logLine({ ...del, key: 'y/1' }),
    ],
    parameters: { prefix: 'x/', only: 'changes' },
    rows: [
      { what: 'written by a copy', key: 'x/1' },
      { what: 'deleted', key: 'x/2' },
    ],
    headline: '2 changes of keys under x/, all by user ada',
  },
  {
    title: 'names who is behind a key of a batch, where CloudTrail does',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.POST.MULTI_OBJECT_DELETE', requester: CANONICAL, ...BATCH }),
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'a', status: 204, requester: CANONICAL, ...BATCH }),
    ],
    otherLines: [trailEvent({ eventName: 'DeleteObjects', ...BATCH })],
    parameters: { key: 'a' },
    rows: [{ what: 'deleted', requester: ADA }],
    headline: '1 record of a by user ada',
  },
  {
    title: 'finds nothing of an object that nobody touched',
    log: 'access-log',
    lines: [logLine({ operation: 'REST.GET.OBJECT', key: 'a/b' })],
    parameters: { key: 'a' },
    rows: [],
    headline: 'Nothing of a is recorded in this window.',
  },
  {
    title: 'tells what CloudTrail saw of an object',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'PutObject', key: 'a', at: '01:00' }),
      trailEvent({ eventName: 'DeleteObject', key: 'a', at: '02:00' }),
    ],
    rows: [{ what: 'written' }, { what: 'deleted' }],
    headline: '2 records of all keys of my-bucket',
  },
  {
    title: 'takes an event without a key for no object’s, and says that a batch may have been about any',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'DeleteBucketPolicy' }), trailEvent({ eventName: 'DeleteObjects' })],
    rows: [],
    headline:
      'Nothing of all keys of my-bucket is recorded in this window. Besides, 1 batch deletion by user ada at 2026-11-20 07:15:00 UTC of up to 1,000 keys, which this log does not name: it may have been among them.',
    severity: 'medium',
  },
]
