import type { Example } from '../lib/analysis.ts'
import { ADA, trailEvent } from '../lib/samples/sample-lines.ts'

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

const ROLE = 'arn:aws:sts::111122223333:assumed-role/audit'
const WEEK_AGO = '2026-11-14T07:00:00'
const listing = (identity: string, at: string) =>
  trailEvent({ eventName: 'ListBuckets', identity, at, fields: { requestParameters: {} } })

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
  {
    title:
      'finds who lists all buckets and never did before, not who always does, nor where nothing is known',
    log: 'cloudtrail',
    lines: [
      ...['SESSION1', 'SESSION2'].map((session, i) =>
        listing(`${ROLE}/${session}`, i === 0 ? WEEK_AGO : '15:00'),
      ),
      listing(ADA, '15:01'),
    ],
    rows: [{ requester: ADA, sign: 'listed all buckets, as never before', lists: '1', buckets: '0' }],
    headline:
      'Nobody read the settings of 16 buckets within 10 seconds; user ada from 203.0.113.7 listed all buckets, as never in the 7 days before',
    severity: 'low',
  },
  {
    title: 'looks back as far as told',
    log: 'cloudtrail',
    lines: [listing(ADA, WEEK_AGO), listing(ROLE, '2026-11-19T08:00:00'), listing(ADA, '15:00')],
    parameters: { baselineDays: 1 },
    rows: [{ requester: ADA }],
    headline: 'as never in the 1 day before',
  },
  {
    title: 'calls nobody new where nothing was recorded before',
    log: 'cloudtrail',
    lines: [listing(ADA, '15:00')],
    rows: [],
    headline: 'Nobody read the settings of 16 buckets within 10 seconds.',
  },
]
