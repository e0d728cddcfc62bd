import type { Example } from '../lib/analysis.ts'
import { logLine } from '../lib/samples/sample-lines.ts'

/** As many equal requests as told, so that every percentile is the same. */
const timed = (n: number, fields: Partial<Parameters<typeof logLine>[0]>) =>
  Array.from({ length: n }, (_, i) =>
    logLine({ operation: 'REST.GET.OBJECT', requestId: `R${i}`, ...fields }),
  )
const BOB = 'arn:aws:iam::111122223333:user/bob'
const lines = [
  ...timed(10, { key: 'a', totalMs: 50, turnaroundMs: 40, bytesSent: 10 }),
  ...timed(9, { key: 'b', totalMs: 300, turnaroundMs: 10, remoteIp: '203.0.113.8', requester: BOB }),
  ...timed(3, { key: 'c', operation: 'REST.PUT.OBJECT', totalMs: 70 }),
]

export const examples: readonly Example[] = [
  {
    title: 'tells for each operation how long it takes',
    log: 'access-log',
    preset: 'latency-by-operation',
    lines: [
      ...timed(2, { key: 'a', totalMs: 300 }),
      ...timed(3, { key: 'c', operation: 'REST.PUT.OBJECT', totalMs: 70 }),
    ],
    rows: [
      {
        name: 'REST.GET.OBJECT',
        requests: '2',
        mean_ms: '300',
        p50_ms: '300',
        p95_ms: '300',
        p99_ms: '300',
        max_ms: '300',
        mean_bytes: '0',
      },
      { name: 'REST.PUT.OBJECT', requests: '3', p95_ms: '70' },
    ],
    headline:
      'The slowest of 2 operations in my-bucket is REST.GET.OBJECT: 95 % of its 2 requests took at most 300 ms in total (median 300 ms)',
  },
  {
    title: 'names keys that are slow in at least ten requests, not in nine',
    log: 'access-log',
    preset: 'slowest-keys',
    lines,
    rows: [{ name: 'a', requests: '10', p95_ms: '50' }],
    headline: 'The slowest of 1 key in my-bucket is a:',
  },
  {
    title: 'tells S3’s own share of it for each requester',
    log: 'access-log',
    parameters: { group: 'requester', metric: 'turnaround', operation: 'REST.GET.OBJECT' },
    lines,
    rows: [
      { requests: '10', max_ms: '40' },
      { name: BOB, max_ms: '10' },
    ],
    headline: 'is user ada: 95 % of its 10 requests took at most 40 ms until the first byte',
  },
  {
    title: 'tells it for each address, of one prefix and with enough requests',
    log: 'access-log',
    parameters: { group: 'address', prefix: 'b', requests: 2 },
    lines: [...lines, ...timed(1, { key: 'b', remoteIp: '203.0.113.9', totalMs: 999 })],
    rows: [{ name: '203.0.113.8', requests: '9' }],
    headline: '1 address',
  },
  {
    title: 'takes no record without a time and no key of a batch for a request',
    log: 'access-log',
    lines: [
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'd' }),
      logLine({ operation: 'REST.GET.OBJECT' }).replace(' 12 7 ', ' - - '),
    ],
    rows: [],
    headline: 'No operation in my-bucket with at least 1 request in this window.',
  },
]
