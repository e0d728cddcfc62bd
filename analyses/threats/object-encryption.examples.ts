import type { Example } from '../lib/analysis.ts'
import { ADA, trailEvent } from '../lib/samples/sample-lines.ts'

const put = (key: string, parameters: Record<string, unknown>, fields = {}) =>
  trailEvent({ eventName: 'PutObject', key, parameters, ...fields })
const SSE_C = { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }
const kms = (account: string) => ({
  'x-amz-server-side-encryption': 'aws:kms',
  'x-amz-server-side-encryption-aws-kms-key-id': `arn:aws:kms:eu-west-1:${account}:key/k`,
})

export const examples: readonly Example[] = [
  {
    title: 'finds writes and copies with a key of the caller, not reads, failures or S3’s own keys',
    log: 'cloudtrail',
    preset: 'sse-c-encryption',
    lines: [
      put('a', SSE_C),
      trailEvent({ eventName: 'CopyObject', key: 'b', parameters: SSE_C, at: '16:00' }),
      trailEvent({ eventName: 'CreateMultipartUpload', key: 'c', parameters: SSE_C, at: '17:00' }),
      trailEvent({ eventName: 'UploadPart', key: 'c', parameters: SSE_C }),
      trailEvent({ eventName: 'GetObject', key: 'a', parameters: SSE_C }),
      put('d', SSE_C, { errorCode: 'AccessDenied' }),
      put('e', { 'x-amz-server-side-encryption': 'AES256' }),
      put('f', kms('999988887777')),
    ],
    rows: [{ key: 'a', algorithm: 'AES256', requester: ADA }, { key: 'b' }, { key: 'c' }],
    headline:
      '3 objects were written to my-bucket with a key that is not yours, all by user ada from 203.0.113.7',
    severity: 'high',
  },
  {
    title: 'finds another account’s KMS key, and calls as many as told critical',
    log: 'cloudtrail',
    preset: 'external-kms-encryption',
    settings: { ownAccounts: ['222233334444'] },
    lines: [
      put('a', kms('999988887777')),
      put('b', kms('111122223333')),
      put('c', kms('222233334444')),
      put('d', { 'x-amz-server-side-encryption-aws-kms-key-id': 'alias/ours' }),
      put('e', SSE_C),
    ],
    parameters: { many: 1 },
    rows: [{ key: 'a', kms_key: 'arn:aws:kms:eu-west-1:999988887777:key/k' }],
    headline: '1 object was written',
    severity: 'critical',
  },
  {
    title: 'takes the accounts that one types for one’s own',
    log: 'cloudtrail',
    lines: [put('a', kms('999988887777'))],
    parameters: { accounts: '999988887777' },
    rows: [],
    headline: 'Nothing was written to my-bucket with a key of the caller or of another account.',
  },
  {
    title: 'finds those of one prefix by one person',
    log: 'cloudtrail',
    lines: ['x/1', 'y/1'].flatMap(key =>
      [ADA, 'arn:aws:iam::111122223333:user/bob'].map(identity => put(key, SSE_C, { identity })),
    ),
    parameters: { prefix: 'x/', requester: 'bob' },
    rows: [{ key: 'x/1', requester: 'arn:aws:iam::111122223333:user/bob' }],
    headline: 'by user bob',
  },
  {
    title: 'finds one kind of key alone',
    log: 'cloudtrail',
    lines: [put('a', kms('999988887777')), put('b', SSE_C)],
    parameters: { key: 'a KMS key of another account' },
    rows: [{ key: 'a' }],
    headline: '1 object was',
  },
]
