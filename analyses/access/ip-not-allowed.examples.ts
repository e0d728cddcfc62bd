import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a' }
const SETTINGS = { allowedNetworks: ['10.0.0.0/8', '2001:db8::/32'] }
const BOB = 'arn:aws:iam::111122223333:user/bob'

export const examples: readonly Example[] = [
  {
    title: 'finds addresses outside the allowed networks, right beside them, v4 and v6, and no service',
    log: 'access-log',
    lines: [
      logLine({ ...get, remoteIp: '10.255.255.255' }),
      logLine({ ...get, remoteIp: '2001:db8:ffff::1' }),
      logLine({ ...get, remoteIp: '11.0.0.0' }),
      logLine({ ...get, remoteIp: '11.0.0.0', requester: BOB }),
      logLine({ ...get, remoteIp: '2001:db9::1', status: 403, errorCode: 'AccessDenied' }),
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'a', requester: 'AmazonS3', remoteIp: '-', status: '-' }),
    ],
    settings: SETTINGS,
    rows: [
      { address: '11.0.0.0', requests: '2', requesters: '2', example_requester: ADA },
      { address: '2001:db9::1', requests: '1', errors: '1' },
    ],
    headline:
      '3 requests to my-bucket came from 2 addresses outside the allowed networks, 1 of them failed; the most, 2, from 11.0.0.0 at',
    severity: 'medium',
  },
  {
    title: 'takes the networks that are typed, and looks at one requester below one prefix',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'x/1', remoteIp: '10.0.0.1', requester: BOB }),
      logLine({ ...get, key: 'x/1', remoteIp: '203.0.113.7', requester: BOB }),
      logLine({ ...get, key: 'x/1', remoteIp: '10.0.0.1' }),
      logLine({ ...get, remoteIp: '10.0.0.1', requester: BOB }),
    ],
    settings: SETTINGS,
    parameters: { networks: '203.0.113.0/24', prefix: 'x/', requester: 'bob' },
    rows: [{ address: '10.0.0.1', requests: '1' }],
    headline: '1 request to my-bucket came from 1 address outside',
  },
  {
    title: 'calls no address outside where it knows no networks, and shows the public ones',
    log: 'access-log',
    lines: [logLine(get), logLine({ ...get, remoteIp: '10.0.0.1' })],
    rows: [{ address: '203.0.113.7' }],
    headline:
      'No allowed networks are known, so no address can be called outside; 1 request to my-bucket came from 1 address of the public internet',
  },
  {
    title: 'finds none where all come from within',
    log: 'access-log',
    lines: [logLine({ ...get, remoteIp: '10.0.0.1' })],
    settings: SETTINGS,
    rows: [],
    headline: 'No request to my-bucket came from outside the allowed networks in this window.',
  },
  {
    title: 'judges CloudTrail’s addresses alike',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a', errorCode: 'AccessDenied' })],
    settings: SETTINGS,
    rows: [{ address: '203.0.113.7' }],
    headline: '1 of them failed',
  },
  {
    title: 'takes a service’s name for no address outside',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a', sourceIp: 'athena.amazonaws.com' })],
    settings: SETTINGS,
    rows: [],
    headline: 'No request to my-bucket came from outside',
  },
]
