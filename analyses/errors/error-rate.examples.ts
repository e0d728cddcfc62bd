import type { Example } from '../lib/analysis.ts'
import { logLine } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a' }
const put = { operation: 'REST.PUT.OBJECT', key: 'b', requester: 'arn:aws:iam::111122223333:user/bob' }
const mixed = [
  logLine({ ...get, at: '01:59' }),
  logLine({ ...get, at: '01:00', status: 404 }),
  logLine({ ...get, at: '02:00', status: 503, errorCode: 'SlowDown' }),
  logLine({ ...put, at: '02:01', status: 500 }),
  logLine({ ...put, at: '02:02', status: 307 }),
]

export const examples: readonly Example[] = [
  {
    title:
      'tells for each hour how many requests failed, and by whose fault; a look for what is not there is none',
    log: 'access-log',
    lines: mixed,
    rows: [
      {
        time: '2026-11-20 07:00:00.000',
        requests: '5',
        client_errors: '1',
        server_errors: '2',
        rate: '40.0',
        throttled: '1',
        denied: '0',
        probes: '1',
        conflicts: '0',
      },
    ],
    headline:
      '2 of 5 requests to my-bucket failed (40.0 %); the most in one hour, 2 (40.0 % of its requests), from 2026-11-20 07:00:00 UTC on.',
  },
  {
    title: 'tells it for each minute; a record at the minute’s start is of it',
    log: 'access-log',
    parameters: { width: 'minute' },
    lines: mixed,
    rows: [
      { time: '2026-11-20 07:01:00.000', requests: '2', client_errors: '1', rate: '0.0' },
      { time: '2026-11-20 07:02:00.000', requests: '3', rate: '66.7' },
    ],
    headline: 'the most in one minute, 2 (66.7 % of its requests), from 2026-11-20 07:02:00 UTC on.',
  },
  {
    title: 'looks at one prefix and one requester alone',
    log: 'access-log',
    parameters: { prefix: 'b', requester: 'bob' },
    lines: [...mixed, logLine({ ...put, key: 'a' }), logLine({ ...get, key: 'b' })],
    rows: [{ requests: '2', server_errors: '1' }],
    headline: '1 of 2 requests',
  },
  {
    title: 'counts neither the keys of a batch nor what S3 does by itself',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.POST.MULTI_OBJECT_DELETE' }),
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'a', status: 403, errorCode: 'AccessDenied' }),
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'a', status: '-' }),
    ],
    rows: [{ requests: '1', rate: '0.0' }],
    headline: 'None of 1 request to my-bucket failed.',
  },
  {
    title: 'has nothing to say of no requests',
    log: 'access-log',
    lines: [],
    rows: [],
    headline: 'No request to my-bucket in this window.',
  },
]
