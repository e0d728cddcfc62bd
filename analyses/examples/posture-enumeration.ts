import type { Example } from '../lib/analysis.ts'
import { ADA, trailEvent } from '../lib/sample-lines.ts'

const CALLS = ['Acl', 'Policy', 'PolicyStatus', 'PublicAccessBlock', 'Versioning'].map(
  setting => `GetBucket${setting}`,
)

/** Reads a setting of some buckets, one each second. */
const sweep = (buckets: number, fields = {}, first = 0) =>
  Array.from({ length: buckets }, (_, i) =>
    trailEvent({
      eventName: CALLS[i % CALLS.length] ?? '',
      at: `10:${String(first + i).padStart(2, '0')}`,
      fields: { requestParameters: { bucketName: i === 0 ? 'my-bucket' : `b${i}` } },
      ...fields,
    }),
  )

export const examples: readonly Example[] = [
  {
    title: 'finds as many buckets as told within the time, not one fewer, nor one bucket again and again',
    log: 'cloudtrail',
    lines: [
      ...sweep(4),
      ...sweep(3, { identity: 'arn:aws:iam::111122223333:user/bob' }),
      ...Array.from({ length: 9 }, (_, i) =>
        trailEvent({
          eventName: 'GetBucketAcl',
          identity: 'arn:aws:iam::111122223333:user/eve',
          at: `10:0${i}`,
        }),
      ),
      trailEvent({ eventName: 'ListBuckets', fields: { requestParameters: {} } }),
    ],
    parameters: { buckets: 4, seconds: 3 },
    rows: [{ requester: ADA, buckets: '4', requests: '5', bursts: '1', lists: '1' }],
    headline:
      '1 requester went through the settings of many buckets; user ada from 203.0.113.7 read those of 4',
    severity: 'medium',
  },
  {
    title: 'finds sixteen within ten seconds unless told',
    log: 'cloudtrail',
    lines: [
      ...sweep(8),
      ...sweep(16, { sourceIp: '203.0.113.9' }).map(line => line.replace(/07:10:(\d)\d/, '07:10:0$1')),
    ],
    rows: [{ remote_ip: '203.0.113.9', buckets: '16' }],
    headline: '1 requester',
  },
  {
    title: 'finds nothing where it takes longer',
    log: 'cloudtrail',
    lines: sweep(4),
    parameters: { buckets: 4, seconds: 2 },
    rows: [],
    headline: 'Nobody read the settings of 4 buckets within 2 seconds.',
  },
  {
    title: 'leaves out the console, and others than asked for, unless told',
    log: 'cloudtrail',
    lines: [
      ...sweep(3, { userAgent: '[S3Console/0.4, aws-internal/3]' }),
      ...sweep(3, { identity: 'arn:aws:iam::111122223333:user/bob' }),
    ],
    parameters: { buckets: 3, withConsole: true, requester: 'ada' },
    rows: [{ requester: ADA }],
    headline: 'user ada',
  },
]
