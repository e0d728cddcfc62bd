import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas, who } from '../lib/sql/fragments.ts'
import { accessLogsFirst } from '../lib/evidence/logs.ts'
import { ranking, RANKING_COLUMNS, rankingCharts } from '../lib/shared/ranking.ts'
import { totalOf, whatElseCameFrom } from '../lib/shared/request-list.ts'
import { isRequest } from '../lib/meaning/operation.ts'
import { sql } from '../lib/sql/sql.ts'
import { capitalised, counted, numberOf, share } from '../lib/words.ts'

const HOST = '^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]+)'

/** By what to count: its column's name and value, what one is called, and an example that tells more of it. */
const BY = {
  address: {
    value: sql`coalesce(remote_ip, '(no address)')`,
    noun: ['address', 'addresses'],
    example: { of: who, title: 'A requester' },
  },
  client: {
    value: sql`coalesce(tool, '(none)')`,
    noun: ['client', 'kinds of client'],
    example: { of: sql`user_agent`, title: 'A user agent' },
  },
  referrer: {
    value: sql`CASE WHEN referrer IS NULL THEN '(none)' ELSE coalesce(nullif(lower(regexp_extract(referrer, ${HOST}, 1)), ''), '(no web address)') END`,
    noun: ['referring site', 'referring sites'],
    example: { of: sql`referrer`, title: 'A referrer' },
  },
} as const

export default defineAnalysis({
  title: 'Top addresses, clients and referring sites',
  answers: 'Where do most requests come from: which addresses, which clients, which sites?',
  group: 'Who accesses',
  words: ['top clients', 'clients', 'where from'],
  ...accessLogsFirst('every request, its bytes and its referrer', {
    cloudtrail: 'CloudTrail has no referrers, and object requests only where the trail records data events.',
  }),
  presets: {
    'top-source-ips': {
      title: 'Top source addresses',
      answers: 'Which addresses make the most requests?',
      words: ['ips', 'source ip', 'top ip', 'addresses'],
      parameters: { by: 'address' },
    },
    'top-user-agents': {
      title: 'Top clients and SDKs',
      answers: 'Which clients and SDKs make the most requests?',
      words: ['user agents', 'sdk', 'browsers', 'tools', 'boto3', 'aws-cli'],
      parameters: { by: 'client' },
    },
    'top-referers': {
      title: 'Top referring sites',
      answers: 'Which sites do browsers come from?',
      words: ['referers', 'referrers', 'hotlinking', 'sites', 'embedding'],
      parameters: { by: 'referrer' },
    },
  },
  parameters: z.object({
    by: z
      .enum(['address', 'client', 'referrer'])
      .default('address')
      .describe(
        'What to count requests by; clients are told by their user agents, sites by the host of the referrer.',
      )
      .meta({ title: 'Count by' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: ({ by }) => [
    { name: by, title: capitalised(by), kind: 'text', shown: true },
    ...RANKING_COLUMNS,
    ...columns('example', { example: BY[by].example.title }),
  ],
  figures: ({ by }) => ({
    requests: 'Requests',
    groups: `Distinct ${BY[by].noun[1]}`,
    requesters: 'Requesters',
    errors: 'Errors',
    bytesSent: ['Bytes sent', 'bytes'],
  }),
  statements({ by, prefix, requester }) {
    const from = sql`FROM events WHERE ${all(isRequest, keyBegins(prefix), requesterHas(requester))}`
    return ranking(by, BY[by].value, from, sql`, min(${BY[by].example.of}) AS example`)
  },
  summarise(results, { bucket }, { by }) {
    const [totals, top] = [results.aggregates.totals?.[0], results.aggregates.top ?? []]
    const requests = totalOf(results, 'requests')
    const [one, many] = BY[by].noun
    const most = numberOf(top[0], 'requests')
    return {
      headline:
        requests === 0
          ? `No request to ${bucket} in this window.`
          : `${counted(requests, 'request')} to ${bucket} from ${counted(numberOf(totals, 'groups'), one, many)}; ${top[0]?.name} made ${share(most, requests)} of them.`,

      charts: rankingCharts(`Requests by ${by}`, results),
      notes:
        by === 'address'
          ? [
              'Many people may share one address (NAT, proxies); AWS services show their names in CloudTrail instead.',
            ]
          : ['Clients write this themselves: it shows what they say they are, not what they are.'],
      next: by === 'address' ? whatElseCameFrom(top[0]?.name) : [],
    }
  },
})
