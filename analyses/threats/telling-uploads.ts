import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { all, items, requesterFilter, requesterHas, typedLine } from '../lib/sql/fragments.ts'
import { join, likePrefix, sql, type Sql } from '../lib/sql/sql.ts'
import { suspectRequests } from '../lib/shared/suspect-requests.ts'
import { counted } from '../lib/words.ts'

/** What extortionists call the file that says how to pay; a plain README is not one. */
const NOTE =
  '(?i)(^|/)[^/]*(ransom|decrypt|bitcoin|pay[-_ ]?(me|now)|how[-_ ]?to[-_ ]?(recover|restore|unlock|get)|read[-_ ]?(me|this|it)[-_ ]?(now|first|for|to|!)|(recover|restore|unlock|get[-_ ]?back)[-_ ]?(my|your|the)?[-_ ]?(files?|data|bucket)|(files?|data|bucket)[-_ ]?(are[-_ ]?|is[-_ ]?)?(encrypted|locked|stolen|hacked)|your[-_ ]?(files|data))[^/]*$'
/** A note is text that a person opens. */
const TEXT = '(?i)(^|/)([^/.]+|[^/]*[.](txt|html?|hta|md|rtf|pdf|docx?|png|jpe?g|bmp|url|note|readme))$'

/** How data is packed before it is taken away. */
const ARCHIVE = '(?i)[.](zip|7z|rar|tar|tgz|tar[.](gz|bz2|xz|zst))$'

const KINDS = {
  'ransom notes': all(sql`regexp_like(key, ${NOTE})`, sql`regexp_like(key, ${TEXT})`),
  'scripts of a website': all(
    sql`regexp_like(key, '(^|/)static/js/(.*/)?[^/]*[.]js$')`,
    sql`requester_type = 'user'`,
  ),
  archives: sql`regexp_like(key, ${ARCHIVE})`,
}

const WORDS = {
  'ransom notes': {
    one: 'object that is named like a ransom note was',
    many: 'objects that are named like ransom notes were',
    level: 'high',
    why: 'Extortionists leave a note like this beside what they encrypted or deleted.',
  },
  'scripts of a website': {
    one: 'script of a website was',
    many: 'scripts of a website were',
    level: 'high',
    why: 'A person, not a deployment, changed scripts that the visitors of a website run.',
  },
  archives: {
    one: 'archive was',
    many: 'archives were',
    level: 'low',
    why: 'Data is packed into archives before it is taken away; most archives are ordinary work.',
  },
} as const

const NOTES = {
  'ransom notes':
    'Judged by the name alone. Look at one of them, and ask what else its uploader wrote and deleted.',
  'scripts of a website':
    'A user is an IAM user; what roles upload is left out, because deployments run as roles.',
  archives: 'Judged by the name alone. Ask who reads them next, and from where.',
} as const

export default suspectRequests({
  title: 'Suspicious file names',
  answers: 'Was something uploaded whose name tells of an attack?',
  words: ['ransom note', 'defacement', 'javascript', 'upload', 'malware', 'skimmer'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have every upload; CloudTrail has them only where data events are on.',
  blind: { cloudtrail: 'CloudTrail has uploads only where the trail records data events for this bucket.' },
  presets: {
    'ransom-note-upload': {
      title: 'Ransom notes',
      answers: 'Was a ransom note left in the bucket?',
      words: ['ransom', 'ransomware', 'how to decrypt', 'note'],
      parameters: { kind: 'ransom notes' },
    },
    'static-site-js-upload': {
      title: 'Scripts of a website uploaded by a person',
      answers: 'Did a user, not a deployment, upload scripts of a website?',
      words: ['javascript', 'static site', 'skimmer', 'magecart', 'supply chain'],
      parameters: { kind: 'scripts of a website' },
    },
    'archive-upload': {
      title: 'Archives uploaded',
      answers: 'Which archives, such as zip or tar files, were uploaded?',
      words: ['zip', 'tar', 'archive', 'staging', 'packed data'],
      parameters: { kind: 'archives' },
    },
  },
  parameters: z.object({
    kind: z
      .enum(['ransom notes', 'scripts of a website', 'archives'])
      .default('ransom notes')
      .describe('What to look for.')
      .meta({ title: 'Look for' }),
    alsoNamed: typedLine
      .optional()
      .describe('Further parts of names that count, in any case.')
      .meta({ title: 'Also named', placeholder: 'lockbit, .crypt' }),
    requester: requesterFilter,
  }),
  own: {},
  shown: 'event_time key requester remote_ip operation user_agent',
  from({ kind, alsoNamed, requester }) {
    const named = join([KINDS[kind], ...items(alsoNamed).map(hasInName)], ') OR (')
    return sql`FROM events WHERE ${all(sql`action IN ('write', 'copy')`, succeeded, sql`((${named}))`, requesterHas(requester))}`
  },
  found: (requests, { bucket }, { kind }) =>
    `${counted(requests, WORDS[kind].one, WORDS[kind].many)} put into ${bucket}`,
  nothing: ({ bucket }, { kind }) => `No upload of ${kind} to ${bucket} is in the logs of this window.`,
  severity: (_, { kind }) => ({ level: WORDS[kind].level, why: WORDS[kind].why }),
  notes: (_, __, { kind }) => [NOTES[kind]],
})

const hasInName = (part: string): Sql =>
  sql`lower(key) LIKE ${`%${likePrefix(part.toLowerCase())}`} ESCAPE '\'`
