import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const MB = 1_000_000
const get = { operation: 'REST.GET.OBJECT', bytesSent: 25 * MB }
const two = (second: string, fields = {}) => [
  logLine({ ...get, key: 'a', at: '09:00', ...fields }),
  logLine({ ...get, key: 'b', at: second, ...fields }),
]
const trail = (bytesSent: number) => trailEvent({ eventName: 'GetObject', key: 'a', bytesSent })

export const examples: readonly Example[] = [
  {
    title: 'finds 50 MB within ten minutes, wherever these begin',
    log: 'access-log',
    lines: two('19:00'),
    rows: [
      {
        requester: ADA,
        remote_ip: '203.0.113.7',
        most_bytes: '50000000',
        most_until: '2026-11-20 07:19:00.000',
        keys: '2',
        first_key: 'a',
      },
    ],
    headline:
      'user ada at 203.0.113.7 downloaded 50.0 MB of my-bucket within 10 minutes, 50.0 MB of 2 objects in all between 2026-11-20 07:09:00 and 07:19:00 UTC; 1 client downloaded 50.0 MB or more within 10 minutes.',
    severity: 'medium',
  },
  {
    title: 'does not add up what is a second further apart, or of two clients, or was refused',
    log: 'access-log',
    lines: [
      ...two('19:01'),
      ...two('10:00', { userAgent: 'other', status: 403 }),
      logLine({ ...get, key: 'c', at: '09:30', remoteIp: '203.0.113.8' }),
    ],
    rows: [],
    headline:
      'Nobody downloaded 50.0 MB or more within 10 minutes from my-bucket; 75.0 MB were downloaded in all.',
  },
  {
    title: 'takes other limits, one prefix and one requester',
    log: 'access-log',
    parameters: { megabytes: 25, minutes: 1, prefix: 'b', requester: 'ada' },
    lines: [...two('10:00'), ...two('10:00', { requester: '-' })],
    rows: [{ most_bytes: '25000000', keys: '1', last_key: 'b' }],
    headline: '25.0 MB or more within 1 minute.',
  },
  {
    title: 'finds it in CloudTrail',
    log: 'cloudtrail',
    lines: [trail(30 * MB), trail(20 * MB)],
    rows: [{ requester: ADA, most_bytes: '50000000', reads: '2' }],
    headline: 'user ada at 203.0.113.7 downloaded 50.0 MB',
  },
  {
    title: 'finds none in CloudTrail below the limit',
    log: 'cloudtrail',
    lines: [trail(30 * MB), trail(20 * MB - 1)],
    rows: [],
    headline: 'Nobody downloaded 50.0 MB or more',
  },
]
