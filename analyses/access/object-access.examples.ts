import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const BOB = 'arn:aws:iam::111122223333:user/bob'
const get = { operation: 'REST.GET.OBJECT', key: 'a', bytesSent: 1500, objectSize: 1500 }
const refused = { status: 403, errorCode: 'AccessDenied', bytesSent: 243 }
const put = { operation: 'REST.PUT.OBJECT', key: 'new', objectSize: 10 }

export const examples: readonly Example[] = [
  {
    title: 'names operations that it does not know where there is no write',
    log: 'access-log',
    lines: [1, 2, 3, 4, 5, 6].map(n =>
      logLine({ operation: `REST.PUT.NEW_${n}`, key: 'a', requestId: `N${n}` }),
    ),
    parameters: { kind: 'writes' },
    rows: [],
    headline:
      'No object in my-bucket was written in this window. 6 requests have operations that s3audit does not know (REST.PUT.NEW_1, REST.PUT.NEW_2, REST.PUT.NEW_3, REST.PUT.NEW_4, REST.PUT.NEW_5, …), which may have changed something.',
  },
  {
    title:
      'finds each way to read an object, also by a copy and a website, and takes a look at its head for no read',
    log: 'access-log',
    lines: [
      logLine({ ...get, at: '01:00' }),
      logLine({ operation: 'REST.HEAD.OBJECT', key: 'b', at: '02:00' }),
      logLine({ operation: 'REST.COPY.OBJECT_GET', key: 'c', status: '-', at: '03:00' }),
      logLine({ operation: 'WEBSITE.GET.OBJECT', key: 'index.html', requester: '-', at: '04:00' }),
      logLine({ ...get, key: 'd', status: 206, at: '05:00' }),
    ],
    rows: [
      { key: 'a', requester: ADA, bytes_sent: '1500', remote_ip: '203.0.113.7' },
      { key: 'c' },
      { key: 'index.html', requester: '(anonymous)' },
      { key: 'd', status: '206' },
    ],
    headline:
      '4 reads of 4 objects in my-bucket (3.0 kB sent), the most, 3, by user ada from 203.0.113.7 between 2026-11-20 07:01:00 and 07:05:00 UTC.',
  },
  {
    title: 'takes neither a refusal, a missing key, a listing nor a write for a read',
    log: 'access-log',
    lines: [
      logLine({ ...get, ...refused }),
      logLine({ ...get, status: 404, errorCode: 'NoSuchKey' }),
      logLine({ operation: 'REST.GET.BUCKET' }),
      logLine({ operation: 'REST.HEAD.BUCKET' }),
      logLine({ operation: 'REST.GET.ACL' }),
      logLine(put),
      logLine({ operation: 'REST.COPY.OBJECT', key: 'a' }),
    ],
    rows: [],
    headline: 'No object in my-bucket was read in this window.',
  },
  {
    title: 'shows failed attempts where they are wanted',
    log: 'access-log',
    lines: [logLine({ ...get, ...refused })],
    parameters: { failed: true },
    rows: [{ key: 'a', status: '403', error_code: 'AccessDenied' }],
    headline: '1 read of 1 object',
  },
  {
    title: 'finds who read one prefix, a role by a part of its name',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'x/1', requester: BOB }),
      logLine({ ...get, key: 'x/2' }),
      logLine({ ...get, key: 'y/1', requester: BOB }),
    ],
    parameters: { prefix: 'x/', requester: 'user/BOB' },
    rows: [{ key: 'x/1', requester: BOB }],
    headline: 'by user bob',
  },
  {
    title: 'tells who downloads how much',
    log: 'access-log',
    lines: [logLine(get), logLine({ ...get, key: 'b' }), logLine({ ...get, requester: BOB }), logLine(put)],
    preset: 'get-requesters',
    rows: [
      { requester: ADA, requests: '2', keys: '2', bytes_sent: '3000' },
      { requester: BOB, requests: '1' },
    ],
    headline: '3 reads of 2 objects',
  },
  {
    title: 'finds each way to write an object; its parts are none yet',
    log: 'access-log',
    lines: [
      logLine({ ...put, at: '01:00' }),
      logLine({ operation: 'REST.COPY.OBJECT', key: 'copy', at: '02:00' }),
      logLine({ operation: 'REST.PUT.PART', key: 'big', at: '03:00' }),
      logLine({ operation: 'REST.POST.UPLOAD', key: 'big', at: '04:00' }),
      logLine({ operation: 'REST.POST.UPLOADS', key: 'begun', at: '05:00' }),
      logLine({ ...put, ...refused }),
    ],
    preset: 'object-uploads',
    rows: [{ key: 'new', object_size: '10' }, { key: 'copy' }, { key: 'big' }],
    headline: '3 writes of 3 objects in my-bucket, all by user ada',
  },
  {
    title: 'tells who wrote below one prefix',
    log: 'access-log',
    lines: [logLine(put), logLine({ ...put, key: 'x/1' }), logLine({ ...get, key: 'x/1' })],
    parameters: { kind: 'writes', by: 'requester', prefix: 'x/' },
    rows: [{ requester: ADA, requests: '1' }],
    headline: '1 write of 1 object in my-bucket by user ada',
  },
  {
    title: 'tells who uploads',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'PutObject', key: 'a' }),
      trailEvent({ eventName: 'CopyObject', key: 'b', identity: BOB }),
      trailEvent({ eventName: 'PutObject', key: 'b', identity: BOB }),
      trailEvent({ eventName: 'PutObjectTagging', key: 'b', identity: BOB }),
    ],
    preset: 'put-requesters',
    rows: [
      { requester: BOB, requests: '2', keys: '1' },
      { requester: ADA, requests: '1' },
    ],
    headline: '3 writes of 2 objects in my-bucket, the most, 2, by user bob',
  },
  {
    title: 'finds the reads that CloudTrail has, not those that failed',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', bytesSent: 7 }),
      trailEvent({ eventName: 'HeadObject', key: 'b', at: '16:00' }),
      trailEvent({ eventName: 'GetObject', key: 'c', errorCode: 'AccessDenied' }),
      trailEvent({ eventName: 'HeadBucket' }),
      trailEvent({ eventName: 'ListObjects' }),
    ],
    rows: [{ key: 'a', bytes_sent: '7', status: null }],
    headline: '1 read of 1 object',
  },
  {
    title: 'finds no read where there were only refusals',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'c', errorCode: 'AccessDenied' })],
    rows: [],
    headline: 'No object in my-bucket was read',
  },
]
