import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const get = { operation: 'REST.GET.OBJECT', key: 'a' }
const BOB = 'arn:aws:iam::111122223333:user/bob'
const PLAIN = { tls: '-', cipherSuite: '-' }

export const examples: readonly Example[] = [
  {
    title: 'finds TLS 1.0 and 1.1 however they are spelt, not 1.2, and no request without TLS',
    log: 'access-log',
    preset: 'old-tls',
    lines: [
      logLine({ ...get, tls: 'TLSv1' }),
      logLine({ ...get, tls: 'TLSv1', at: '16:00' }),
      logLine({ ...get, tls: 'TLSV1.1', requester: BOB }),
      logLine({ ...get, tls: 'TLSv1.2' }),
      logLine({ ...get, ...PLAIN }),
    ],
    rows: [
      { requester: ADA, tls_version: 'TLSv1.0', requests: '2', plane: 'objects' },
      { requester: BOB, tls_version: 'TLSv1.1', requests: '1' },
    ],
    headline: '3 requests to my-bucket used TLS below 1.2; 2 by user ada from 203.0.113.7 between',
    severity: 'medium',
  },
  {
    title: 'finds SigV2, signed in the header or the address, not unsigned requests',
    log: 'access-log',
    preset: 'sigv2-requests',
    lines: [
      logLine({ ...get, signature: 'SigV2' }),
      logLine({ operation: 'REST.GET.BUCKET', signature: 'SigV2', authType: 'QueryString' }),
      logLine({ ...get, signature: '-', authType: '-', requester: '-' }),
      logLine(get),
    ],
    rows: [
      { operation: 'REST.GET.BUCKET', plane: 'the bucket' },
      { operation: 'REST.GET.OBJECT', signature_version: 'SigV2' },
    ],
    headline: '2 requests to my-bucket signed with SigV2; all by user ada',
    severity: 'low',
  },
  {
    title:
      'finds plain HTTP, not the keys of a batch, a lifecycle rule, or a record older than the TLS field',
    log: 'access-log',
    preset: 'plain-http',
    lines: [
      logLine({ ...get, ...PLAIN }),
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'b', ...PLAIN }),
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'b', requester: 'AmazonS3', remoteIp: '-', ...PLAIN }),
      logLine({ ...get, key: 'old' }).split(' SigV4 ')[0] ?? '',
    ],
    rows: [{ requester: ADA, operation: 'REST.GET.OBJECT', example_key: 'a' }],
    headline: '1 request to my-bucket came without TLS; all by user ada',
    severity: 'medium',
  },
  {
    title: 'finds none where all is up to date',
    log: 'access-log',
    lines: [logLine(get)],
    rows: [],
    headline: 'No request to my-bucket used TLS below 1.2 in this window.',
  },
  {
    title: 'finds those of one person under one prefix',
    log: 'access-log',
    lines: ['a/1', 'b/1'].flatMap(key => [
      logLine({ ...get, key, tls: 'TLSv1.1' }),
      logLine({ ...get, key, tls: 'TLSv1.1', requester: BOB }),
    ]),
    parameters: { prefix: 'a/', requester: 'bob' },
    rows: [{ requester: BOB, example_key: 'a/1' }],
    headline: '1 request to my-bucket used TLS below 1.2; all by user bob',
  },
  {
    title: 'finds outdated TLS in CloudTrail, too',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', fields: { tlsDetails: { tlsVersion: 'TLSv1.1' } } }),
    ],
    rows: [{ requester: ADA, tls_version: 'TLSv1.1' }],
    headline: '1 request to my-bucket used TLS below 1.2',
  },
  {
    title: 'takes no missing TLS in CloudTrail for plain HTTP, and says why',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a' })],
    parameters: { kind: 'no TLS' },
    rows: [],
    headline: 'CloudTrail cannot show that a request came without TLS',
  },
]
