import type { Example } from '../lib/analysis.ts'
import { logLine } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a', bytesSent: 1000 }
const lines = [
  logLine({ ...get, totalMs: 500, turnaroundMs: 20 }),
  logLine({ ...get, totalMs: 30, turnaroundMs: 20, remoteIp: '10.0.0.7' }),
  logLine({ operation: 'REST.PUT.OBJECT', key: 'b', totalMs: 20, turnaroundMs: 20, requester: '-' }),
]

export const examples: readonly Example[] = [
  {
    title: 'tells S3’s time from the transfer’s, for each operation and network',
    log: 'access-log',
    lines,
    rows: [
      {
        operation: 'REST.GET.OBJECT',
        network: 'public',
        requests: '1',
        first_byte_p95_ms: '20',
        transfer_p95_ms: '480',
        transfer_share: '96.0',
        bytes_per_second: '2083',
      },
      { operation: 'REST.GET.OBJECT', network: 'private-gateway', transfer_p50_ms: '10', total_ms: '30' },
      { operation: 'REST.PUT.OBJECT', network: 'public', transfer_share: '0.0', bytes_per_second: null },
    ],
    headline:
      '3 requests to my-bucket spent 89.1 % of their time sending, at the pace of the network and the client.',
  },
  {
    title: 'says so where S3 is what takes the time',
    log: 'access-log',
    parameters: { operation: 'REST.GET.OBJECT', prefix: 'a', requester: 'ada' },
    lines: [
      ...lines.slice(1),
      logLine({ ...get, operation: 'REST.HEAD.OBJECT', totalMs: 900 }),
      logLine({ ...get, key: 'x', totalMs: 900 }),
      logLine({ ...get, requester: '-', totalMs: 900 }),
    ],
    rows: [{ requests: '1', network: 'private-gateway' }],
    headline: '1 request to my-bucket spent 66.7 % of its time in S3, until the first byte.',
  },
  {
    title: 'says nothing of requests without both times',
    log: 'access-log',
    lines: [logLine(get).replace(' 12 7 ', ' 12 - ')],
    rows: [],
    headline: 'No request to my-bucket with both times in this window.',
  },
]
