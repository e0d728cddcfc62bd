import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const get = (remoteIp: string, fields = {}) =>
  logLine({ operation: 'REST.GET.OBJECT', key: 'a', remoteIp, ...fields })
const SETTINGS = { threatNetworks: ['198.51.100.0/24', '2001:db8:bad::/48'] }
const BOB = 'arn:aws:iam::111122223333:user/bob'

export const examples: readonly Example[] = [
  {
    title: 'finds the addresses of the settings’ list, not their neighbours',
    log: 'access-log',
    settings: SETTINGS,
    lines: [
      get('198.51.100.255'),
      get('2001:db8:bad::1', { at: '16:00' }),
      get('198.51.101.0'),
      get('2001:db8:bae::1'),
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'a', requester: 'AmazonS3', remoteIp: '-', status: '-' }),
    ],
    rows: [{ remote_ip: '198.51.100.255', requester: ADA }, { remote_ip: '2001:db8:bad::1' }],
    headline: '2 requests to my-bucket came from listed addresses, all by user ada',
    severity: 'high',
  },
  {
    title: 'thinks little of it where all were refused',
    log: 'access-log',
    settings: SETTINGS,
    lines: [get('198.51.100.1', { status: 403, errorCode: 'AccessDenied' })],
    rows: [{ remote_ip: '198.51.100.1', status: '403' }],
    headline: '1 request to my-bucket came from listed addresses',
    severity: 'low',
  },
  {
    title: 'says that it was told of no list',
    log: 'access-log',
    lines: [get('198.51.100.1')],
    rows: [],
    headline: 'No list of hostile addresses is known',
  },
  {
    title: 'finds addresses named in the question, under one prefix, by one person',
    log: 'access-log',
    lines: ['a/1', 'b/1'].flatMap(key => [
      get('192.0.2.1', { key }),
      get('192.0.2.1', { key, requester: BOB }),
    ]),
    parameters: { networks: '192.0.2.1', prefix: 'a/', requester: 'bob' },
    rows: [{ key: 'a/1', requester: BOB }],
    headline: 'by user bob from 192.0.2.1',
  },
  {
    title: 'finds them in CloudTrail, and takes no service for an address',
    log: 'cloudtrail',
    settings: SETTINGS,
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', sourceIp: '198.51.100.9' }),
      trailEvent({ eventName: 'GetObject', key: 'a', sourceIp: 'athena.amazonaws.com' }),
    ],
    rows: [{ remote_ip: '198.51.100.9' }],
    headline: '1 request',
  },
  {
    title: 'finds none in CloudTrail where nobody came from there',
    log: 'cloudtrail',
    settings: SETTINGS,
    lines: [trailEvent({ eventName: 'GetObject', key: 'a' })],
    rows: [],
    headline: 'No request to my-bucket came from a listed address',
  },
]
