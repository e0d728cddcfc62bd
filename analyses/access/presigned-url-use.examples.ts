import type { Example } from '../lib/analysis.ts'
import { ADA, logLine, trailEvent } from '../lib/samples/sample-lines.ts'

const url = (seconds: number, date = '20261120T070000Z', key = 'a') =>
  `GET /${key}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261120&X-Amz-Date=${date}&X-Amz-Expires=${seconds}&X-Amz-Signature=abc HTTP/1.1`
const get = { operation: 'REST.GET.OBJECT', key: 'a', authType: 'QueryString' }
const BOB = 'arn:aws:iam::111122223333:user/bob'

export const examples: readonly Example[] = [
  {
    title: 'finds the use of presigned URLs, how long they are valid and how old they were',
    log: 'access-log',
    lines: [
      logLine({ ...get, uri: url(3600), at: '10:00' }),
      logLine({ ...get, uri: url(604_800, '20261118T070000Z'), at: '20:00' }),
      logLine({ ...get, uri: url(60), status: 403, errorCode: 'AccessDenied', at: '30:00' }),
      logLine({
        ...get,
        uri: 'GET /a?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1795161600&Signature=x HTTP/1.1',
        at: '40:00',
      }),
      logLine({ ...get, authType: 'AuthHeader' }),
    ],
    rows: [
      { requester: ADA, valid_seconds: '3600', age_seconds: '600', access_key_id: 'AKIAIOSFODNN7EXAMPLE' },
      { valid_seconds: '604800', age_seconds: '174000' },
      { valid_seconds: '60', age_seconds: '1800', error_code: 'AccessDenied' },
      {
        valid_seconds: '1200',
        age_seconds: null,
        access_key_id: 'AKIAIOSFODNN7EXAMPLE',
        expires_at: '2026-11-20 08:00:00.000',
      },
    ],
    headline:
      '4 requests to my-bucket used presigned URLs, all by user ada from 203.0.113.7 between 2026-11-20 07:10:00 and 07:40:00 UTC; the longest is valid for 168 hours.',
  },
  {
    title: 'finds only those valid for so long, to the second',
    log: 'access-log',
    lines: [logLine({ ...get, uri: url(86_400) }), logLine({ ...get, uri: url(86_399) })],
    parameters: { validHours: 24 },
    rows: [{ valid_seconds: '86400' }],
    headline: '1 request',
  },
  {
    title: 'looks at one signer below one prefix',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'x/1', uri: url(60) }),
      logLine({ ...get, key: 'x/1', uri: url(60), requester: BOB }),
      logLine({ ...get, uri: url(60), requester: BOB }),
    ],
    parameters: { prefix: 'x/', requester: 'bob' },
    rows: [{ key: 'x/1', requester: BOB }],
    headline: '1 request to my-bucket used presigned URLs by user bob',
  },
  {
    title: 'takes neither a signed header nor an anonymous request for one',
    log: 'access-log',
    lines: [logLine({ ...get, authType: 'AuthHeader' }), logLine({ ...get, authType: '-', requester: '-' })],
    rows: [],
    headline: 'No such presigned URL was used on my-bucket in this window.',
  },
  {
    title: 'finds those of CloudTrail, with their validity',
    log: 'cloudtrail',
    lines: [
      trailEvent({
        eventName: 'GetObject',
        key: 'a',
        parameters: { 'X-Amz-Expires': '900', 'X-Amz-Date': '20261120T071000Z' },
        additional: { AuthenticationMethod: 'QueryString' },
      }),
    ],
    rows: [{ key: 'a', valid_seconds: '900', age_seconds: '300' }],
    headline: 'the longest is valid for 0.3 hours',
  },
  {
    title: 'takes a signed header in CloudTrail for none',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', additional: { AuthenticationMethod: 'AuthHeader' } }),
    ],
    rows: [],
    headline: 'No such presigned URL',
  },
]
