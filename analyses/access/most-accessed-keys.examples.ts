import type { Example } from '../lib/analysis.ts'
import { logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', bytesSent: 10 }
const BOB = 'arn:aws:iam::111122223333:user/bob'

export const examples: readonly Example[] = [
  {
    title: 'counts the reads of each object that succeeded, and what was sent',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'a' }),
      logLine({ ...get, key: 'a', requester: BOB }),
      logLine({ ...get, key: 'b', status: 206 }),
      logLine({ ...get, key: 'c', status: 404, errorCode: 'NoSuchKey' }),
      logLine({ operation: 'REST.PUT.OBJECT', key: 'c' }),
    ],
    rows: [
      { key: 'a', requests: '2', bytes_sent: '20', requesters: '2' },
      { key: 'b', requests: '1', bytes_sent: '10' },
    ],
    headline: '3 reads of 2 objects in my-bucket; a was read the most: 2 times, 66.7 % of all.',
  },
  {
    title: 'counts the reads below each first folder',
    log: 'access-log',
    lines: ['x/1', 'x/y/2', 'z/1', 'top'].map(key => logLine({ ...get, key })),
    preset: 'most-accessed-prefixes',
    rows: [{ prefix: 'x/', requests: '2', keys: '2' }, { prefix: '(no folder)' }, { prefix: 'z/' }],
    headline: '4 reads of 3 prefixes in my-bucket; x/ was read the most',
  },
  {
    title: 'goes as deep as it is told, below one prefix, for one reader',
    log: 'access-log',
    lines: [
      ...['x/1', 'x/y/2', 'x/y/z/3', 'z/y/1'].map(key => logLine({ ...get, key })),
      logLine({ ...get, key: 'x/y/2', requester: BOB }),
    ],
    parameters: { by: 'prefix', depth: 2, prefix: 'x/', requester: 'ada' },
    rows: [
      { prefix: 'x/y/', requests: '2' },
      { prefix: '(no folder)', requests: '1' },
    ],
    headline: '3 reads',
  },
  {
    title: 'does not count a refused read',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'a', status: 403, errorCode: 'AccessDenied' }),
      logLine({ operation: 'REST.GET.BUCKET' }),
    ],
    rows: [],
    headline: 'No object in my-bucket was read in this window.',
  },
  {
    title: 'counts CloudTrail’s reads',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', bytesSent: 5 }),
      trailEvent({ eventName: 'HeadObject', key: 'a', at: '16:00' }),
    ],
    rows: [{ key: 'a', requests: '1', bytes_sent: '5' }],
    headline: 'a was read the most: 1 times, 100 % of all.',
  },
  {
    title: 'takes a write in CloudTrail for no read',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'PutObject', key: 'a' })],
    rows: [],
    headline: 'No object',
  },
]
