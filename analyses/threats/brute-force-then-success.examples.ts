import type { Example } from '../lib/analysis.ts'
import { logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const miss = (key: string, at: string, fields = {}) =>
  logLine({
    operation: 'REST.GET.OBJECT',
    key,
    at,
    status: 403,
    errorCode: 'AccessDenied',
    requester: '-',
    ...fields,
  })
const got = (key: string, at: string, fields = {}) =>
  logLine({ operation: 'REST.GET.OBJECT', key, at, bytesSent: 9, requester: '-', ...fields })
const asked = { keys: 3, minutes: 10 }
const three = [
  miss('1', '01:00'),
  miss('2', '02:00', { status: 404, errorCode: 'NoSuchKey' }),
  miss('3', '11:00'),
]

export const examples: readonly Example[] = [
  {
    title: 'leaves out who had succeeded before, unless asked for',
    log: 'access-log',
    parameters: { ...asked, strangers: false },
    lines: [got('1', '00:59'), ...three, got('1', '12:00')],
    rows: [{ remote_ip: '203.0.113.7', successes: '1' }],
    headline: '203.0.113.7 tried 3 keys',
  },
  {
    title: 'takes nobody for an intruder who had access before it broke',
    log: 'access-log',
    parameters: asked,
    lines: [got('1', '00:59'), ...three, got('1', '12:00')],
    rows: [],
    headline: 'No address succeeded after many failures; 1 address tried',
  },
  {
    title: 'finds a success right after the third key in vain, and until ten minutes later',
    log: 'access-log',
    parameters: asked,
    lines: [...three, got('open', '21:00'), got('later', '21:01'), got('before', '10:59')],
    rows: [
      { remote_ip: '203.0.113.7', failed_keys: '3', successes: '1', success_key: 'open', bytes_sent: '9' },
    ],
    headline:
      '203.0.113.7 tried 3 keys of my-bucket in vain and then succeeded 1 time, first at 2026-11-20 07:21:00 UTC with open as (anonymous).',
    severity: 'medium',
  },
  {
    title:
      'finds none with one key less, with one key again and again, from another address, or without a success',
    log: 'access-log',
    parameters: asked,
    lines: [
      ...three.slice(0, 2),
      miss('2', '03:00'),
      got('open', '04:00'),
      ...['1', '2', '3'].map(key => miss(key, '05:00', { remoteIp: '198.51.100.1' })),
      miss('4', '06:00', { status: 500, errorCode: 'InternalError' }),
    ],
    rows: [],
    headline:
      'No address succeeded after many failures; 1 address tried 3 or more keys of my-bucket in vain.',
  },
  {
    title: 'wants more than twenty keys, unless told',
    log: 'access-log',
    lines: [...Array.from({ length: 20 }, (_, i) => miss(`${i}`, '01:00')), got('open', '02:00')],
    rows: [],
    headline: '0 addresses tried 21 or more keys',
  },
  {
    title: 'looks at keys of one prefix',
    log: 'access-log',
    parameters: { keys: 2, minutes: 60, prefix: 'p/' },
    lines: [miss('p/1', '01:00'), miss('q/1', '02:00'), got('p/2', '03:00')],
    rows: [],
    headline: '0 addresses',
  },
  {
    title: 'finds the same in CloudTrail',
    log: 'cloudtrail',
    parameters: { keys: 2, minutes: 60 },
    lines: [
      ...['1', '2'].map(key =>
        trailEvent({ eventName: 'GetObject', key, errorCode: 'AccessDenied', at: '01:00' }),
      ),
      trailEvent({ eventName: 'GetObject', key: 'open', at: '02:00' }),
    ],
    rows: [{ success_key: 'open', failed_keys: '2' }],
    headline: '203.0.113.7 tried 2 keys',
  },
  {
    title: 'finds none in CloudTrail without failures',
    log: 'cloudtrail',
    parameters: { keys: 2, minutes: 60 },
    lines: ['1', '2', '3'].map(key => trailEvent({ eventName: 'GetObject', key })),
    rows: [],
    headline: 'No address succeeded after many failures',
  },
]
