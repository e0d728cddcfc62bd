import type { Example } from '../lib/analysis.ts'
import { ADA, trailEvent } from '../lib/samples/sample-lines.ts'

const copy = (
  to: string,
  accounts: readonly string[],
  fields: Parameters<typeof trailEvent>[0] | object = {},
) =>
  trailEvent({
    eventName: 'CopyObject',
    ...fields,
    fields: {
      requestParameters: { bucketName: to, key: 'b', 'x-amz-copy-source': 'my-bucket/a' },
      resources: accounts.map((accountId, i) => ({
        accountId,
        type: 'AWS::S3::Bucket',
        ARN: `arn:aws:s3:::${to}-${i}`,
      })),
    },
  })
const OWN = '111122223333'
const OTHER = '999988887777'

export const examples: readonly Example[] = [
  {
    title: 'finds copies to a bucket of another account, not to one’s own or within the bucket, nor refused',
    log: 'cloudtrail',
    settings: { ownAccounts: ['222233334444'] },
    lines: [
      copy('theirs', [OWN, OTHER]),
      copy('ours', [OWN, OWN]),
      copy('ours-too', [OWN, '222233334444']),
      copy('unknown', []),
      copy('my-bucket', [OWN]),
      copy('theirs', [OWN, OTHER], { errorCode: 'AccessDenied' }),
    ],
    rows: [{ to_bucket: 'theirs', copied: 'my-bucket/a', accounts: `${OWN} ${OTHER}`, requester: ADA }],
    headline: '1 copy was made from my-bucket to buckets of other accounts by user ada from 203.0.113.7',
    severity: 'high',
  },
  {
    title: 'takes the accounts that one types for one’s own',
    log: 'cloudtrail',
    lines: [copy('theirs', [OWN, OTHER])],
    parameters: { accounts: OTHER },
    rows: [],
    headline: 'No copy from my-bucket',
  },
  {
    title: 'finds the copies of one person',
    log: 'cloudtrail',
    lines: [ADA, 'arn:aws:iam::111122223333:user/bob'].map(identity =>
      copy('theirs', [OWN, OTHER], { identity }),
    ),
    parameters: { requester: 'bob' },
    rows: [{ requester: 'arn:aws:iam::111122223333:user/bob' }],
    headline: 'by user bob',
  },
]
