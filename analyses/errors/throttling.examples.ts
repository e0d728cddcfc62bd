import type { Example } from '../lib/analysis.ts'
import { ADA, logLine } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'logs/2026/a' }
const slow = { ...get, status: 503, errorCode: 'SlowDown' }

export const examples: readonly Example[] = [
  {
    title: 'finds who was told to slow down, in which minute, under which prefix, at how many requests',
    log: 'access-log',
    lines: [
      logLine({ ...slow, at: '15:00' }),
      logLine({ ...slow, at: '15:59', operation: 'REST.PUT.OBJECT', key: 'logs/2025/b' }),
      logLine({ ...get, at: '15:30' }),
      logLine({ ...slow, at: '16:00', remoteIp: '203.0.113.8' }),
      logLine({ ...slow, at: '16:00', key: 'top' }),
    ],
    rows: [
      {
        minute: '2026-11-20 07:15:00.000',
        prefix: 'logs/',
        requester: ADA,
        throttled: '2',
        requests: '3',
        operations: 'REST.GET.OBJECT REST.PUT.OBJECT',
      },
      { minute: '2026-11-20 07:16:00.000', prefix: '(no folder)', throttled: '1', remote_ip: '203.0.113.7' },
      { minute: '2026-11-20 07:16:00.000', prefix: 'logs/', throttled: '1', remote_ip: '203.0.113.8' },
    ],
    headline:
      'S3 answered 4 requests to my-bucket with 503 SlowDown; 3 under logs/ between 2026-11-20 07:15:00 and 07:16:00 UTC, all to user ada.',
  },
  {
    title: 'takes no other 503 and no other failure for throttling',
    log: 'access-log',
    lines: [
      logLine({ ...slow, errorCode: 'ServiceUnavailable' }),
      logLine({ ...slow, status: 500 }),
      logLine({ ...get, key: 'SlowDown' }),
      logLine({ ...get, status: 403, errorCode: 'AccessDenied' }),
    ],
    rows: [],
    headline: 'S3 told no client of my-bucket to slow down in this window.',
  },
  {
    title: 'tells deeper prefixes apart, of those that begin alike',
    log: 'access-log',
    parameters: { depth: 2, prefix: 'logs/' },
    lines: [logLine(slow), logLine({ ...slow, key: 'logs/2025/b' }), logLine({ ...slow, key: 'x/y/z' })],
    rows: [{ prefix: 'logs/2025/' }, { prefix: 'logs/2026/' }],
    headline: 'S3 answered 2 requests to my-bucket with 503 SlowDown; 1 under logs/2025/',
  },
]
