import type { Example } from '../lib/analysis.ts'
import { logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const get = (key: string, at: string, fields = {}) =>
  logLine({ operation: 'REST.GET.OBJECT', key, at, bytesSent: 100, ...fields })
const gone = (key: string, at: string, fields = {}) =>
  logLine({ operation: 'BATCH.DELETE.OBJECT', key, at, status: 204, ...fields })
const asked = { reads: 2, deletions: 2, hours: 1 }
const BOB = 'arn:aws:iam::111122223333:user/bob'
const found = [
  get('a', '01:00'),
  get('b', '02:00'),
  gone('a', '03:00'),
  gone('b', '04:00'),
  gone('c', '04:00'),
]

export const examples: readonly Example[] = [
  {
    title: 'finds who read two objects and then deleted two, also by copies',
    log: 'access-log',
    parameters: asked,
    lines: [
      ...found,
      logLine({ operation: 'REST.COPY.OBJECT_GET', key: 'x', at: '05:00', status: '-', requester: BOB }),
      get('y', '06:00', { requester: BOB }),
      gone('z', '06:00', { requester: BOB }),
    ],
    rows: [{ read_keys: '2', bytes: '200', deleted_keys: '3', read_and_deleted: '2' }],
    headline:
      'user ada read 2 objects of my-bucket (200 B) and then deleted 3 from 2026-11-20 07:03:00 UTC on, 2 of them objects it had read.',
    severity: 'high',
  },
  {
    title: 'finds none where the deletions came first, or somebody else’s, or were refused',
    log: 'access-log',
    parameters: asked,
    lines: [
      gone('a', '01:00'),
      gone('b', '01:59'),
      get('a', '01:30'),
      get('b', '02:00'),
      gone('c', '03:00'),
      gone('d', '04:00', { requester: BOB }),
      gone('e', '05:00', { status: 403, errorCode: 'AccessDenied' }),
    ],
    rows: [],
    headline: 'Nobody read 2 or more objects of my-bucket and then deleted 2 or more of them within 1 hour.',
  },
  {
    title: 'counts neither what the requester had written itself, nor moves, nor other keys than it read',
    log: 'access-log',
    parameters: asked,
    lines: [
      ...['own/1', 'own/2'].flatMap(key => [
        logLine({ operation: 'REST.PUT.OBJECT', key, at: '00:30' }),
        get(key, '01:00'),
        gone(key, '02:00'),
      ]),
      ...['old/1', 'old/2'].flatMap((key, i) => [
        logLine({ operation: 'REST.COPY.OBJECT_GET', key, at: '03:00', status: '-', requestId: `COPY${i}` }),
        logLine({ operation: 'REST.COPY.OBJECT', key: `new/${i}`, at: '03:00', requestId: `COPY${i}` }),
        gone(key, '04:00'),
      ]),
      ...['in/1', 'in/2'].map(key => get(key, '05:00')),
      ...['tmp/1', 'tmp/2'].map(key => gone(key, '06:00')),
    ],
    rows: [],
    headline: 'Nobody read 2 or more objects',
  },
  {
    title: 'names the maintenance of a table: the same requester wrote its new state',
    log: 'access-log',
    parameters: asked,
    lines: [
      get('t/1.parquet', '01:00'),
      get('t/2.parquet', '01:00'),
      logLine({ operation: 'REST.PUT.OBJECT', key: 't/_delta_log/00000000000000000007.json', at: '02:00' }),
      gone('t/1.parquet', '03:00'),
      gone('t/2.parquet', '03:00'),
    ],
    rows: [{ read_and_deleted: '2', other_keys: '0', maintains: 'Delta' }],
    headline: 'maintenance of Delta tables or jobs',
    severity: 'low',
  },
  {
    title: 'asks for ten of each, and for both under one prefix, unless told otherwise',
    log: 'access-log',
    parameters: { prefix: 'p/' },
    lines: Array.from({ length: 10 }, (_, i) => {
      const key = `${i === 9 ? 'q' : 'p'}/${i}`
      return [get(key, '01:00'), gone(key, '02:00')]
    }).flat(),
    rows: [],
    headline: 'Nobody read 10 or more objects',
  },
  {
    title: 'tells strangers apart by their address',
    log: 'access-log',
    parameters: { reads: 2, deletions: 2, hours: 24 },
    lines: [
      ...['a', 'b'].map(key => get(key, '01:00', { requester: '-', remoteIp: '198.51.100.1' })),
      ...['a', 'b'].map(key => gone(key, '02:00', { requester: '-', remoteIp: '198.51.100.2' })),
    ],
    rows: [],
    headline: 'Nobody read',
  },
  {
    title: 'finds the same in CloudTrail',
    log: 'cloudtrail',
    parameters: { reads: 2, deletions: 2 },
    lines: ['a', 'b'].flatMap(key => [
      trailEvent({ eventName: 'GetObject', key, at: '01:00', bytesSent: 5 }),
      trailEvent({ eventName: 'DeleteObject', key, at: '02:00' }),
    ]),
    rows: [{ read_keys: '2', deleted_keys: '2', read_and_deleted: '2' }],
    headline: 'user ada read 2 objects',
  },
  {
    title: 'finds none in CloudTrail among reads alone',
    log: 'cloudtrail',
    parameters: asked,
    lines: ['a', 'b'].map(key => trailEvent({ eventName: 'GetObject', key })),
    rows: [],
    headline: 'Nobody read',
  },
]
