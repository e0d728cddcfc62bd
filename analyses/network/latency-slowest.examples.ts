import type { Example } from '../lib/analysis.ts'
import { ADA, logLine } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a' }
const lines = [
  logLine({ ...get, totalMs: 900, turnaroundMs: 850, bytesSent: 50, at: '01:00' }),
  logLine({ ...get, key: 'b', totalMs: 2100, turnaroundMs: 100, bytesSent: 8000, at: '02:00' }),
  logLine({ operation: 'REST.PUT.OBJECT', key: 'c', totalMs: 900, turnaroundMs: 20, at: '00:30' }),
  logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'd', status: 204 }).replace(' 12 7 ', ' - - '),
]

export const examples: readonly Example[] = [
  {
    title: 'lists the slowest first, with what S3 took and how fast the rest was sent',
    log: 'access-log',
    lines,
    rows: [
      { key: 'b', total_ms: '2100', turnaround_ms: '100', bytes_per_second: '4000', requester: ADA },
      { key: 'c', total_ms: '900', bytes_per_second: null },
      { key: 'a', total_ms: '900', bytes_per_second: '1000' },
    ],
    headline:
      'The slowest of 3 requests to my-bucket took 2,100 ms in total: REST.GET.OBJECT of b by user ada at 2026-11-20 07:02:00 UTC (first byte after 100 ms, 8.0 kB sent).',
  },
  {
    title: 'lists those that S3 itself took longest for, no more than asked for',
    log: 'access-log',
    parameters: { metric: 'turnaround', most: 1 },
    lines,
    rows: [{ key: 'a', turnaround_ms: '850' }],
    headline: 'took 850 ms until the first byte: REST.GET.OBJECT of a',
  },
  {
    title: 'looks at one operation, prefix and requester',
    log: 'access-log',
    parameters: { operation: 'rest.put.object', prefix: 'c', requester: 'ada' },
    lines: [
      ...lines,
      logLine({ operation: 'REST.PUT.OBJECT', key: 'x' }),
      logLine({ operation: 'REST.PUT.OBJECT', key: 'c', requester: '-' }),
      logLine({ ...get, key: 'c' }),
    ],
    rows: [{ key: 'c', operation: 'REST.PUT.OBJECT' }],
    headline: 'The slowest of 1 request',
  },
  {
    title: 'takes a record without a time for no fast one',
    log: 'access-log',
    lines: lines.slice(3),
    rows: [],
    headline: 'No request to my-bucket with a time in this window.',
  },
]
