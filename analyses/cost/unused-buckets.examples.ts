import type { Example } from '../lib/analysis.ts'
import { ADA, logLine } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a' }

export const examples: readonly Example[] = [
  {
    title: 'says who used a bucket last, and for what',
    log: 'access-log',
    lines: [
      logLine({ ...get, at: '01:00' }),
      logLine({ operation: 'REST.PUT.OBJECT', key: 'a', at: '02:00' }),
      logLine({ operation: 'REST.GET.BUCKET', at: '03:00', requester: '-' }),
    ],
    rows: [
      { requester: '(anonymous)', kind: 'lists' },
      { requester: ADA, kind: 'writes', last_use: '2026-11-20 07:02:00.000', last_ip: '203.0.113.7' },
      { requester: ADA, kind: 'reads', requests: '1' },
    ],
    headline: 'my-bucket is in use: it was last read or written at 2026-11-20 07:02:00 UTC by user ada.',
  },
  {
    title: 'takes listings and settings for no use, and claims no more than the window shows',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.GET.BUCKET' }),
      logLine({ operation: 'REST.GET.BUCKETPOLICY', at: '14:00' }),
    ],
    rows: [{ kind: 'lists' }, { kind: 'settings and others' }],
    headline:
      'my-bucket may be unused: nobody read or wrote an object in this window, which is shorter than 30 days; ask about a longer one.',
  },
  {
    title: 'takes neither failures nor lifecycle rules for use, and looks at one prefix',
    log: 'access-log',
    parameters: { prefix: 'a' },
    lines: [
      logLine({ ...get, status: 403 }),
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'a', status: '-' }),
      logLine({ ...get, key: 'b' }),
    ],
    rows: [],
    headline: 'my-bucket may be unused',
  },
  {
    title: 'takes as many days without use as asked for',
    log: 'access-log',
    parameters: { days: 1 },
    lines: [],
    rows: [],
    headline: 'which is shorter than 1 day',
  },
]
