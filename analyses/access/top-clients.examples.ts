import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const BOB = 'arn:aws:iam::111122223333:user/bob'
const get = { operation: 'REST.GET.OBJECT', key: 'a', bytesSent: 100 }
const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36'
const agents = [
  ['aws-cli/2.28.1 md/Botocore#1.40', 'AWS CLI'],
  ['Boto3/1.40 md/Botocore#1.40', 'boto3'],
  ['APN/1.0 HashiCorp/1.0 Terraform/1.9 aws-sdk-go-v2/1.30', 'Terraform'],
  ['Hadoop 3.4.0, aws-sdk-java/2.25', 'Hadoop S3A'],
  [CHROME, 'Chrome'],
  ['my-tool', 'my-tool'],
  ['-', '(none)'],
] as const

export const examples: readonly Example[] = [
  {
    title: 'counts requests, errors, bytes and requesters for each address, v4 and v6',
    log: 'access-log',
    lines: [
      logLine(get),
      logLine({ ...get, requester: BOB, key: 'b' }),
      logLine({ ...get, remoteIp: '2001:db8::1', status: 403, errorCode: 'AccessDenied' }),
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'a', requester: 'AmazonS3', remoteIp: '-', status: '-' }),
    ],
    preset: 'top-source-ips',
    rows: [
      {
        address: '203.0.113.7',
        requests: '2',
        errors: '0',
        bytes_sent: '200',
        requesters: '2',
        keys: '2',
        example: ADA,
      },
      { address: '2001:db8::1', errors: '1' },
    ],
    headline: '3 requests to my-bucket from 2 addresses; 203.0.113.7 made 66.7 % of them.',
  },
  {
    title: 'tells clients by their user agents, tools before the SDK they are built on',
    log: 'access-log',
    lines: agents.map(([userAgent]) => logLine({ ...get, userAgent })),
    preset: 'top-user-agents',
    rows: agents
      .map(([userAgent, client]) => ({
        client,
        requests: '1',
        example: userAgent === '-' ? null : userAgent,
      }))
      .toSorted((a, b) => (a.client < b.client ? -1 : 1)),
    headline: '7 requests to my-bucket from 7 kinds of client',
  },
  {
    title: 'counts the clients of one prefix and one person',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'x/1', requester: BOB }),
      logLine({ ...get, key: 'x/1', userAgent: CHROME }),
      logLine({ ...get, requester: BOB, userAgent: CHROME }),
    ],
    parameters: { by: 'client', prefix: 'x/', requester: 'bob' },
    rows: [{ client: 'AWS CLI', requests: '1' }],
    headline: '1 request',
  },
  {
    title: 'tells referring sites by their host, whatever the page, port or spelling',
    log: 'access-log',
    lines: [
      'https://shop.example/cart?x=1',
      'HTTPS://Shop.Example:443/',
      '-',
      'no address',
      'https://me:pw@evil.example#',
    ].map(referrer => logLine({ ...get, referrer })),
    preset: 'top-referers',
    rows: [
      { referrer: 'shop.example', requests: '2' },
      { referrer: '(no web address)' },
      { referrer: '(none)' },
      { referrer: 'evil.example' },
    ],
    headline: 'shop.example made 40.0 % of them.',
  },
  {
    title: 'finds nobody where no request was made',
    log: 'access-log',
    lines: ['no record'],
    rows: [],
    headline: 'No request to my-bucket in this window.',
  },
  {
    title: 'shows services by their names',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', sourceIp: 'athena.amazonaws.com' }),
      trailEvent({ eventName: 'PutObject', identity: BOB }),
    ],
    rows: [{ address: '203.0.113.7', example: BOB }, { address: 'athena.amazonaws.com' }],
    headline: '2 requests to my-bucket from 2 addresses',
  },
  {
    title: 'counts no event that is none of S3',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'Decrypt', eventSource: 'kms.amazonaws.com' })],
    rows: [],
    headline: 'No request',
  },
]
