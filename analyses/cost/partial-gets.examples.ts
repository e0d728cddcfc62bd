import type { Example } from '../lib/analysis.ts'
import { logLine } from '../lib/samples/sample-lines.ts'

const part = { operation: 'REST.GET.OBJECT', key: 'a', status: 206, objectSize: 1000 }
const lines = [
  logLine({ ...part, bytesSent: 100 }),
  logLine({ ...part, bytesSent: 900 }),
  logLine({ ...part, status: 200, bytesSent: 1000 }),
  logLine({ ...part, key: 'b', bytesSent: 10, requester: '-' }),
]

export const examples: readonly Example[] = [
  {
    title: 'tells which objects are read in ranges, and how much of them',
    log: 'access-log',
    lines,
    rows: [
      { key: 'a', partial: '2', whole: '1', bytes_sent: '1000', mean_share: '50.0', times_whole: '1.0' },
      { key: 'b', partial: '1', whole: '0', mean_share: '1.0' },
    ],
    headline:
      '3 of 4 reads in my-bucket asked for a range, of 2 keys; each got 33.7 % of the object on average by bytes; most often, 2 times, a.',
  },
  {
    title: 'takes whole reads and refused ranges for no partial reads',
    log: 'access-log',
    lines: [logLine({ ...part, status: 200 }), logLine({ ...part, status: 416, errorCode: 'InvalidRange' })],
    rows: [],
    headline: 'No object of my-bucket was read in ranges in this window; 1 read of whole objects.',
  },
  {
    title: 'looks at one prefix and one requester',
    log: 'access-log',
    parameters: { prefix: 'a', requester: 'ada' },
    lines: [...lines, logLine({ ...part, requester: '-' }), logLine({ ...part, key: 'b' })],
    rows: [{ key: 'a', partial: '2' }],
    headline: '2 of 3 reads',
  },
]
