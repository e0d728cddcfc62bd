import { z } from 'zod'
import type { Example } from './lib/analysis.ts'
import { copySource, ownAccounts, ownAccountsNote, touchesForeign } from './lib/foreign.ts'
import { accountList, all, requesterFilter, requesterHas, succeeded } from './lib/fragments.ts'
import { ADA, trailEvent } from './lib/sample-lines.ts'
import { sql } from './lib/sql.ts'
import { suspectRequests } from './lib/suspect-requests.ts'
import { count, counted, numberOf } from './lib/words.ts'

const COPIES = sql`FROM account_events WHERE operation IN ('CopyObject', 'UploadPartCopy')`

export default suspectRequests({
  title: 'Copies to buckets of other accounts',
  answers: 'Was anything copied out of this bucket into somebody else’s?',
  words: ['exfiltration', 'copy', 'copied out', 'external bucket', 'data theft', 'cross-account copy'],
  reads: ['cloudtrail'],
  why: 'CloudTrail names the bucket that is copied to, and its account; access logs have only the reading side of a copy.',
  blind: {},
  accountWide: true,
  parameters: z.object({ accounts: accountList, requester: requesterFilter }),
  own: [
    { column: { name: 'to_bucket', title: 'To bucket', kind: 'text' }, value: sql`bucket AS to_bucket` },
    { column: { name: 'copied', title: 'Copied', kind: 'text' }, value: sql`${copySource} AS copied` },
    {
      column: { name: 'accounts', title: 'Accounts touched', kind: 'text' },
      value: sql`resource_accounts AS accounts`,
    },
  ],
  shown: ['event_time', 'copied', 'to_bucket', 'accounts', 'requester', 'remote_ip'],
  from({ accounts, requester }, context) {
    const foreign = touchesForeign(ownAccounts(context, accounts))
    return sql`${COPIES} AND ${all(succeeded, foreign, requesterHas(requester))}`
  },
  further: () => ({
    copies: sql`SELECT count(*) AS copies, count_if(resource_accounts IS NULL) AS unnamed ${COPIES} AND ${succeeded}`,
  }),
  found: (requests, { bucket }) =>
    `${counted(requests, 'copy was', 'copies were')} made from ${bucket} to buckets of other accounts`,
  nothing: ({ bucket }) => `No copy from ${bucket} to a bucket of another account is in the logs.`,
  severity: () => ({
    level: 'high',
    why: 'The copies are in accounts that are not yours, out of your reach.',
  }),
  notes: ({ aggregates }, context, { accounts }) => [
    ownAccountsNote(ownAccounts(context, accounts)),
    `${count(numberOf(aggregates.copies?.[0], 'copies'))} copies went to other buckets in all; ${count(numberOf(aggregates.copies?.[0], 'unnamed'))} of them do not say whose those are.`,
    'A copy that another account’s principal makes is in the logs of that account; here it shows as reading (object-access).',
  ],
})

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
