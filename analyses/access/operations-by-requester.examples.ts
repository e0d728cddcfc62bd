import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const BOB = 'arn:aws:iam::111122223333:user/bob'
const get = { operation: 'REST.GET.OBJECT', key: 'a' }

export const examples: readonly Example[] = [
  {
    title: 'has a row for each operation of each requester, the busiest requester first',
    log: 'access-log',
    lines: [
      logLine(get),
      logLine({ ...get, requester: BOB, status: 403, errorCode: 'AccessDenied' }),
      logLine({ operation: 'REST.PUT.OBJECT', key: 'b' }),
      logLine({ operation: 'REST.PUT.OBJECT', key: 'c' }),
    ],
    rows: [
      { requester: ADA, operation: 'REST.PUT.OBJECT', requests: '2', keys: '2', all_requests: '3' },
      { requester: ADA, operation: 'REST.GET.OBJECT', requests: '1', refused: '0' },
      { requester: BOB, operation: 'REST.GET.OBJECT', requests: '1', refused: '1' },
    ],
    headline: '2 requesters used 2 operations on my-bucket; most often user ada: 2 REST.PUT.OBJECT.',
  },
  {
    title: 'looks at one requester below one prefix',
    log: 'access-log',
    lines: [logLine({ ...get, key: 'x/1' }), logLine(get), logLine({ ...get, key: 'x/1', requester: BOB })],
    parameters: { prefix: 'x/', requester: 'ada' },
    rows: [{ requester: ADA, requests: '1' }],
    headline: '1 requester used 1 operation',
  },
  {
    title: 'has no row where nobody asked for anything',
    log: 'access-log',
    lines: [logLine(get).replace('my-bucket', 'your-bucket')],
    rows: [],
    headline: 'No request to my-bucket in this window.',
  },
  {
    title: 'takes CloudTrail’s operations by their names',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a' }), trailEvent({ eventName: 'PutBucketPolicy' })],
    rows: [{ operation: 'GetObject' }, { operation: 'PutBucketPolicy' }],
    headline: '1 requester used 2 operations',
  },
  {
    title: 'takes no other service’s events',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', eventSource: 'kms.amazonaws.com' })],
    rows: [],
    headline: 'No request',
  },
]
