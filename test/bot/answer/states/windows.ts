import { S3Client } from '@aws-sdk/client-s3'
import { questions as catalogue } from '../../../../analyses/lib/catalogue/named.ts'
import { memberAccounts } from '../../../../bot/aws/member-accounts.ts'
import { logsFrom } from '../../../../bot/aws/logs.ts'
import type { Check, Judged } from '../../../../bot/model/check.ts'
import { csvMessage } from '../../../../bot/answer/csv.ts'
import { checkMessage, fixView, scriptMessage } from '../../../../bot/check/view.ts'
import { homeView, listedView } from '../../../../bot/home/view.ts'
import { noticeView } from '../../../../bot/slack/notice.ts'
import { usesMessage } from '../../../../bot/audit/view.ts'
import { formView } from '../../../../bot/ask/form.ts'
import { helpMessage, mistakesMessage, questionHelp } from '../../../../bot/ask/help.ts'
import { textMessage } from '../../../../bot/slack/message.ts'
import { parseCommand } from '../../../../bot/ask/grammar/command.ts'
import type { Access } from '../../../../bot/access/access.ts'
import { refuse } from '../../../../bot/access/refusal.ts'
import { rules, access } from '../../access/rules.ts'
import { HOSTILE, HOSTILE_KEYS } from './hostile.ts'
import * as some from './investigations.ts'
import { type State, statesOf, unwritten } from './state.ts'
import { running as watch } from './watching.ts'

/** Questions and their first replies, the home, checks and the audit log. */

const { NOW } = some

const auditIn =
  (timeZone: string) =>
  (page: Parameters<typeof usesMessage>[0], wanted: Parameters<typeof usesMessage>[1]) =>
    usesMessage(page, wanted, { timeZone })

const LEVELS = ['critical', 'high', 'medium', 'low'] as const
const finding = (n: number, text = 'The bucket policy lets anyone read.') => ({
  check: `check-${n}`,
  level: LEVELS[n % 4] ?? 'low',
  what: text,
  why: `Whoever asks what happened has no record of it. ${text}`,
})
const judged = (bucket: string, findings: number, text?: string): Judged => ({
  bucket,
  outlook: {
    accessLogs: findings > 0 ? 'no' : 'yes',
    reads: findings > 2 ? 'none' : 'all',
    writes: findings > 2 ? 'none' : 'all',
  },
  findings: Array.from({ length: findings }, (_, n) => finding(n, text)),
  well: ['Logs are kept for a year.', 'Versioning is on.'],
})
const check = (of: Check['of'], all: readonly Judged[] | undefined): Check => ({
  id: 'check-0123456789abcdef',
  schema: 1,
  version: 1,
  createdAt: NOW.toISOString(),
  channel: 'C0INCIDENTS',
  asker: { user: 'U0ADA' },
  of,
  buckets: (all ?? []).map(({ bucket }) => bucket),
  announcement: {},
  reply: {},
  result: {
    doneAt: NOW.toISOString(),
    ...(all && { judged: [...all], files: { fixes: 'fixes.json', script: 'commands.sh' } }),
  },
})

const fix = {
  words: 'Add this statement to the policy of the log bucket.',
  commands: 'aws s3api put-bucket-policy --bucket my-logs --policy file://policy.json',
  document: '{\n  "Effect": "Allow"\n}',
  template: 'Bucket:\n  Type: AWS::S3::Bucket',
}

const S3 = new S3Client({
  region: 'eu-west-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
})
const places = {
  logs: logsFrom(S3, 's3audit-workspace', memberAccounts([], undefined)),
  workspace: 's3audit-workspace',
}
const csvOf = (bucket: string) => {
  const { query, ...rest } = some.answered()
  const rows = { ...query!.runs.rows!, outputLocation: 's3://s3audit-workspace/results/q1.csv' }
  return csvMessage(
    { ...rest, request: { ...rest.request, bucket }, query: { ...query!, runs: { rows } } },
    places,
  )
}

const use = {
  usedAt: '2026-11-21T11:59:58.123Z#1',
  user: 'U0ADA',
  channel: 'C0INCIDENTS',
  surface: 'command',
  bucket: 'media-prod',
  analysis: 'object-deletion',
  investigation: '0123456789abcdef',
  allowed: true,
  rule: 'default',
}
const hostileUse = {
  ...use,
  bucket: HOSTILE,
  analysis: HOSTILE,
  surface: HOSTILE,
  rule: HOSTILE,
  channel: 'D0ADA',
  allowed: false,
  refusedFor: 'bucket',
}
const FROM = { from: '2026-11-14T12:00:00.000Z' }

const favourite = {
  id: 'f1',
  analysis: 'object-deletion',
  bucket: 'media-prod',
  parameters: { prefix: 'exports/', markersOnly: true },
  logs: 'auto' as const,
  seconds: 86_400,
}
const rule = (name: string, more = {}) => ({
  name,
  channels: ['C0INCIDENTS'],
  buckets: ['media-prod'],
  analyses: 'all' as const,
  ...more,
})
const NOTHING = {
  running: [],
  recent: [],
  favourites: [],
  watches: [],
  access: { ...access, holding: [] },
  now: NOW,
}
const many = <Item>(n: number, item: Item): Item[] => Array.from({ length: n }, () => item)
const hostileListed = some.listed(
  some.closed({ ...some.answered(), request: { ...some.REQUEST, bucket: HOSTILE } }),
)

const FORM = { catalogue, buckets: ['media-prod', 'invoices'], channel: 'C0INCIDENTS', now: NOW }
const typed = (text: string): State['content'] => {
  const parsed = parseCommand(text, rules)
  if (parsed.kind !== 'mistakes') throw new Error(`No mistake in ${text}`)
  return mistakesMessage(text, parsed.mistakes, parsed.suggestions)
}
const mistakes = (texts: Record<string, string>): State[] =>
  Object.entries(texts).map(([name, text]) => ({ name, of: mistakesMessage, content: typed(text) }))

const nobody = { ...access, holding: [] }
const others = rule(HOSTILE, {
  channels: ['C0SUPPORT'],
  groups: ['S0ONCALL', 'S0DATA'],
  buckets: ['invoices-*'],
})
type Refused = Access['refused'][number]
const over = (standing: Refused['standing']): Access => ({ ...nobody, refused: [{ rule: others, standing }] })
const doubtful = (of: 'account' | 'group' | 'channel', id: string, why: string, isLasting = true): Access =>
  over({ is: 'unsure', of, id, why, isLasting })
const refusals = statesOf((...args: Parameters<typeof refuse>) => textMessage([[refuse(...args).refusal]]), {
  'refused, nothing is allowed': [{ ...nobody, policy: { ...access.policy, channels: [] } }, {}],
  'refused, in this channel': [over({ is: 'elsewhere' }), { bucket: 'invoices-1' }],
  'refused, not this person': [over({ is: 'others' }), {}],
  'refused, no member of the channel': [over({ is: 'absent' }), {}],
  'refused, no member of any channel, in a direct message': [
    { ...over({ is: 'absent' }), channel: 'D0ADA' },
    {},
  ],
  'refused, a guest': [over({ is: 'kept-out', kind: 'guest' }), {}],
  'refused, of another organization': [over({ is: 'kept-out', kind: 'external' }), {}],
  'refused, a guest where others may ask this': [
    {
      ...access,
      holding: [rule('some', { buckets: ['media-prod'] })],
      refused: [{ rule: others, standing: { is: 'kept-out', kind: 'guest' } }],
    },
    { bucket: 'invoices-1' },
  ],
  'refused, Slack does not tell who': [doubtful('group', 'S0ONCALL', 'missing_scope'), {}],
  'refused, Slack does not tell whether it is a guest': [doubtful('account', 'U0ADA', 'user_not_found'), {}],
  'refused, Slack is silent about the channel': [
    doubtful('channel', 'C0SUPPORT', 'no answer in time', false),
    {},
  ],
  'refused, the app lacks the scopes': [doubtful('channel', 'C0SUPPORT', 'missing_scope'), {}],
  'refused, s3audit is not in the channel': [doubtful('channel', 'C0SUPPORT', 'channel_not_found'), {}],
  'refused, not this bucket': [access, { bucket: 'media-prd' }],
  'refused, bucket hostile': [access, { bucket: HOSTILE }],
  'refused, not this question': [
    { ...access, holding: [rule('some', { analyses: ['access-denied'] })] },
    { bucket: 'media-prod', analysis: 'object-deletion' },
  ],
}).map(state => ({ ...state, of: refuse }))

export const WINDOWS: State[] = [
  ...statesOf(checkMessage, {
    'check, one bucket, all is well': [check('one', [judged('media-prod', 0)])],
    'check, one bucket': [check('one', [judged('media-prod', 5)])],
    'check, one bucket, hostile': [check('one', [judged(HOSTILE, 3, HOSTILE)])],
    'check, one bucket, as long as can be': [check('one', [judged('b'.repeat(255), 60, '<'.repeat(3000))])],
    'check, many buckets': [check('all', [judged('a', 0), judged('b', 1), judged('c', 4)])],
    'check, 300 buckets': [
      check(
        'all',
        Array.from({ length: 300 }, (_, n) => judged(`bucket-with-a-rather-long-name-${n}`, n % 5)),
      ),
    ],
    'check, could not be finished': [check('all', undefined)],
    'check, told in a direct message': [check('one', [judged('media-prod', 1)]), { missed: 'C0RANDOM' }],
    'check, in a channel of two organizations': [
      check('one', [judged('media-prod', 1)]),
      { isExternal: true },
    ],
  }),
  ...statesOf(fixView, {
    fix: [{ ...finding(0), fix }],
    'fix, hostile': [{ ...finding(0, HOSTILE), fix: { words: HOSTILE, commands: HOSTILE } }],
  }),
  ...unwritten(
    statesOf(fixView, {
      'fix, as long as can be': [
        { ...finding(0, 'x'.repeat(5000)), fix: { words: '<'.repeat(5000), commands: 'c'.repeat(300_000) } },
      ],
    }),
  ),
  ...statesOf(scriptMessage, {
    'check, commands': ['check-0123456789abcdef', 'https://example.com/commands.sh', 15],
  }),
  ...statesOf(homeView, {
    'home, the first time': [NOTHING],
    home: [
      {
        ...NOTHING,
        running: [some.listed(some.reading())],
        recent: [
          some.listed(some.closed(some.answered())),
          some.listed(some.closed(some.withProblem('cancelled'))),
          some.listed(some.closed(some.withProblem('not-in-channel', { channel: 'C0RANDOM' }))),
        ],
        favourites: [favourite],
        watches: [watch],
        access: {
          ...access,
          holding: [
            rule('default'),
            rule('some', { buckets: ['invoices'], analyses: ['access-denied', 'Threats'] }),
          ],
        },
      },
    ],
    'home, full and hostile': [
      {
        ...NOTHING,
        running: many(30, hostileListed),
        recent: many(30, hostileListed),
        favourites: many(10, {
          ...favourite,
          bucket: HOSTILE,
          parameters: { prefix: HOSTILE, requester: 'k'.repeat(3000) },
        }),
        watches: many(20, watch),
        access: {
          ...access,
          holding: Array.from({ length: 80 }, (_, n) =>
            rule('x', { channels: [`C0INCIDENTS${n}`], buckets: many(300, 'b'.repeat(63)) }),
          ),
        },
      },
    ],
  }),
  ...statesOf(
    (...args: Parameters<typeof listedView>) => ({
      ...noticeView('Investigation', ' '),
      blocks: listedView(...args),
    }),
    {
      'home, one investigation': [
        some.listed(some.closed(some.answered())),
        'https://example-corp.slack.com/archives/C0INCIDENTS/p1',
        NOW,
      ],
      'home, one investigation without a thread, hostile': [hostileListed, undefined, NOW],
    },
  ).map(state => ({ ...state, of: listedView })),
  ...statesOf(noticeView, {
    notice: ['No object found', 'This message names no object.'],
    'notice, as long as can be': ['t'.repeat(100), '🔥'.repeat(3000)],
  }),
  ...statesOf(auditIn('Europe/Vienna'), {
    'audit, for a reader elsewhere': [{ uses: [use], older: undefined }, FROM],
    'audit of a stretch of time, for a reader elsewhere': [
      { uses: [use], older: undefined },
      { ...FROM, to: '2026-11-21T00:00:00Z' },
    ],
  }),
  ...statesOf(auditIn('UTC'), {
    audit: [{ uses: [use, { ...use, allowed: false, refusedFor: 'analysis' }], older: undefined }, FROM],
    'audit, nothing on record': [
      { uses: [], older: undefined },
      { ...FROM, user: 'U0ADA' },
    ],
    'audit, nothing found yet': [
      { uses: [], older: 'x' },
      { ...FROM, bucket: 'media-prod' },
    ],
    'audit, hostile, with older ones': [
      { uses: many(10, hostileUse), older: `2026-11-20T00:00:00.000Z#${'x'.repeat(20)}` },
      { ...FROM, name: HOSTILE, to: '2026-11-21T00:00:00.000Z' },
    ],
  }).map(state => ({ ...state, of: usesMessage })),
  ...statesOf(formView, {
    'form, empty': [{ parameters: {} }, FORM],
    'form, with a question': [{ question: 'object-deletion', bucket: 'media-prod', parameters: {} }, FORM],
    'form, from and to': [
      { question: 'object-history', bucket: 'media-prod', time: { kind: 'range' }, parameters: { key: 'a' } },
      FORM,
    ],
    'form, from the home, many buckets': [
      { parameters: {} },
      {
        ...FORM,
        channel: undefined,
        asksChannel: true,
        buckets: Array.from({ length: 300 }, (_, n) => `b${n}`),
      },
    ],
    'form, no bucket known': [
      { parameters: {}, bucket: HOSTILE },
      { ...FORM, buckets: [] },
    ],
    'form, hostile': [
      {
        question: 'object-history',
        bucket: HOSTILE,
        time: { kind: 'range' },
        parameters: { key: `${HOSTILE}${'k'.repeat(3000)}`, prefix: HOSTILE },
      },
      { ...FORM, buckets: [HOSTILE, 'b'.repeat(255)], recent: { buckets: [HOSTILE], questions: [] } },
    ],
  }),
  ...Object.entries(catalogue).map(([id]) => ({
    name: `form of ${id}`,
    of: formView,
    // Only what Slack would refuse is looked for: one file of all would tell nobody anything.
    unwritten: true,
    content: formView({ question: id, bucket: 'media-prod', time: { kind: 'range' }, parameters: {} }, FORM),
  })),
  ...Object.entries(catalogue).map(([id, analysis]) => ({
    name: `help of ${id}`,
    of: questionHelp,
    unwritten: true,
    content: questionHelp(id, analysis),
  })),
  ...statesOf(helpMessage, { help: [catalogue, 'media-prod'] }),
  ...statesOf(questionHelp, {
    'help, one question': ['object-deletion', catalogue['object-deletion']!, 'media-prod'],
  }),
  ...mistakes({
    'mistake, no such question': 'deletoins media-prod 24h now',
    'mistake, everything at once': 'frobnicate nobucket 25:99 wrong:value logs:x now',
    'mistake, hostile': `${HOSTILE_KEYS.join(' ').replaceAll(/[\r\n]/g, ' ')} now`,
    'mistake, as long as can be': `deletions ${'b'.repeat(3000)} key:${'k'.repeat(3000)} now`,
  }),
  ...refusals,
  { name: 'CSV', of: csvMessage, content: csvOf('media-prod') },
  { name: 'CSV, hostile', of: csvMessage, content: csvOf(HOSTILE) },
  { name: 'CSV, no answer yet', of: csvMessage, content: csvMessage(some.announced(), places) },
]
