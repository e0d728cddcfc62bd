import type { Example } from '../lib/analysis.ts'
import { logLine } from '../lib/samples/sample-lines.ts'

const times = (n: number, fields: Partial<Parameters<typeof logLine>[0]>) =>
  Array.from({ length: n }, (_, i) =>
    logLine({ operation: 'REST.GET.OBJECT', key: `k${i}`, requestId: `R${i}`, bytesSent: 10, ...fields }),
  )

export const examples: readonly Example[] = [
  {
    title: 'finds an address with 101 requests in a minute, not one with 100',
    log: 'access-log',
    lines: [
      ...times(100, {}),
      logLine({ operation: 'REST.HEAD.OBJECT', key: 'k0', status: 404, at: '15:59', requester: '-' }),
      ...times(100, { remoteIp: '203.0.113.8' }),
    ],
    rows: [
      {
        minute: '2026-11-20 07:15:00.000',
        remote_ip: '203.0.113.7',
        requests: '101',
        failures: '1',
        main_operation: 'REST.GET.OBJECT',
        keys: '100',
        requesters: '2',
        bytes_sent: '1000',
      },
    ],
    headline:
      '203.0.113.7 made 101 requests to my-bucket in the minute from 2026-11-20 07:15:00 UTC; 1 address made more than 100 in a minute, in 1 minute.',
  },
  {
    title: 'counts another limit under one prefix',
    log: 'access-log',
    parameters: { perMinute: 1, prefix: 'x' },
    lines: [
      ...times(2, { key: 'x' }),
      ...times(3, { key: 'y' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'x', at: '16:00' }),
    ],
    rows: [{ requests: '2' }],
    headline: '203.0.113.7 made 2 requests',
  },
  {
    title: 'counts neither the keys of a batch nor what comes a minute later',
    log: 'access-log',
    lines: [
      ...times(101, { operation: 'BATCH.DELETE.OBJECT', status: 204 }),
      ...times(60, {}),
      ...times(60, { at: '16:00' }),
    ],
    rows: [],
    headline: 'No address made more than 100 requests to my-bucket in a minute; the most were 60.',
  },
]
