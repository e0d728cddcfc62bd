import type { Example } from '../lib/analysis.ts'
import { logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const BOB = 'arn:aws:iam::111122223333:user/bob'
const put = (key: string, at: string, fields = {}) =>
  logLine({ operation: 'REST.PUT.OBJECT', key, at, objectSize: 5, ...fields })

export const examples: readonly Example[] = [
  {
    title: 'does not take what was deleted and then written again for overwritten',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.PUT.OBJECT', key: 'a', at: '01:00' }),
      logLine({ operation: 'REST.DELETE.OBJECT', key: 'a', status: 204, at: '02:00' }),
      logLine({ operation: 'REST.PUT.OBJECT', key: 'a', at: '03:00' }),
    ],
    rows: [],
    headline: 'No object of my-bucket was written 2 times or more in this window.',
  },
  {
    title: 'finds what was written twice, by put, copy or in parts, with its first and last writer',
    log: 'access-log',
    lines: [
      put('a', '01:00', { objectSize: 100 }),
      logLine({ operation: 'REST.COPY.OBJECT', key: 'a', at: '02:00', requester: BOB, objectSize: 7 }),
      put('b', '03:00'),
      logLine({ operation: 'REST.POST.UPLOAD', key: 'b', at: '04:00' }),
      put('c', '05:00'),
    ],
    rows: [
      { key: 'a', writes: '2', first_size: '100', last_size: '7', writers: '2' },
      // What completes an upload in parts has no size in the log.
      { key: 'b', writes: '2', last_operation: 'REST.POST.UPLOAD', last_size: '5', writers: '1' },
    ],
    headline:
      '2 objects of my-bucket were overwritten between 2026-11-20 07:01:00 and 07:04:00 UTC; 1 last by user ada.',
  },
  {
    title: 'counts neither failed writes, nor parts, nor what is written beside an object',
    log: 'access-log',
    lines: [
      put('a', '01:00'),
      put('a', '02:00', { status: 412, errorCode: 'PreconditionFailed' }),
      logLine({ operation: 'REST.PUT.PART', key: 'a', at: '03:00' }),
      logLine({ operation: 'REST.PUT.OBJECT_TAGGING', key: 'a', at: '04:00' }),
      logLine({ operation: 'REST.COPY.OBJECT_GET', key: 'a', at: '05:00', status: '-' }),
    ],
    rows: [],
    headline: 'No object of my-bucket was written 2 times or more in this window.',
  },
  {
    title: 'finds what different people wrote three times, one of them bob, under a prefix',
    log: 'access-log',
    parameters: { writes: 3, severalWriters: true, prefix: 'p/', requester: 'user/bob' },
    lines: [
      ...['p/a', 'q/a', 'p/b', 'p/c'].flatMap(key => [put(key, '01:00'), put(key, '02:00')]),
      ...['p/a', 'q/a'].map(key => put(key, '03:00', { requester: BOB })),
      put('p/b', '03:00', { requester: `${BOB.slice(0, -3)}eve` }),
      put('p/c', '03:00'),
      put('p/d', '01:00'),
      put('p/d', '02:00', { requester: BOB }),
    ],
    rows: [{ key: 'p/a', writes: '3', last_writer: BOB }],
    headline: '1 object of my-bucket was overwritten',
  },
  {
    title: 'asks for different writers only where one says so, and for one among them',
    log: 'access-log',
    parameters: { severalWriters: true },
    lines: [put('a', '01:00'), put('a', '02:00')],
    rows: [],
    headline: 'No object of my-bucket',
  },
  {
    title: 'leaves out what the requester asked for did not write',
    log: 'cloudtrail',
    parameters: { requester: 'user/bob' },
    lines: ['01:00', '02:00'].map(at => trailEvent({ eventName: 'PutObject', key: 'a', at })),
    rows: [],
    headline: 'No object of my-bucket',
  },
  {
    title: 'finds overwritten objects in CloudTrail',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'PutObject', key: 'a', at: '01:00' }),
      trailEvent({ eventName: 'CompleteMultipartUpload', key: 'a', at: '02:00' }),
      trailEvent({ eventName: 'UploadPart', key: 'b' }),
      trailEvent({ eventName: 'PutObject', key: 'b' }),
    ],
    rows: [{ key: 'a', writes: '2' }],
    headline: '1 object of my-bucket was overwritten',
  },
]
