import type { Example } from '../lib/analysis.ts'
import { ADA, logLine } from '../lib/samples/sample-lines.ts'

const lines = [
  logLine({ operation: 'REST.PUT.OBJECT', key: 'a', at: '01:00', objectSize: 10 }),
  logLine({ operation: 'REST.GET.OBJECT', key: 'a', at: '05:00', requester: '-' }),
  logLine({ operation: 'REST.HEAD.OBJECT', key: 'a', at: '04:00' }),
  logLine({ operation: 'REST.PUT.OBJECT', key: 'b', at: '02:00' }),
  logLine({ operation: 'REST.GET.OBJECT', key: 'b', at: '09:00', status: 403 }),
]

export const examples: readonly Example[] = [
  {
    title: 'tells when each object was first and last used and read, successfully',
    log: 'access-log',
    lines,
    rows: [
      {
        key: 'b',
        last_access: '2026-11-20 07:02:00.000',
        last_read: null,
        reads: '0',
        writes: '1',
        last_requester: ADA,
      },
      {
        key: 'a',
        first_access: '2026-11-20 07:01:00.000',
        last_access: '2026-11-20 07:05:00.000',
        reads: '2',
        writes: '1',
        last_requester: '(anonymous)',
        last_operation: 'REST.GET.OBJECT',
      },
    ],
    headline:
      '2 objects of my-bucket were used, the last at 2026-11-20 07:05:00 UTC; 1 (50.0 %) were not read.',
  },
  {
    title: 'lists what was not read, under one prefix',
    log: 'access-log',
    parameters: { unread: true, prefix: 'b' },
    lines: [
      ...lines,
      logLine({ operation: 'REST.PUT.OBJECT', key: 'c' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'b2' }),
    ],
    rows: [{ key: 'b' }],
    headline: '2 objects of my-bucket were used',
  },
  {
    title: 'takes neither lifecycle rules nor listings nor failures for a use',
    log: 'access-log',
    lines: [
      logLine({ operation: 'S3.TRANSITION_SIA.OBJECT', key: 'a', status: '-' }),
      logLine({ operation: 'REST.GET.BUCKET' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 404 }),
    ],
    rows: [],
    headline: 'No object of my-bucket was used in this window.',
  },
]
