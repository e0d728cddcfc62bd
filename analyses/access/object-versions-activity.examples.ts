import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a' }
const BOB = 'arn:aws:iam::111122223333:user/bob'
const named = (method: string, id = 'v1') => ({ uri: `${method} /a?versionId=${id} HTTP/1.1`, versionId: id })

export const examples: readonly Example[] = [
  {
    title: 'finds requests that name a version, and lifecycle’s, not those whose record merely has one',
    log: 'access-log',
    lines: [
      logLine({ ...get, ...named('GET'), at: '01:00' }),
      logLine({
        operation: 'REST.DELETE.OBJECT',
        key: 'a',
        status: 204,
        ...named('DELETE', 'v2'),
        at: '02:00',
      }),
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'b', status: 204, versionId: 'v3', at: '03:00' }),
      logLine({
        operation: 'S3.EXPIRE.OBJECT',
        key: 'c',
        requester: 'AmazonS3',
        remoteIp: '-',
        status: '-',
        versionId: 'v4',
        at: '04:00',
      }),
      logLine({ operation: 'REST.PUT.OBJECT', key: 'd', versionId: 'v5' }),
      logLine({ operation: 'REST.DELETE.OBJECT', key: 'd', status: 204, versionId: 'marker' }),
    ],
    rows: [
      { key: 'a', version: 'v1', requester: ADA },
      { key: 'a', version: 'v2', operation: 'REST.DELETE.OBJECT' },
      { key: 'b', version: 'v3' },
      { key: 'c', version: 'v4', requester: 'AmazonS3' },
    ],
    headline:
      '4 requests to my-bucket for certain versions, the most, 3, by user ada from 203.0.113.7 between 2026-11-20 07:01:00 and 07:03:00 UTC: 1 read, 3 deleted for good.',
  },
  {
    title: 'looks at what one person deleted below one prefix',
    log: 'access-log',
    lines: [
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'x/1', status: 204, versionId: 'v1', requester: BOB }),
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'x/1', status: 204, versionId: 'v2' }),
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'y/1', status: 204, versionId: 'v3', requester: BOB }),
      logLine({ ...get, key: 'x/1', ...named('GET'), requester: BOB }),
    ],
    parameters: { kind: 'deletions', prefix: 'x/', requester: 'bob' },
    rows: [{ version: 'v1' }],
    headline: '1 request to my-bucket for certain versions by user bob',
  },
  {
    title: 'finds none where nobody names one',
    log: 'access-log',
    lines: [logLine(get), logLine({ operation: 'REST.GET.BUCKETVERSIONS' })],
    rows: [],
    headline: 'No request to my-bucket in this window named a version.',
  },
  {
    title: 'finds versions in CloudTrail',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', parameters: { versionId: 'v1' } }),
      trailEvent({ eventName: 'GetObject', key: 'b' }),
    ],
    rows: [{ key: 'a', version: 'v1' }],
    headline: '1 request',
  },
  {
    title: 'finds none in CloudTrail where nobody names one',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'b' })],
    rows: [],
    headline: 'No request',
  },
]
