import type { Example } from '../lib/analysis.ts'
import { logLine } from '../lib/samples/sample-lines.ts'

/** So many requests of 15 ms until the first byte. */
const slow = (n: number, at: string, fields = {}) =>
  Array.from({ length: n }, (_, i) =>
    logLine({
      operation: 'REST.GET.OBJECT',
      key: `k${i}`,
      requestId: `R${i}`,
      turnaroundMs: 15,
      totalMs: 16,
      at,
      ...fields,
    }),
  )
/** Hours with 1, 2 and 3 slow requests: the median is 2, the MAD 1, so unusual is above 2 + 3 x 1.4826. */
const before = [
  ...slow(1, '2026-11-20T04:00:00'),
  ...slow(2, '2026-11-20T05:00:00'),
  ...slow(3, '2026-11-20T06:00:00'),
]

export const examples: readonly Example[] = [
  {
    title: 'finds an hour with more slow requests than median and MAD of before allow',
    log: 'access-log',
    parameters: { slow: 1 },
    lines: [...before, ...slow(7, '30:00'), ...slow(1, '31:00', { turnaroundMs: 14 })],
    rows: [
      {
        hour: '2026-11-20 07:00:00.000',
        slow: '7',
        requests: '8',
        rate: '87.5',
        usual: '2.0',
        threshold: '6.4',
      },
    ],
    headline:
      'In 1 hour more requests to my-bucket than usual took 15 ms or more until the first byte; the most, 7 of 8, in the hour from 2026-11-20 07:00:00 UTC, where 2 is usual.',
  },
  {
    title: 'takes one request fewer for usual',
    log: 'access-log',
    parameters: { slow: 1 },
    lines: [...before, ...slow(6, '30:00')],
    rows: [],
    headline:
      'In no hour did unusually many requests to my-bucket take 15 ms or more until the first byte; 6 requests did in all.',
  },
  {
    title: 'calls nothing unusual where nothing is known of before, or of too long ago',
    log: 'access-log',
    parameters: { slow: 1, days: 1 },
    lines: [...slow(2, '2026-11-19T06:59:59'), ...slow(20, '30:00')],
    rows: [],
    headline:
      '20 requests to my-bucket took 15 ms or more until the first byte; there are no requests of the 1 day before to compare with.',
  },
  {
    title: 'takes another limit, time, operation and number of deviations',
    log: 'access-log',
    parameters: {
      milliseconds: 16,
      metric: 'total',
      operation: 'REST.GET.OBJECT',
      deviations: 1,
      slow: 4,
      prefix: 'k',
    },
    lines: [
      ...before,
      ...slow(4, '30:00'),
      ...slow(9, '30:00', { operation: 'REST.HEAD.OBJECT' }),
      ...slow(5, '30:00', { key: 'x' }),
    ],
    rows: [{ slow: '4', requests: '4', threshold: '3.5' }],
    headline: '16 ms or more in total',
  },
  {
    title: 'does not speak of a handful',
    log: 'access-log',
    lines: [...before, ...slow(9, '30:00')],
    rows: [],
    headline: 'In no hour',
  },
]
