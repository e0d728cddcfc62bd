import * as z from 'zod'
import {
  all,
  items,
  keyBegins,
  keyPrefix,
  requesterFilter,
  requesterHas,
  typedLine,
} from '../lib/sql/fragments.ts'
import { totalOf } from '../lib/shared/request-list.ts'
import { join, likePrefix, sql, type Sql } from '../lib/sql/sql.ts'
import { suspectRequests } from '../lib/shared/suspect-requests.ts'
import { counted } from '../lib/words.ts'

/** Files that hold keys and passwords, by the names that programs give them; a public key is none. */
const SECRETS =
  '(?i)(^|/)([.]aws/(credentials|config)|id_(rsa|dsa|ecdsa|ed25519)|[.]env([.][^/]*)?|authorized_keys|[^/]*[.](pem|ppk|key)|[^/]*private[-_]?key[^/]*)$'

export default suspectRequests({
  title: 'Reads of credential files',
  answers: 'Did anyone read files that hold keys or passwords?',
  words: ['credentials', 'secrets', 'ssh key', 'private key', '.env', 'pem', 'password file'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have every read; CloudTrail has them only where data events are on.',
  blind: { cloudtrail: 'CloudTrail has reads only where the trail records data events for this bucket.' },
  parameters: z.object({
    alsoNamed: typedLine
      .optional()
      .describe('Further parts of names that count, in any case.')
      .meta({ title: 'Also named', placeholder: 'terraform.tfstate, .kdbx' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  own: {},
  shown: 'event_time key requester remote_ip status error_code',
  from({ alsoNamed, prefix, requester }) {
    const named = join([sql`regexp_like(key, ${SECRETS})`, ...items(alsoNamed).map(hasInName)], ' OR ')
    const asked = all(
      sql`action IN ('read', 'head')`,
      sql`(${named})`,
      keyBegins(prefix),
      requesterHas(requester),
    )
    return sql`FROM events WHERE ${asked}`
  },
  found: (requests, { bucket }) =>
    `${counted(requests, 'request')} asked for files in ${bucket} that are named like credentials`,
  nothing: ({ bucket }) =>
    `No request for a file that is named like credentials is in the logs of ${bucket} for this window.`,
  severity: results =>
    totalOf(results, 'succeeded') > 0
      ? {
          level: 'high',
          why: 'Whoever reads such a file can act as those whose keys it holds: replace the keys.',
        }
      : { level: 'medium', why: 'None was given out, but somebody looks for them.' },
  notes: () => [
    'Judged by the name alone: a request may ask for a file that is not there, or for one that holds no secret.',
  ],
})

const hasInName = (part: string): Sql =>
  sql`lower(key) LIKE ${`%${likePrefix(part.toLowerCase())}`} ESCAPE '\'`
