import type { Example } from '../lib/analysis.ts'
import { logLine } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a', bytesSent: 100 }
const times = (n: number, fields: Partial<Parameters<typeof logLine>[0]>) =>
  Array.from({ length: n }, (_, i) => logLine({ ...get, requestId: `R${i}`, ...fields }))

export const examples: readonly Example[] = [
  {
    title: 'tells for keys with at least ten reads how many were unchanged',
    log: 'access-log',
    lines: [
      ...times(7, {}),
      ...times(1, { status: 304, at: '16:00', bytesSent: 0 }),
      ...times(2, { operation: 'REST.HEAD.OBJECT', status: 304 }),
      ...times(9, { key: 'b' }),
      ...times(10, { key: 'c' }),
      ...times(3, { status: 404 }),
    ],
    rows: [
      { key: 'c', reads: '10', not_modified: '0', rate: '0.0', bytes_sent: '1000' },
      { key: 'a', reads: '10', not_modified: '3', rate: '30.0', addresses: '1' },
    ],
    headline:
      '3 of 29 reads in my-bucket (10.3 %) found the reader’s copy still good (304); 1 key with at least 10 reads never did, for 1.0 kB.',
  },
  {
    title: 'looks at keys with fewer reads, and one prefix, where asked to',
    log: 'access-log',
    parameters: { reads: 1, prefix: 'b' },
    lines: [...times(1, {}), ...times(1, { key: 'b', status: 304 })],
    rows: [{ key: 'b', rate: '100.0' }],
    headline: '1 of 1 read in my-bucket (100 %) found',
  },
  {
    title: 'takes neither failures nor listings nor writes for reads',
    log: 'access-log',
    lines: [
      logLine({ ...get, status: 403 }),
      logLine({ ...get, status: 301 }),
      logLine({ operation: 'REST.GET.BUCKET' }),
      logLine({ operation: 'REST.PUT.OBJECT', key: 'a' }),
    ],
    rows: [],
    headline: 'No object of my-bucket was read in this window.',
  },
]
