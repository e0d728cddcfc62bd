import { writes } from '../lib/meaning/operation.ts'
import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis, type Severity } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { accountList, all, items, keyBegins, keyPrefix, principal } from '../lib/sql/fragments.ts'
import { ranking, RANKING_COLUMNS, rankingCharts } from '../lib/shared/ranking.ts'
import { totalOf, whatElseDid } from '../lib/shared/request-list.ts'
import { isCanonicalId, isOwner, isService } from '../lib/meaning/requester.ts'
import { sql } from '../lib/sql/sql.ts'
import { counted, numberOf, requesterName, span } from '../lib/words.ts'

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
    ...columns('requester* account*'),
    ...RANKING_COLUMNS.filter(({ name }) => name !== 'requesters'),
    ...columns('writes* main_operation example_address', { main_operation: 'For example' }),
  ],
  figures: figures(
    `requests | errors | accounts | written: Writes | bytesSent #bytes | canonical: By canonical ids`,
  ),
  statements({ accounts, only, prefix }, { settings }) {
    const own = accounts ? items(accounts) : settings.ownAccounts
    const isOwn = sql`(${own.length > 0 ? sql`requester_account IN ${own} OR ` : sql``}coalesce(requester_account = recipient_account, FALSE))`
    const foreign = sql`requester_account IS NOT NULL AND NOT ${isOwn}`
    const unknown = sql`(requester_account IS NULL OR NOT ${isOwn}) AND ${writes} AND ${succeeded}`
    const asked = all(sql`NOT ${isService} AND NOT ${isOwner}`, keyBegins(prefix))
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
        unknown: sql`SELECT count(*) AS requests FROM events WHERE ${asked} AND ${isCanonicalId}`,
      },
    }
  },
  summarise(results, { bucket, settings, reader }, { accounts, only }) {
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
          : `${counted(requests, what)} to ${bucket} by ${counted(numberOf(totals, 'groups'), 'requester')} ${only === 'writes' ? 'not known to be of your accounts' : `of ${counted(numberOf(others, 'accounts'), 'other account')}`}; most by ${requesterName(top?.name ?? '')}${span(top?.first_seen, top?.last_seen, reader)}.`,
      severity: isTold ? severityOf(written, requests) : undefined,
      figures: {
        errors: numberOf(totals, 'errors'),
        accounts: numberOf(others, 'accounts'),
        written,
        bytesSent: numberOf(totals, 'bytes_sent'),
        canonical,
      },
      charts: rankingCharts('Requests by requester', results, requesterName),
      notes: [
        !isTold &&
          'Nobody said which accounts are your own, so each account but the bucket’s, where a log names it, counts as another. Name them in the form, or in the settings as ownAccounts.',
        canonical > 0 &&
          `${counted(canonical, 'request')} had a canonical id for a requester, which tells no account; ask CloudTrail for them.`,
        'Services of AWS that act for somebody are left out, and so is the canonical id of the bucket’s owner.',
      ],
      next: whatElseDid(top?.name),
    }
  },
})
