import type { Example } from '../lib/analysis.ts'
import { ADA, trailEvent } from '../lib/samples/sample-lines.ts'

const SSE_C = { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }
const kms = (account: string) => ({
  'x-amz-server-side-encryption-aws-kms-key-id': `arn:aws:kms:eu-west-1:${account}:key/k`,
})
const at = (time: string, eventName: string, key: string, parameters = {}, fields = {}) =>
  trailEvent({ eventName, key, parameters, at: time, ...fields })
const BOB = { identity: 'arn:aws:iam::111122223333:user/bob' }

export const examples: readonly Example[] = [
  {
    title:
      'finds what one requester read and wrote back with a foreign key, not the other way round, nor two people’s',
    log: 'cloudtrail',
    lines: [
      at('01:00', 'GetObject', 'a'),
      at('02:00', 'PutObject', 'a', SSE_C),
      at('03:00', 'GetObject', 'b'),
      at('04:00', 'CopyObject', 'b', kms('999988887777')),
      at('05:00', 'CopyObject', 'c', { ...SSE_C, 'x-amz-copy-source': 'my-bucket/c' }),
      at('06:00', 'PutObject', 'd', SSE_C),
      at('07:00', 'GetObject', 'd'),
      at('08:00', 'GetObject', 'e', {}, BOB),
      at('09:00', 'PutObject', 'e', SSE_C),
      at('10:00', 'GetObject', 'f'),
      at('11:00', 'PutObject', 'f'),
      at('12:00', 'GetObject', 'g', {}, { errorCode: 'AccessDenied' }),
      at('13:00', 'PutObject', 'g', SSE_C),
    ],
    rows: [
      { key: 'a', read_at: '2026-11-20 07:01:00.000', requester: ADA, algorithm: 'AES256' },
      { key: 'b', kms_key: 'arn:aws:kms:eu-west-1:999988887777:key/k' },
      { key: 'c', read_at: '2026-11-20 07:05:00.000' },
    ],
    headline: '3 objects of my-bucket were read and then overwritten, all by user ada from 203.0.113.7',
    severity: 'critical',
  },
  {
    title: 'finds nothing where objects are edited with one’s own key, and says so',
    log: 'cloudtrail',
    lines: [at('01:00', 'GetObject', 'a'), at('02:00', 'PutObject', 'a', kms('111122223333'))],
    rows: [],
    headline:
      'No object of my-bucket was read and then overwritten by the same requester with a key out of reach.',
  },
  {
    title: 'finds every overwriting within the time, where told',
    log: 'cloudtrail',
    lines: [
      at('00:00', 'GetObject', 'x/a'),
      at('30:00', 'PutObject', 'x/a'),
      at('00:00', 'GetObject', 'x/b'),
      at('30:01', 'PutObject', 'x/b'),
      at('00:00', 'GetObject', 'y'),
      at('00:01', 'PutObject', 'y'),
    ],
    parameters: { hours: 0.5, anyKey: true, prefix: 'x/' },
    rows: [{ key: 'x/a' }],
    headline: '1 object of my-bucket was',
    severity: 'low',
  },
  {
    title: 'takes the accounts that one types for one’s own',
    log: 'cloudtrail',
    lines: [at('01:00', 'GetObject', 'b'), at('02:00', 'PutObject', 'b', kms('999988887777'))],
    parameters: { accounts: '999988887777' },
    rows: [],
    headline: 'No object',
  },
]
