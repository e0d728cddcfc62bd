import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a', bytesSent: 10 }
const BOB = 'arn:aws:iam::111122223333:user/bob'
const expired = {
  operation: 'S3.EXPIRE.OBJECT',
  key: 'a',
  requester: 'AmazonS3',
  remoteIp: '-',
  status: '-',
} as const

export const examples: readonly Example[] = [
  {
    title: 'places addresses, v4 and v6, by the supplied list, and says of which it knows nothing',
    log: 'access-log',
    lines: [
      logLine(get),
      logLine({ ...get, remoteIp: '203.0.113.255', status: 403, errorCode: 'AccessDenied' }),
      logLine({ ...get, remoteIp: '2001:db8::7' }),
      logLine({ ...get, remoteIp: '203.0.114.0' }),
      logLine({ ...get, remoteIp: '10.0.0.1' }),
      logLine(expired),
    ],
    rows: [
      {
        place: 'NL',
        name: 'Netherlands',
        requests: '2',
        errors: '1',
        bytes_sent: '20',
        addresses: '2',
        example_requester: ADA,
      },
      { place: '(no public address)' },
      { place: '(not on the list)', name: null, example_address: '203.0.114.0' },
      { place: 'SE', name: 'Sweden', example_address: '2001:db8::7' },
    ],
    headline: '5 requests to my-bucket from 5 addresses in 2 countries; 40.0 % from Netherlands.',
  },
  {
    title: 'leaves out what is usual, and looks at one requester below one prefix',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'x/1', requester: BOB }),
      logLine({ ...get, key: 'x/1', requester: BOB, remoteIp: '2001:db8::7' }),
      logLine({ ...get, key: 'x/1', remoteIp: '2001:db8::8' }),
      logLine({ ...get, requester: BOB, remoteIp: '2001:db8::9' }),
    ],
    parameters: { except: 'nl', prefix: 'x/', requester: 'bob' },
    rows: [{ place: 'SE', example_address: '2001:db8::7' }],
    headline: '1 request to my-bucket from 1 address in 1 country; 100 % from Sweden.',
  },
  {
    title: 'says so where no list was supplied',
    log: 'access-log',
    lines: [logLine(get)],
    parameters: { list: 'asn' },
    rows: [{ place: '(not on the list)', requests: '1' }],
    headline:
      'No list of network operators was supplied, so addresses cannot be placed; 1 request to my-bucket from 1 address.',
  },
  {
    title: 'places nothing that S3 does by itself',
    log: 'access-log',
    lines: [logLine(expired)],
    rows: [],
    headline: 'No such request to my-bucket in this window.',
  },
  {
    title: 'places CloudTrail’s addresses, not its services',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a' }),
      trailEvent({ eventName: 'PutObject', key: 'a', sourceIp: 'athena.amazonaws.com' }),
    ],
    rows: [{ place: '(no public address)' }, { place: 'NL' }],
    headline: 'in 1 country',
  },
  {
    title: 'finds no request in CloudTrail where there is none',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'Decrypt', eventSource: 'kms.amazonaws.com' })],
    rows: [],
    headline: 'No such request',
  },
]
