import type { Example } from '../lib/analysis.ts'
import { logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a' }
const BOB = 'arn:aws:iam::111122223333:user/bob'
const expired = logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'a', requester: 'AmazonS3', remoteIp: '-' })

export const examples: readonly Example[] = [
  {
    title: 'counts TLS versions however they are spelt, and says which are outdated',
    log: 'access-log',
    preset: 'tls-versions',
    lines: [
      logLine(get),
      logLine(get),
      logLine({ ...get, tls: 'TLSv1' }),
      logLine({ ...get, tls: 'TLSV1.1', requester: BOB }),
      logLine({ ...get, tls: '-', cipherSuite: '-' }),
      expired,
    ],
    rows: [
      { tls: 'TLSv1.3', requests: '2', judged: '' },
      { tls: '(none or not logged)', requests: '1', judged: '' },
      { tls: 'TLSv1.0', requests: '1', judged: 'outdated' },
      { tls: 'TLSv1.1', requests: '1', judged: 'outdated', example_requester: BOB },
    ],
    headline:
      '5 requests to my-bucket with 4 TLS versions; 40.0 % with TLSv1.3, 2 requests (40.0 %) with what is outdated.',
  },
  {
    title: 'tells broken and dated ciphers from sound ones',
    log: 'access-log',
    preset: 'weak-ciphers',
    lines: [
      'TLS_AES_128_GCM_SHA256',
      'ECDHE-RSA-AES128-GCM-SHA256',
      'ECDHE-RSA-AES128-SHA',
      'AES256-GCM-SHA384',
      'RC4-MD5',
      'DES-CBC3-SHA',
    ].map(cipherSuite => logLine({ ...get, cipherSuite })),
    rows: [
      { cipher: 'AES256-GCM-SHA384', judged: 'dated' },
      { cipher: 'DES-CBC3-SHA', judged: 'broken' },
      { cipher: 'ECDHE-RSA-AES128-GCM-SHA256', judged: '' },
      { cipher: 'ECDHE-RSA-AES128-SHA', judged: 'dated' },
      { cipher: 'RC4-MD5', judged: 'broken' },
      { cipher: 'TLS_AES_128_GCM_SHA256', judged: '' },
    ],
    headline: '6 requests to my-bucket with 6 ciphers',
  },
  {
    title: 'tells how the bucket was addressed',
    log: 'access-log',
    preset: 'host-style',
    lines: [
      's3.eu-west-1.amazonaws.com',
      'my-bucket',
      'my-bucket.s3.amazonaws.com',
      'my-bucket.s3-website-us-east-1.amazonaws.com',
      'my-bucket.s3-accelerate.amazonaws.com',
      'reports-111122223333.s3-accesspoint.eu-west-1.amazonaws.com',
      'files.example.com',
      '-',
    ].map(host => logLine({ ...get, host })),
    rows: [
      { host: 'virtual-hosted', requests: '2', judged: '' },
      { host: '(not logged)', requests: '1' },
      { host: 'accelerate', requests: '1' },
      { host: 'access point', requests: '1' },
      { host: 'other', requests: '1' },
      { host: 'path', requests: '1', judged: 'to be given up' },
      { host: 'website', requests: '1' },
    ],
    headline: '8 requests to my-bucket with 7 host styles',
  },
  {
    title: 'counts signatures of one person under one prefix',
    log: 'access-log',
    lines: ['a/1', 'b/1'].flatMap(key => [
      logLine({ ...get, key, requester: BOB, signature: 'SigV2', authType: 'QueryString' }),
      logLine({ ...get, key }),
    ]),
    parameters: { by: 'signature', prefix: 'a/', requester: 'bob' },
    rows: [{ signature: 'SigV2, QueryString', requests: '1', judged: 'outdated' }],
    headline: '1 request to my-bucket with 1 Signature',
  },
  {
    title: 'counts nothing where S3 itself was at work',
    log: 'access-log',
    lines: [expired],
    rows: [],
    headline: 'No request to my-bucket in this window.',
  },
  {
    title: 'counts them in CloudTrail',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', fields: { tlsDetails: { tlsVersion: 'TLSv1.2' } } }),
    ],
    rows: [{ tls: 'TLSv1.2', requests: '1' }],
    headline: '1 request to my-bucket',
  },
  {
    title: 'counts nothing in CloudTrail where nobody asked',
    log: 'cloudtrail',
    lines: [],
    rows: [],
    headline: 'No request to my-bucket in this window.',
  },
]
