import type { Example } from '../lib/analysis.ts'
import { logLine } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a' }
const lines = [
  logLine({ ...get, totalMs: 20, turnaroundMs: 9, at: '01:00' }),
  logLine({ ...get, totalMs: 20, turnaroundMs: 9, at: '01:59' }),
  logLine({ ...get, totalMs: 400, turnaroundMs: 8, at: '02:00' }),
  logLine({ operation: 'REST.PUT.OBJECT', key: 'b', totalMs: 90, turnaroundMs: 80, at: '03:00' }),
]

export const examples: readonly Example[] = [
  {
    title: 'finds the slowest minute',
    log: 'access-log',
    parameters: { width: 'minute' },
    lines,
    rows: [
      { time: '2026-11-20 07:01:00.000', requests: '2', p50_ms: '20', p95_ms: '20', mean_ms: '20' },
      { time: '2026-11-20 07:02:00.000', requests: '1', p99_ms: '400', max_ms: '400' },
      { time: '2026-11-20 07:03:00.000', p95_ms: '90' },
    ],
    headline: 'the slowest minute began 2026-11-20 07:02:00 UTC with a p95 of 400 ms over 1 request.',
  },
  {
    title: 'tells S3’s own time for one operation under one prefix',
    log: 'access-log',
    parameters: { metric: 'turnaround', operation: 'REST.GET.OBJECT', prefix: 'a' },
    lines: [...lines, logLine({ ...get, key: 'x' }), logLine({ ...get, operation: 'REST.HEAD.OBJECT' })],
    rows: [{ requests: '3', max_ms: '9' }],
    headline: 'until the first byte',
  },
  {
    title: 'takes a record without a time for no request of none',
    log: 'access-log',
    lines: [logLine(get).replace(' 12 7 ', ' - - ')],
    rows: [],
    headline: 'No request to my-bucket with a time in this window.',
  },
]
