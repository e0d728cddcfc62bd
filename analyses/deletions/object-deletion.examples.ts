import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const CANONICAL = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'
const BATCH = { requestId: 'BATCHEXAMPLE0001' }

export const examples: readonly Example[] = [
  {
    title: 'finds every way to delete an object, and says which it was',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.DELETE.OBJECT', key: 'a%253Db', status: 204, at: '01:00' }),
      logLine({
        operation: 'REST.DELETE.OBJECT',
        key: 'c',
        uri: 'DELETE /c?versionId=v1 HTTP/1.1',
        status: 204,
        at: '02:00',
      }),
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'my+file', status: 204, at: '03:00' }),
      logLine({
        operation: 'S3.EXPIRE.OBJECT',
        key: 'old',
        status: '-',
        requester: 'AmazonS3',
        remoteIp: '-',
        at: '04:00',
      }),
      logLine({
        operation: 'S3.CREATE.DELETEMARKER',
        key: 'older',
        status: '-',
        requester: 'AmazonS3',
        remoteIp: '-',
        at: '05:00',
      }),
    ],
    rows: [
      { key: 'a=b', kind: 'deleted', requester: ADA },
      { key: 'c', kind: 'version deleted' },
      { key: 'my file', kind: 'deleted' },
      { key: 'old', kind: 'expired by lifecycle', requester: 'AmazonS3', remote_ip: null },
      { key: 'older', kind: 'delete marker by lifecycle' },
    ],
    headline: '5 deletions in my-bucket; 3 by user ada from 203.0.113.7',
  },
  {
    title: 'does not count a deletion that was refused, but says so',
    log: 'access-log',
    lines: [logLine({ operation: 'REST.DELETE.OBJECT', key: 'a', status: 403, errorCode: 'AccessDenied' })],
    rows: [],
    headline: 'No object was deleted from my-bucket in this window; 1 attempt failed.',
  },
  {
    title: 'tells what was moved, folders and the names of folders apart from what was lost',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.COPY.OBJECT_GET', key: 'old', status: '-', requestId: 'COPY', at: '01:00' }),
      logLine({ operation: 'REST.COPY.OBJECT', key: 'new', requestId: 'COPY', at: '01:00' }),
      logLine({ operation: 'REST.DELETE.OBJECT', key: 'old', status: 204, at: '01:01' }),
      logLine({ operation: 'REST.DELETE.OBJECT', key: 'f/', status: 204, at: '01:02' }),
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'g', status: 204, requestId: 'B', at: '02:00' }),
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'g/1', status: 204, requestId: 'B', at: '02:00' }),
    ],
    rows: [
      { key: 'g/1', kind: 'deleted' },
      { key: 'old', kind: 'moved', moved_to: 'new' },
      { key: 'f/', kind: 'folder object' },
      { key: 'g', kind: 'folder name' },
    ],
    headline:
      '1 deletion in my-bucket; all by user ada from 203.0.113.7 at 2026-11-20 07:02:00 UTC; all under g/; 1 object was moved, the first to new; 2 folders or names of folders besides.',
  },
  {
    title: 'takes nothing else that is deleted for an object',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.DELETE.UPLOAD', key: 'a', status: 204 }),
      logLine({ operation: 'S3.DELETE.UPLOAD', key: 'a', status: '-', requester: 'AmazonS3' }),
      logLine({ operation: 'REST.DELETE.OBJECT_TAGGING', key: 'a', status: 204 }),
      logLine({ operation: 'REST.DELETE.BUCKETPOLICY', status: 204 }),
      logLine({ operation: 'REST.DELETE.BUCKET', status: 204 }),
    ],
    rows: [],
    headline: 'No object was deleted from my-bucket in this window.',
  },
  {
    title: 'tells batches whose keys the log does not have, beside those that it names',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.POST.MULTI_OBJECT_DELETE', requestId: 'NAMED1', at: '01:00' }),
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'a', status: 204, requestId: 'NAMED1', at: '01:00' }),
      logLine({ operation: 'REST.POST.MULTI_OBJECT_DELETE', requestId: 'BARE1', at: '02:00' }),
      logLine({
        operation: 'REST.POST.MULTI_OBJECT_DELETE',
        requestId: 'BARE2',
        status: 403,
        errorCode: 'AccessDenied',
      }),
    ],
    rows: [
      { key: 'a', kind: 'deleted' },
      { key: '(up to 1,000 keys, not named)', kind: 'batch deletion', request_id: 'BARE1' },
    ],
    headline:
      '1 deletion in my-bucket; all by user ada from 203.0.113.7 at 2026-11-20 07:01:00 UTC; and 1 batch deletion by user ada at 2026-11-20 07:02:00 UTC of up to 1,000 keys, which this log does not name.',
    severity: 'high',
  },
  {
    title: 'takes no batch without keys for “no deletion” in CloudTrail, and a refused one for an attempt',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'DeleteObjects', requestId: 'B1', at: '01:00' }),
      trailEvent({ eventName: 'DeleteObjects', requestId: 'B2', at: '02:00' }),
      trailEvent({ eventName: 'DeleteObjects', requestId: 'B3', errorCode: 'AccessDenied' }),
    ],
    rows: [
      { kind: 'batch deletion', request_id: 'B1' },
      { kind: 'batch deletion', request_id: 'B2' },
    ],
    headline:
      '2 batch deletions in my-bucket by user ada between 2026-11-20 07:01:00 and 07:02:00 UTC of up to 1,000 keys each, which this log does not name.',
    severity: 'high',
  },
  {
    title: 'says what can be brought back: a marker is there, and no version behind it was deleted',
    log: 'access-log',
    preset: 'delete-markers-created',
    lines: [
      logLine({ operation: 'REST.DELETE.OBJECT', key: 'logs/a', versionId: 'm1', status: 204, at: '01:00' }),
      logLine({ operation: 'REST.DELETE.OBJECT', key: 'logs/b', versionId: 'm2', status: 204, at: '02:00' }),
      logLine({
        operation: 'REST.DELETE.OBJECT',
        key: 'logs/b',
        uri: 'DELETE /logs/b?versionId=v1 HTTP/1.1',
        versionId: 'v1',
        status: 204,
        at: '03:00',
      }),
      logLine({ operation: 'REST.DELETE.OBJECT', key: 'logs/c', status: 204, at: '04:00' }),
      logLine({ operation: 'S3.CREATE.DELETEMARKER', key: 'logs/d', status: '-', requester: 'AmazonS3' }),
    ],
    rows: [
      { key: 'logs/a', kind: 'delete marker' },
      { key: 'logs/b', kind: 'delete marker', version_id: 'm2' },
      { key: 'logs/d', kind: 'delete marker by lifecycle' },
    ],
    headline: 'all under logs/; 2 objects can be brought back from delete markers.',
  },
  {
    title: 'does not call a deletion a delete marker where the record does not prove it',
    log: 'access-log',
    parameters: { markersOnly: true },
    lines: [logLine({ operation: 'REST.DELETE.OBJECT', key: 'a', status: 204 })],
    rows: [],
    headline: 'The logs prove no delete marker in my-bucket in this window.',
  },
  {
    title: 'finds the deletions of one prefix',
    log: 'access-log',
    lines: ['a_b/1', 'axb/2'].map(key => logLine({ operation: 'REST.DELETE.OBJECT', key, status: 204 })),
    parameters: { prefix: 'a_b/' },
    rows: [{ key: 'a_b/1' }],
    headline: '1 deletion in',
  },
  {
    title: 'finds the deletions of one role, however its name is written',
    log: 'access-log',
    lines: ['role/Nightly_Cleanup/i-1', 'role/nightlyXcleanup/i-1'].map(role =>
      logLine({
        operation: 'REST.DELETE.OBJECT',
        key: role,
        status: 204,
        requester: `arn:aws:sts::111122223333:assumed-${role}`,
      }),
    ),
    parameters: { requester: 'nightly_cleanup' },
    rows: [{ key: 'role/Nightly_Cleanup/i-1' }],
    headline: 'role Nightly_Cleanup',
  },
  {
    title: 'finds each key of a batch in CloudTrail, not the batch besides',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'DeleteObjects' }),
      trailEvent({ eventName: 'DeleteObject', key: 'a', at: '15:01' }),
      trailEvent({ eventName: 'DeleteObject', key: 'b+c%20d', parameters: { versionId: 'v1' }, at: '15:02' }),
    ],
    rows: [
      { key: 'a', kind: 'deleted' },
      { key: 'b+c%20d', kind: 'version deleted', version_id: 'v1' },
    ],
    headline: '2 deletions in my-bucket; all by user ada',
  },
  {
    title: 'takes neither a failed nor any other Delete… event for a deletion',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'DeleteObject', key: 'a', errorCode: 'AccessDenied' }),
      trailEvent({ eventName: 'AbortMultipartUpload', key: 'a' }),
      trailEvent({ eventName: 'DeleteObjectTagging', key: 'a' }),
      trailEvent({ eventName: 'DeleteBucketPolicy' }),
      trailEvent({ eventName: 'DeleteBucket' }),
    ],
    rows: [],
    headline: '1 attempt failed',
  },
  {
    title:
      'of both logs, takes keys and sizes from access logs, identities from CloudTrail, and each key once',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.POST.MULTI_OBJECT_DELETE', requester: CANONICAL, ...BATCH }),
      ...['a', 'b'].map(key =>
        logLine({
          operation: 'BATCH.DELETE.OBJECT',
          key,
          status: 204,
          objectSize: 7,
          requester: CANONICAL,
          ...BATCH,
        }),
      ),
      logLine({
        operation: 'REST.DELETE.OBJECT',
        key: 'c',
        status: 204,
        requester: CANONICAL,
        requestId: 'ONE',
        at: '16:00',
      }),
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'd', requester: 'AmazonS3', remoteIp: '-', at: '17:00' }),
    ],
    otherLines: [
      // Of the batch's two keys CloudTrail has one, or none; it has no size, and nothing of lifecycle rules.
      trailEvent({ eventName: 'DeleteObjects', ...BATCH }),
      trailEvent({ eventName: 'DeleteObject', key: 'a', ...BATCH }),
      trailEvent({ eventName: 'DeleteObject', key: 'c', requestId: 'ONE', at: '16:00' }),
    ],
    rows: [
      { key: 'a', requester: ADA, object_size: '7', operation: 'BATCH.DELETE.OBJECT' },
      { key: 'b', requester: ADA, object_size: '7', operation: 'BATCH.DELETE.OBJECT' },
      { key: 'c', requester: ADA },
      { key: 'd', requester: 'AmazonS3', kind: 'expired by lifecycle' },
    ],
    headline: '4 deletions in my-bucket; 3 by user ada',
  },
]
