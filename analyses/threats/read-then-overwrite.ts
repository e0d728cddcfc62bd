import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import {
  copySource,
  customerKey,
  isForeign,
  kmsKey,
  kmsKeyAccount,
  ownAccounts,
  ownAccountsNote,
} from '../lib/shared/foreign.ts'
import { accountList, all, keyBegins, keyPrefix } from '../lib/sql/fragments.ts'
import { sql } from '../lib/sql/sql.ts'
import { suspectRequests } from '../lib/shared/suspect-requests.ts'
import { counted } from '../lib/words.ts'

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
  own: {
    read_at: sql`read_at`,
    kms_key: sql`${kmsKey} AS kms_key`,
    algorithm: sql`${customerKey} AS algorithm`,
  },
  shown: 'read_at event_time key requester remote_ip kms_key',
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
