import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { copySource, ownAccounts, ownAccountsNote, touchesForeign } from '../lib/shared/foreign.ts'
import { accountList, all, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { sql } from '../lib/sql/sql.ts'
import { suspectRequests } from '../lib/shared/suspect-requests.ts'
import { count, counted, numberOf } from '../lib/words.ts'

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
  own: {
    to_bucket: sql`bucket AS to_bucket`,
    copied: sql`${copySource} AS copied`,
    accounts: sql`resource_accounts AS accounts`,
  },
  shown: 'event_time copied to_bucket accounts requester remote_ip',
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
