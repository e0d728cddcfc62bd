import type { ResultColumn, Row } from '../../../../analyses/lib/analysis.ts'
import { columnsOf } from '../../../../analyses/lib/analysis.ts'
import { chartBlock } from '../../../../bot/answer/chart/chart.ts'
import { feedbackMessage } from '../../../../bot/follow-up/feedback-message.ts'
import { plainer } from '../../../../bot/slack/plainer.ts'
import { investigationMessage, recentMessage } from '../../../../bot/follow-up/records-message.ts'
import { reply } from '../../../../bot/answer/answer.ts'
import { sharedMessage } from '../../../../bot/follow-up/shared-message.ts'
import { sqlView } from '../../../../bot/answer/sql.ts'
import { tableBlock } from '../../../../bot/answer/table.ts'
import { feedbackView } from '../../../../bot/follow-up/feedback.ts'
import { shareView } from '../../../../bot/follow-up/share.ts'
import { analysisOf } from '../../../../bot/model/analysis-asked.ts'
import { HOSTILE, HOSTILE_KEYS, HOSTILE_REQUESTER, LONG_KEYS } from './hostile.ts'
import * as some from './investigations.ts'
import { type State, statesOf, unwritten } from './state.ts'

/** Answers, and all that leads on from one. */

const { NOW, answered, closed, deletion, deletions, readOut, withAnswer } = some

const { totals: [noTotals = {}] = [] } = deletions(0, { refused: '0', requesters: '0' })
const nothing = withAnswer(some.answerOf(readOut(), [], { totals: [noTotals] }, 0))

const hostileRows = HOSTILE_KEYS.map((key, n) =>
  deletion(n, { key, requester: HOSTILE_REQUESTER, remote_ip: '<!here>', kind: '`deleted`' }),
)
const hostile = withAnswer(
  some.answerOf(
    readOut(),
    hostileRows,
    deletions(10, {
      requester: HOSTILE_REQUESTER,
      remote_ip: '<!here>',
      first_key: `${HOSTILE}/a`,
      last_key: `${HOSTILE}/b`,
    }),
  ),
  readOut([some.LOG], [{ ...some.COVERAGE, unparsed: 12, samples: HOSTILE_KEYS.slice(0, 3) }]),
)

const longRows = LONG_KEYS.map((key, n) => deletion(n, { key, requester: 'x'.repeat(3000) }))
const long = withAnswer({
  ...some.answerOf(
    readOut(),
    longRows,
    deletions(10_000, {
      requester: 'r'.repeat(3000),
      first_key: `${'k'.repeat(3000)}/a`,
      last_key: `${'k'.repeat(3000)}/b`,
    }),
    10_000,
  ),
  notes: Array.from({ length: 12 }, (_, n) => `${n} ${'n'.repeat(2500)}`),
})
const longWide = withAnswer({
  ...long.query!.answer!,
  rows: Array.from({ length: 20 }, (_, n) =>
    deletion(n, {
      key: '👩‍💻🔥'.repeat(500),
      requester: '🔥'.repeat(1000),
      remote_ip: '🔥'.repeat(300),
      kind: '🔥'.repeat(300),
    }),
  ),
})

const severe = (level: 'critical' | 'high' | 'medium' | 'low') =>
  withAnswer({
    ...answered().query!.answer!,
    severity: { level, why: 'Anyone on the internet could read the listing.' },
    next: [
      {
        analysis: 'object-history',
        parameters: { key: 'a' },
        label: 'What else did role nightly-cleanup do?',
      },
      { analysis: 'access-denied', parameters: {}, label: HOSTILE },
      { analysis: 'top-requesters', parameters: {}, label: '🔥'.repeat(200) },
    ],
  })

const bothLogs = withAnswer(
  { ...answered().query!.answer!, joined: { both: 9_876, accessLog: 124, cloudTrail: 3 } },
  {
    ...readOut([some.LOG, some.TRAIL], [some.COVERAGE, { ...some.COVERAGE, log: 'cloudtrail' }]),
    request: { ...some.REQUEST, logs: 'both' },
  },
)

const oneLogMissing = {
  ...bothLogs,
  plan: {
    ...bothLogs.plan!,
    logs: [some.LOG],
    missing: [{ log: 'cloudtrail' as const, code: 'no-trail', detail: { bucket: 'media-prod' } }],
  },
}

const followUp = { ...answered(), follows: 'fedcba9876543210' }

const recentlyEnded = withAnswer(answered().query!.answer!, {
  ...readOut([{ ...some.LOG, archived: 40 }], [{ ...some.COVERAGE, unparsed: 2, samples: ['no record'] }]),
})

const chart = (kind: 'bar' | 'line', points: number, series: number) => ({
  kind,
  title: HOSTILE,
  categories: Array.from({ length: points }, (_, n) => HOSTILE_KEYS[n] ?? `category ${n} of a long name`),
  series: Array.from({ length: series }, (_, n) => ({
    name: HOSTILE_KEYS[n] ?? `arn:aws:iam::111122223333:user/${n}`,
    values: Array.from({ length: points }, (_, point) => point * n),
  })),
})
const charted = withAnswer({
  ...answered().query!.answer!,
  charts: [chart('bar', 60, 30), chart('line', 20, 12)],
})

const sharedLink = 'https://example-corp.slack.com/archives/C0INCIDENTS/p1763726400000100'
const page = (from: number) => ({
  from,
  rows: Array.from({ length: 10 }, (_, n) => deletion(from + n)),
})

const columns = columnsOf(analysisOf(answered()), {})

const lists: State[] = statesOf(recentMessage, {
  'list, nothing': [[], { of: 'mine', hasMore: false, days: 30, now: NOW }],
  'list, one of each': [
    [
      some.announced(),
      closed(answered()),
      closed(some.withProblem('too-large', { bytes: '900 GB', objects: '12', limit: '500 GB' })),
    ].map(some.listed),
    { of: '', hasMore: false, days: 30, now: NOW },
  ],
  'list, where s3audit is not': [
    [some.listed(closed(some.withProblem('not-in-channel', { channel: 'C0RANDOM' })))],
    { of: 'mine', hasMore: false, days: 30, now: NOW },
  ],
  'list, more than are shown, hostile': [
    Array.from({ length: 10 }, () =>
      some.listed({ ...closed(hostile), request: { ...some.REQUEST, bucket: HOSTILE } }),
    ),
    { of: HOSTILE, hasMore: true, days: 30, now: NOW },
  ],
  'list, as long as can be': [
    Array.from({ length: 10 }, () => some.listed(closed(long))),
    { of: 'b'.repeat(3000), hasMore: false, days: 30, now: NOW },
  ],
})

/** As somebody of that locale and zone asked it. */
const by = (locale: string, timeZone: string) => {
  const asker = { ...some.REQUEST.asker, locale, timeZone }
  const investigation = { ...readOut(), request: { ...some.REQUEST, asker } }
  return answered(investigation)
}

export const ANSWERS: State[] = [
  ...statesOf(reply, {
    'answer, nothing found': [nothing],
    'answer, 10 of 10,000 rows': [answered()],
    'answer, last rows of 10,000': [answered(), page(9_990)],
    'answer, middle rows of 10,000': [answered(), page(5_000)],
    'answer, one row': [withAnswer(some.answerOf(readOut(), [deletion(1)], deletions(1)))],
    'answer, hostile': [hostile],
    'answer, as long as can be': [long],
    'answer, 20 wide rows of emoji': [longWide],
    'answer, critical': [severe('critical')],
    'answer, low': [severe('low')],
    'answer, both logs': [bothLogs],
    'answer, one log missing': [oneLogMissing],
    'answer, follow-up': [followUp],
    'answer, by a German': [by('de-DE', 'Europe/Vienna')],
    'answer, by a Briton': [by('en-GB', 'Europe/London')],
    'answer, by a Japanese': [by('ja-JP', 'Asia/Tokyo')],
    'answer, by somebody of an unknown locale': [by('no such', 'America/New_York')],
    'answer, archived and unreadable log objects': [recentlyEnded],
    'answer, charts too large and hostile': [charted],
  }),
  ...lists,
  ...statesOf(investigationMessage, {
    'shown, running': [some.reading()],
    'shown, answered': [closed(answered())],
    'shown, problem': [closed(some.withProblem('logging-off', { bucket: 'media-prod', cloudtrail: 'yes' }))],
    'shown, closed without an answer': [closed(some.announced())],
  }),
  ...statesOf(sharedMessage, {
    shared: [closed(answered()), { user: 'U0ADA', link: sharedLink }],
    'shared, other organizations read along': [
      closed(answered()),
      { user: 'U0ADA', link: sharedLink, isExternal: true },
    ],
    'shared, thread gone, hostile': [closed(hostile), { user: 'U0ADA', link: undefined }],
    'shared, as long as can be': [closed(long), { user: 'U0ADA', link: `${sharedLink}?${'x'.repeat(900)}` }],
  }),
  ...statesOf(feedbackMessage, {
    'feedback, for those who run s3audit': [
      closed(answered()),
      { user: 'U0ADA', text: 'We deleted these on Monday.\n\nThey are missing.', link: sharedLink },
    ],
    'feedback, hostile': [closed(hostile), { user: 'U0ADA', text: HOSTILE, link: undefined }],
    'feedback, as long as can be': [
      closed(long),
      { user: 'U0ADA', text: '<>&\n'.repeat(500), link: sharedLink },
    ],
  }),
  ...statesOf(sqlView, {
    'SQL, nothing asked yet': [some.announced()],
    'SQL, answered': [answered()],
    'SQL, hostile': [
      { ...answered(), query: { ...answered().query!, runs: { rows: { sql: HOSTILE, attempt: 0 } } } },
    ],
  }),
  ...unwritten(
    statesOf(sqlView, {
      'SQL, as long as can be': [
        {
          ...answered(),
          query: {
            ...answered().query!,
            runs: Object.fromEntries(
              Array.from({ length: 60 }, (_, n) => [
                `statement ${n}`,
                { sql: `${HOSTILE}\n`.repeat(100), attempt: 0 },
              ]),
            ),
          },
        },
      ],
    }),
  ),
  ...statesOf(shareView, { 'share, window': [JSON.stringify({ id: '0123456789abcdef' })] }),
  ...statesOf(feedbackView, { 'feedback, window': [JSON.stringify({ id: '0123456789abcdef' })] }),
  // What Slack takes where it refuses the blocks of an answer.
  ...plainer(reply(answered()))
    .slice(1)
    .map((content, n) => ({ name: `answer, plainer ${n + 1}`, of: plainer, content })),
  ...plainer(reply(long))
    .slice(1)
    .map((content, n) => ({ name: `answer, as long as can be, plainer ${n + 1}`, of: plainer, content })),
  ...statesOf(
    (columns: readonly ResultColumn[], rows: readonly Row[]) => ({
      text: 'table',
      blocks: [tableBlock(columns, rows, {})],
    }),
    {
      'table, every kind of cell, NULLs': [
        columns.map(column => ({ ...column, shown: true })),
        [deletion(1), deletion(2, Object.fromEntries(columns.map(({ name }) => [name, null])))],
      ],
    },
  ).map(state => ({ ...state, of: tableBlock })),
  {
    name: 'chart, one point',
    of: chartBlock,
    content: { text: 'chart', blocks: [chartBlock(chart('bar', 1, 1))] },
  },
]
