import type { Example } from '../lib/analysis.ts'
import { ADA, logLine } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a', objectSize: 1000, bytesSent: 1000 }
const lines = [
  logLine(get),
  logLine({ ...get, objectSize: 900 }),
  logLine({ ...get, requester: '-', status: 206, bytesSent: 10 }),
  logLine({ ...get, key: 'b', objectSize: 5000, bytesSent: 50 }),
]

export const examples: readonly Example[] = [
  {
    title: 'puts the largest object first, not the one read most or in most bytes',
    log: 'access-log',
    lines,
    rows: [
      { key: 'b', object_size: '5000', reads: '1', bytes_sent: '50' },
      { key: 'a', object_size: '1000', reads: '3', main_requester: ADA, requesters: '2', bytes_sent: '2010' },
    ],
    headline: 'The largest of 2 objects read in my-bucket is b (5.0 kB), read 1 time, mostly by user ada.',
  },
  {
    title: 'looks at one prefix and one requester',
    log: 'access-log',
    parameters: { prefix: 'a', requester: 'ada' },
    lines,
    rows: [{ key: 'a', reads: '2' }],
    headline: 'The largest of 1 object read in my-bucket is a (1.0 kB)',
  },
  {
    title: 'takes what was refused, written or only looked at for nothing served',
    log: 'access-log',
    lines: [
      logLine({ ...get, status: 403 }),
      logLine({ ...get, operation: 'REST.PUT.OBJECT' }),
      logLine({ ...get, operation: 'REST.HEAD.OBJECT' }),
    ],
    rows: [],
    headline: 'No object of my-bucket was read in this window.',
  },
]
