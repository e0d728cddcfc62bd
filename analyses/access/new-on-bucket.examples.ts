import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a' }
const BOB = 'arn:aws:iam::111122223333:user/bob'
const session = (name: string) => `arn:aws:sts::111122223333:assumed-role/etl/${name}`
const LAST_SECOND = '2026-11-20T06:59:59'
const SIX_DAYS_AGO = '2026-11-14T07:00:00'
const refused = { status: 403, errorCode: 'AccessDenied' }

export const examples: readonly Example[] = [
  {
    title: 'finds who had not been there before; a role with a new session is not new',
    log: 'access-log',
    lines: [
      logLine({ ...get, at: LAST_SECOND }),
      logLine({ ...get, requester: session('one'), at: SIX_DAYS_AGO }),
      logLine({ ...get, requester: session('two') }),
      logLine(get),
      logLine({ ...get, requester: BOB, at: '00:00', bytesSent: 7 }),
      logLine({ operation: 'REST.PUT.OBJECT', key: 'b', requester: BOB, at: '10:00' }),
    ],
    preset: 'new-requester',
    rows: [
      {
        requester: BOB,
        requests: '2',
        keys: '2',
        bytes_sent: '7',
        first_operation: 'REST.GET.OBJECT',
        other: '203.0.113.7',
      },
    ],
    headline:
      '1 new requester used my-bucket, not seen in the 7 days before; user bob made 2 requests, the first at 2026-11-20 07:00:00 UTC (REST.GET.OBJECT).',
  },
  {
    title: 'finds new addresses; one that had only been refused before is new when it succeeds',
    log: 'access-log',
    lines: [
      logLine({ ...get, at: LAST_SECOND }),
      logLine({ ...get, remoteIp: '198.51.100.1', ...refused, at: LAST_SECOND }),
      logLine({ ...get, remoteIp: '198.51.100.1' }),
      logLine({ ...get, remoteIp: '198.51.100.2', ...refused }),
      logLine(get),
    ],
    preset: 'new-source-ip',
    rows: [{ address: '198.51.100.1', other: ADA }],
    headline: '1 new address used my-bucket',
  },
  {
    title: 'counts failed requests where they are wanted, below one prefix',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'x/1', at: LAST_SECOND }),
      logLine({ ...get, key: 'x/1', remoteIp: '198.51.100.2', ...refused }),
      logLine({ ...get, key: 'y/1', remoteIp: '198.51.100.3' }),
    ],
    parameters: { by: 'address', failed: true, prefix: 'x/' },
    rows: [{ address: '198.51.100.2' }],
    headline: '1 new address',
  },
  {
    title: 'looks back as far as it is told',
    log: 'access-log',
    lines: [
      logLine({ ...get, at: LAST_SECOND }),
      logLine({ ...get, requester: BOB, at: SIX_DAYS_AGO }),
      logLine({ ...get, requester: BOB }),
    ],
    parameters: { baselineDays: 5 },
    rows: [{ requester: BOB }],
    headline: 'not seen in the 5 days before',
  },
  {
    title: 'calls nothing new where there is nothing to compare with',
    log: 'access-log',
    lines: [logLine(get)],
    rows: [],
    headline: 'The 7 days before hold no records of my-bucket, so nothing can be called new.',
  },
  {
    title: 'finds nothing new where all had been there',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', at: LAST_SECOND }),
      trailEvent({ eventName: 'GetObject', key: 'a' }),
    ],
    rows: [],
    headline: 'No new requester used my-bucket: each had been seen in the 7 days before.',
  },
  {
    title: 'finds who is new in CloudTrail',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', at: LAST_SECOND }),
      trailEvent({ eventName: 'GetObject', key: 'a', identity: BOB }),
    ],
    rows: [{ requester: BOB }],
    headline: '1 new requester used my-bucket',
  },
]
