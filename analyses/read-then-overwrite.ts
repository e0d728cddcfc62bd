import { z } from 'zod'
import type { Example } from './lib/analysis.ts'
import {
  copySource,
  customerKey,
  isForeign,
  kmsKey,
  kmsKeyAccount,
  ownAccounts,
  ownAccountsNote,
} from './lib/foreign.ts'
import { accountList, all, keyBegins, keyPrefix, succeeded } from './lib/fragments.ts'
import { ADA, trailEvent } from './lib/sample-lines.ts'
import { sql } from './lib/sql.ts'
import { suspectRequests } from './lib/suspect-requests.ts'
import { counted } from './lib/words.ts'

/** A copy of an object onto itself reads it, too. */
const ONTO_ITSELF = sql`coalesce(regexp_replace(${copySource}, '^/', '') = concat(bucket, '/', key), FALSE)`
const READ = sql`(operation = 'GetObject' OR ${ONTO_ITSELF})`

export default suspectRequests({
  title: 'Objects read, then overwritten',
  answers: 'Did somebody read objects and write them back so that we cannot open them?',
  words: ['ransomware', 'overwritten', 'encrypted in place', 'read and overwrite'],
  reads: ['cloudtrail'],
  why: 'Only CloudTrail has which key a write asked for.',
  blind: {
    cloudtrail: 'CloudTrail has reads and writes only where the trail records data events for this bucket.',
  },
  parameters: z.object({
    hours: z
      .number()
      .positive()
      .max(168)
      .default(2)
      .describe('How long after its reading an object was overwritten, at most.')
      .meta({ title: 'Within hours', placeholder: '2' }),
    anyKey: z
      .boolean()
      .default(false)
      .describe('Counts every overwriting, not only with a key of the caller or of another account.')
      .meta({ title: 'With any key' }),
    accounts: accountList,
    prefix: keyPrefix,
  }),
  own: [
    { column: { name: 'read_at', title: 'Read (UTC)', kind: 'time' }, value: sql`read_at` },
    { column: { name: 'kms_key', title: 'KMS key', kind: 'text' }, value: sql`${kmsKey} AS kms_key` },
    {
      column: { name: 'algorithm', title: 'Caller’s algorithm', kind: 'text' },
      value: sql`${customerKey} AS algorithm`,
    },
  ],
  shown: ['read_at', 'event_time', 'key', 'requester', 'remote_ip', 'kms_key'],
  from({ hours, anyKey, accounts, prefix }, context) {
    const foreign = sql`(${customerKey} IS NOT NULL OR ${isForeign(kmsKeyAccount, ownAccounts(context, accounts))})`
    const asked = all(
      sql`operation IN ('GetObject', 'PutObject', 'CopyObject')`,
      succeeded,
      sql`requester IS NOT NULL`,
      keyBegins(prefix),
    )
    const seconds = sql`date_diff('second', read_at, event_time) <= ${Math.round(hours * 3600)}`
    return sql`FROM (
      SELECT *, max(CASE WHEN ${READ} THEN event_time END) OVER (PARTITION BY requester, key ORDER BY event_time) AS read_at FROM events WHERE ${asked}
    ) AS requests WHERE ${all(sql`operation <> 'GetObject'`, seconds, anyKey ? undefined : foreign)}`
  },
  found: (requests, { bucket }) =>
    `${counted(requests, 'object')} of ${bucket} ${requests === 1 ? 'was' : 'were'} read and then overwritten`,
  nothing: ({ bucket }, { anyKey }) =>
    `No object of ${bucket} was read and then overwritten by the same requester${anyKey ? '' : ' with a key out of reach'}.`,
  severity: (_, { anyKey }) =>
    anyKey
      ? { level: 'low', why: 'Programs that edit objects do this all day; look at the keys and who it was.' }
      : {
          level: 'critical',
          why: 'Reading objects and writing them back under a key that you do not hold is what ransomware does.',
        },
  notes: (_, context, { accounts }) => [
    ownAccountsNote(ownAccounts(context, accounts)),
    'In a versioned bucket what was there before is still there: restore the versions before they expire.',
  ],
})

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
