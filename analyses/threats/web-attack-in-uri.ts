import * as z from 'zod'
import { all, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { totalOf } from '../lib/shared/request-list.ts'
import { join, sql, type Sql } from '../lib/sql/sql.ts'
import { suspectRequests } from '../lib/shared/suspect-requests.ts'
import { counted } from '../lib/words.ts'

/**
 * What attackers write into addresses, as it stands in a request line or percent-encoded; the first that
 * fits names the request.
 */
const ATTACKS = {
  'path traversal': '[.][.](/|%2f|%5c)|%2e%2e(/|%2f|%5c)|etc(/|%2f)passwd',
  'JNDI lookup': '([$]|%24)([{]|%7b)(jndi|.{0,40}lower)',
  'PHP code': '(<|%3c)([?]|%3f)php|php(:|%3a)//|allow_url_include',
  'SQL injection':
    "union([+ ]|%20)+(all([+ ]|%20)+)?select|('|%27)([+ ]|%20)*or([+ ]|%20)*('|%27|[0-9])|information_schema|sleep([(]|%28)[0-9]",
  scripting: '(<|%3c)script|(<|%3c)img[^>]{0,200}onerror|javascript(:|%3a)',
  'files of a server': '/([.]git/|[.]env|[.]svn/|wp-login|wp-admin|cgi-bin/|phpmyadmin|[.]htaccess)',
} as const

const text = sql`lower(concat_ws(' ', request_uri, referrer))`
const hasKind = (kind: keyof typeof ATTACKS): Sql => sql`regexp_like(${text}, ${ATTACKS[kind]})`
const KINDS = [
  'path traversal',
  'JNDI lookup',
  'PHP code',
  'SQL injection',
  'scripting',
  'files of a server',
] as const
const kindOf = sql`CASE ${join(
  KINDS.map(kind => sql`WHEN ${hasKind(kind)} THEN ${kind}`),
  ' ',
)} END`

export default suspectRequests({
  title: 'Web attacks in addresses',
  answers: 'Did anyone try web attacks, such as path traversal or injection, on this bucket?',
  words: ['path traversal', 'sql injection', 'log4shell', 'jndi', 'xss', 'scanner', 'exploit', 'web attack'],
  reads: ['access-log'],
  why: 'Only access logs have the address that was asked for, and the referrer.',
  blind: {},
  parameters: z.object({
    kind: z
      .enum(['any', ...KINDS])
      .default('any')
      .describe('Which attack to look for.')
      .meta({ title: 'Attack' }),
    requester: requesterFilter,
  }),
  own: { attack: sql`${kindOf} AS attack` },
  shown: 'event_time attack remote_ip requester request_uri status',
  from({ kind, requester }) {
    const attacks = kind === 'any' ? sql`${kindOf} IS NOT NULL` : sql`${kindOf} = ${kind}`
    return sql`FROM events WHERE ${all(attacks, requesterHas(requester))}`
  },
  found: (requests, { bucket }) =>
    `${counted(requests, 'request')} to ${bucket} ${requests === 1 ? 'carries' : 'carry'} what web attacks are made of`,
  nothing: ({ bucket }) => `No request to ${bucket} carries a known web attack in this window.`,
  severity: results =>
    totalOf(results, 'succeeded') > 0
      ? { level: 'medium', why: 'Some of them were answered: see what they were given.' }
      : { level: 'low', why: 'None of them was given anything.' },
  notes: () => [
    'S3 runs no code, so such requests find files at most; they tell who looks for weak places, often in a website before the bucket.',
  ],
})
