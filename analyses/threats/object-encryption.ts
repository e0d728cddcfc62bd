import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import {
  customerKey,
  isForeign,
  kmsKey,
  kmsKeyAccount,
  ownAccounts,
  ownAccountsNote,
} from '../lib/shared/foreign.ts'
import {
  accountList,
  all,
  keyBegins,
  keyPrefix,
  requesterFilter,
  requesterHas,
} from '../lib/sql/fragments.ts'
import { totalOf } from '../lib/shared/request-list.ts'
import { join, sql, type Sql } from '../lib/sql/sql.ts'
import { suspectRequests } from '../lib/shared/suspect-requests.ts'
import { counted } from '../lib/words.ts'

/** What one cannot open without somebody else. */
const KEYS: Record<string, (own: readonly string[]) => Sql> = {
  'a key of the caller (SSE-C)': () => sql`${customerKey} IS NOT NULL`,
  'a KMS key of another account': own => isForeign(kmsKeyAccount, own),
}

export default suspectRequests({
  title: 'Objects encrypted with foreign or customer keys',
  answers: 'Was anything written with a key that we do not hold?',
  words: ['ransomware', 'encrypted', 'encryption key', 'locked', 'codefinger', 'kms', 'sse-c'],
  reads: ['cloudtrail'],
  why: 'Only CloudTrail has what a write asked for; access logs do not tell how an object is encrypted.',
  blind: {},
  presets: {
    'sse-c-encryption': {
      title: 'Objects encrypted by SSE-C',
      answers: 'Was anything encrypted with a key that the caller brought along?',
      words: ['sse-c', 'customer key', 'customer-provided key', 'ransomware'],
      parameters: { key: 'a key of the caller (SSE-C)' },
    },
    'external-kms-encryption': {
      title: 'Objects encrypted with another account’s KMS key',
      answers: 'Was anything encrypted with a KMS key of an account that is not ours?',
      words: ['kms', 'external key', 'foreign key', 'cross-account encryption'],
      parameters: { key: 'a KMS key of another account' },
    },
  },
  parameters: z.object({
    key: z
      .enum(['either', ...Object.keys(KEYS)])
      .default('either')
      .describe('Which keys count.')
      .meta({ title: 'Encrypted with' }),
    many: z
      .int()
      .min(1)
      .max(100_000)
      .default(20)
      .describe('From how many writes on it is called critical rather than high.')
      .meta({ title: 'Many' }),
    accounts: accountList,
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  own: { kms_key: sql`${kmsKey} AS kms_key`, algorithm: sql`${customerKey} AS algorithm` },
  shown: 'event_time requester operation key kms_key algorithm',
  from({ key, accounts, prefix, requester }, context) {
    const own = ownAccounts(context, accounts)
    const keys = key === 'either' ? Object.values(KEYS) : [KEYS[key]].filter(one => one !== undefined)
    const encrypted = join(
      keys.map(one => one(own)),
      ' OR ',
    )
    // The parts of an upload are encrypted as the upload was begun.
    const writes = sql`(action IN ('write', 'copy') OR operation = 'CreateMultipartUpload')`
    return sql`FROM events WHERE ${all(writes, succeeded, sql`(${encrypted})`, keyBegins(prefix), requesterHas(requester))}`
  },
  found: (requests, { bucket }) =>
    `${counted(requests, 'object was', 'objects were')} written to ${bucket} with a key that is not yours`,
  nothing: ({ bucket }) => `Nothing was written to ${bucket} with a key of the caller or of another account.`,
  severity: (results, { many }) =>
    totalOf(results, 'requests') >= many
      ? {
          level: 'critical',
          why: 'So many objects look like ransomware: they can be read only with a key that you do not hold.',
        }
      : { level: 'high', why: 'These objects can be read only with a key that you do not hold.' },
  notes: (_, context, { accounts }) => [
    ownAccountsNote(ownAccounts(context, accounts)),
    'A KMS key that is named without an account is taken for one of the caller’s account; what the bucket’s default encryption does is not in the events of its objects.',
  ],
})
