import { z } from 'zod'
import { defineAnalysis, type Example, type Severity } from './lib/analysis.ts'
import { accountList, all, items, keyBegins, keyPrefix, principal, succeeded } from './lib/fragments.ts'
import { ranking, RANKING_COLUMNS, rankingCharts } from './lib/ranking.ts'
import { totalOf, whatElseDid } from './lib/request-list.ts'
import { writes } from './lib/requests.ts'
import { logLine, trailEvent } from './lib/sample-lines.ts'
import { sql } from './lib/sql.ts'
import { bytes, count, counted, numberOf, requesterName, span } from './lib/words.ts'

const severityOf = (written: number, requests: number): Severity | undefined => {
  if (written > 0)
    return { level: 'high', why: 'Somebody who is not of your accounts could write to the bucket.' }
  return requests > 0
    ? {
        level: 'low',
        why: 'Another account uses the bucket; that is often meant, and then belongs on a list.',
      }
    : undefined
}

export default defineAnalysis({
  title: 'Access from other accounts',
  answers: 'Which principals of other accounts use this bucket, and for what?',
  group: 'Who accesses',
  words: ['cross-account', 'external account', 'other account', 'third party', 'outside'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have every request; CloudTrail has object requests only where data events are on, but also the bucket’s own account.',
  blind: {
    'access-log': 'Access logs name some requesters by a canonical id only, which tells no account.',
    cloudtrail: 'CloudTrail has object requests only where the trail records data events for this bucket.',
  },
  presets: {
    'unauthorised-write': {
      title: 'Writes by unknown accounts',
      answers: 'Did anybody write to this bucket who is not of our own accounts?',
      words: ['unauthorized write', 'foreign upload', 'unknown account', 'unauthorised'],
      parameters: { only: 'writes' },
    },
  },
  parameters: z.object({
    accounts: accountList,
    only: z
      .enum(['everything', 'writes'])
      .default('everything')
      .describe(
        'All requests of other accounts, or only successful writes, also by those whose account is not known.',
      )
      .meta({ title: 'Show' }),
    prefix: keyPrefix,
  }),
  columns: [
    { name: 'requester', title: 'Requester', kind: 'text', shown: true },
    { name: 'account', title: 'Account', kind: 'text', shown: true },
    ...RANKING_COLUMNS.filter(({ name }) => name !== 'requesters'),
    { name: 'writes', title: 'Writes', kind: 'number', shown: true },
    { name: 'main_operation', title: 'For example', kind: 'text' },
    { name: 'example_address', title: 'An address', kind: 'text' },
  ],
  statements({ accounts, only, prefix }, { settings }) {
    const own = accounts ? items(accounts) : settings.ownAccounts
    const isOwn = sql`(${own.length > 0 ? sql`requester_account IN ${own} OR ` : sql``}coalesce(requester_account = recipient_account, FALSE))`
    const foreign = sql`requester_account IS NOT NULL AND NOT ${isOwn}`
    const unknown = sql`(requester_account IS NULL OR NOT ${isOwn}) AND ${writes} AND ${succeeded}`
    const asked = all(sql`requester_type <> 'service'`, keyBegins(prefix))
    const from = sql`FROM events WHERE ${asked} AND ${only === 'writes' ? unknown : foreign}`
    const { rows, order, aggregates } = ranking(
      'requester',
      principal,
      from,
      sql`, max(requester_account) AS account, count_if(${writes} AND ${succeeded}) AS writes, min(operation) AS main_operation, min(remote_ip) AS example_address`,
    )
    return {
      rows,
      order,
      aggregates: {
        ...aggregates,
        accounts: sql`SELECT count(DISTINCT requester_account) AS accounts, count_if(${writes} AND ${succeeded}) AS writes ${from}`,
        unknown: sql`SELECT count(*) AS requests FROM events WHERE ${asked} AND requester_type = 'canonical-id'`,
      },
    }
  },
  summarise(results, { bucket, settings }, { accounts, only }) {
    const requests = totalOf(results, 'requests')
    const [totals, top] = [results.aggregates.totals?.[0], results.aggregates.top?.[0]]
    const others = results.aggregates.accounts?.[0]
    const canonical = numberOf(results.aggregates.unknown?.[0], 'requests')
    const isTold = accounts !== undefined || settings.ownAccounts.length > 0
    const written = numberOf(others, 'writes')
    const what = only === 'writes' ? 'write' : 'request'
    return {
      headline:
        requests === 0
          ? `No ${what} to ${bucket} in this window was by ${only === 'writes' ? 'anybody but your own accounts' : 'another account'}.`
          : `${counted(requests, what)} to ${bucket} by ${counted(numberOf(totals, 'groups'), 'requester')} ${only === 'writes' ? 'not known to be of your accounts' : `of ${counted(numberOf(others, 'accounts'), 'other account')}`}; most by ${requesterName(top?.name ?? '')}${span(top?.first_seen, top?.last_seen)}.`,
      severity: isTold ? severityOf(written, requests) : undefined,
      figures: [
        { label: 'Requests', value: count(requests) },
        { label: 'Errors', value: count(numberOf(totals, 'errors')) },
        { label: 'Accounts', value: count(numberOf(others, 'accounts')) },
        { label: 'Writes', value: count(written) },
        { label: 'Bytes sent', value: bytes(numberOf(totals, 'bytes_sent')) },
        { label: 'By canonical ids', value: count(canonical) },
      ],
      charts: rankingCharts('Requests by requester', results, requesterName),
      notes: [
        ...(isTold
          ? []
          : [
              'Nobody said which accounts are your own, so each account but the bucket’s, where a log names it, counts as another. Name them in the form, or in the settings as ownAccounts.',
            ]),
        ...(canonical > 0
          ? [
              `${counted(canonical, 'request')} had a canonical id for a requester, which tells no account; ask CloudTrail for them.`,
            ]
          : []),
        'Services of AWS that act for somebody are left out.',
      ],
      next: whatElseDid(top?.name),
    }
  },
})

const of = (account: string, name = 'eve') => `arn:aws:iam::${account}:user/${name}`
const get = { operation: 'REST.GET.OBJECT', key: 'a' }
const put = { operation: 'REST.PUT.OBJECT', key: 'a' }
const OWN = { ownAccounts: ['111122223333', '444455556666'] }
const CANONICAL = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'

export const examples: readonly Example[] = [
  {
    title: 'finds who is of none of the own accounts, a role once for all its sessions',
    log: 'access-log',
    lines: [
      logLine(get),
      logLine({ ...get, requester: of('444455556666') }),
      logLine({ ...get, requester: of('999999999999') }),
      ...['1', '2'].map(session =>
        logLine({ ...put, requester: `arn:aws:sts::888888888888:assumed-role/etl/${session}` }),
      ),
      logLine({ ...get, requester: 'arn:aws:iam::cloudfront:user/CloudFront' }),
      logLine({ ...get, requester: CANONICAL }),
      logLine({ ...get, requester: '-' }),
    ],
    settings: OWN,
    rows: [
      {
        requester: 'arn:aws:sts::888888888888:assumed-role/etl',
        account: '888888888888',
        requests: '2',
        writes: '2',
      },
      { requester: of('999999999999'), account: '999999999999', requests: '1', writes: '0' },
    ],
    headline: '3 requests to my-bucket by 2 requesters of 2 other accounts; most by role etl',
    severity: 'high',
  },
  {
    title: 'takes the accounts that are typed for the own ones',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'x/1' }),
      logLine({ ...get, key: 'x/1', requester: of('999999999999') }),
      logLine(get),
    ],
    settings: OWN,
    parameters: { accounts: '999999999999', prefix: 'x/' },
    rows: [{ account: '111122223333', requests: '1' }],
    headline: '1 request to my-bucket by 1 requester of 1 other account',
    severity: 'low',
  },
  {
    title: 'finds writes by unknown accounts, also by nobody known, but none that failed',
    log: 'access-log',
    lines: [
      logLine({ ...put, requester: of('999999999999') }),
      logLine({ ...put, requester: '-' }),
      logLine({ ...put, requester: of('999999999999'), status: 403, errorCode: 'AccessDenied' }),
      logLine(put),
      logLine({ ...get, requester: of('999999999999') }),
    ],
    settings: OWN,
    preset: 'unauthorised-write',
    rows: [
      { requester: '(anonymous)', account: null, writes: '1' },
      { requester: of('999999999999'), requests: '1' },
    ],
    headline: '2 writes to my-bucket by 2 requesters not known to be of your accounts',
    severity: 'high',
  },
  {
    title: 'shows writes only, where they are asked for',
    log: 'access-log',
    lines: [
      logLine({ ...get, requester: of('999999999999') }),
      logLine({ ...put, requester: of('888888888888') }),
    ],
    settings: OWN,
    parameters: { only: 'writes' },
    rows: [{ account: '888888888888' }],
    headline: '1 write',
  },
  {
    title: 'finds nobody where all are of the own accounts',
    log: 'access-log',
    lines: [logLine(get), logLine({ ...get, requester: of('444455556666') })],
    settings: OWN,
    rows: [],
    headline: 'No request to my-bucket in this window was by another account.',
  },
  {
    title: 'knows the bucket’s own account from CloudTrail, and says what it was not told',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a' }),
      trailEvent({
        eventName: 'GetObject',
        key: 'a',
        identity: { type: 'AWSAccount', principalId: 'AIDA', accountId: '999999999999' },
      }),
    ],
    rows: [{ requester: 'AIDA', account: '999999999999' }],
    headline: '1 request to my-bucket by 1 requester of 1 other account',
  },
  {
    title: 'finds nobody in CloudTrail but the own account',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a' })],
    rows: [],
    headline: 'No request to my-bucket',
  },
]
