import { z } from 'zod'
import { defineAnalysis, type Example } from './lib/analysis.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas, who } from './lib/fragments.ts'
import { ranking, RANKING_COLUMNS, rankingCharts } from './lib/ranking.ts'
import { totalOf, whatElseCameFrom } from './lib/request-list.ts'
import { ADA, logLine, trailEvent } from './lib/sample-lines.ts'
import { sql } from './lib/sql.ts'
import { clientFamily } from './lib/user-agents.ts'
import { bytes, count, counted, numberOf, share } from './lib/words.ts'

const HOST = '^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]+)'

/** By what to count: its column's name and value, what one is called, and an example that tells more of it. */
const BY = {
  address: {
    value: sql`coalesce(remote_ip, '(no address)')`,
    noun: ['address', 'addresses'],
    example: { of: who, title: 'A requester' },
  },
  client: {
    value: clientFamily,
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
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have every request, its bytes and its referrer; CloudTrail has object requests only where data events are on.',
  blind: {
    'access-log': 'Access logs are delivered on a best-effort basis: a record may come late or never.',
    cloudtrail: 'CloudTrail has no referrers, and object requests only where the trail records data events.',
  },
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
    { name: by, title: by.charAt(0).toUpperCase() + by.slice(1), kind: 'text', shown: true },
    ...RANKING_COLUMNS,
    { name: 'example', title: BY[by].example.title, kind: 'text' },
  ],
  statements({ by, prefix, requester }) {
    const from = sql`FROM events WHERE ${all(sql`TRUE`, keyBegins(prefix), requesterHas(requester))}`
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
      figures: [
        { label: 'Requests', value: count(requests) },
        { label: `Distinct ${many}`, value: count(numberOf(totals, 'groups')) },
        { label: 'Requesters', value: count(numberOf(totals, 'requesters')) },
        { label: 'Errors', value: count(numberOf(totals, 'errors')) },
        { label: 'Bytes sent', value: bytes(numberOf(totals, 'bytes_sent')) },
      ],
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

const BOB = 'arn:aws:iam::111122223333:user/bob'
const get = { operation: 'REST.GET.OBJECT', key: 'a', bytesSent: 100 }
const CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36'
const agents = [
  ['aws-cli/2.28.1 md/Botocore#1.40', 'AWS CLI'],
  ['Boto3/1.40 md/Botocore#1.40', 'Boto3'],
  ['APN/1.0 HashiCorp/1.0 Terraform/1.9 aws-sdk-go-v2/1.30', 'Terraform'],
  ['Hadoop 3.4.0, aws-sdk-java/2.25', 'Hadoop S3A'],
  [CHROME, 'Chrome'],
  ['my-tool', 'other'],
  ['-', '(none)'],
] as const

export const examples: readonly Example[] = [
  {
    title: 'counts requests, errors, bytes and requesters for each address, v4 and v6',
    log: 'access-log',
    lines: [
      logLine(get),
      logLine({ ...get, requester: BOB, key: 'b' }),
      logLine({ ...get, remoteIp: '2001:db8::1', status: 403, errorCode: 'AccessDenied' }),
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'a', requester: 'AmazonS3', remoteIp: '-', status: '-' }),
    ],
    preset: 'top-source-ips',
    rows: [
      {
        address: '203.0.113.7',
        requests: '2',
        errors: '0',
        bytes_sent: '200',
        requesters: '2',
        keys: '2',
        example: ADA,
      },
      { address: '(no address)', requests: '1' },
      { address: '2001:db8::1', errors: '1' },
    ],
    headline: '4 requests to my-bucket from 3 addresses; 203.0.113.7 made 50.0 % of them.',
  },
  {
    title: 'tells clients by their user agents, tools before the SDK they are built on',
    log: 'access-log',
    lines: agents.map(([userAgent]) => logLine({ ...get, userAgent })),
    preset: 'top-user-agents',
    rows: agents
      .map(([userAgent, client]) => ({
        client,
        requests: '1',
        example: userAgent === '-' ? null : userAgent,
      }))
      .toSorted((a, b) => (a.client < b.client ? -1 : 1)),
    headline: '7 requests to my-bucket from 7 kinds of client',
  },
  {
    title: 'counts the clients of one prefix and one person',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'x/1', requester: BOB }),
      logLine({ ...get, key: 'x/1', userAgent: CHROME }),
      logLine({ ...get, requester: BOB, userAgent: CHROME }),
    ],
    parameters: { by: 'client', prefix: 'x/', requester: 'bob' },
    rows: [{ client: 'AWS CLI', requests: '1' }],
    headline: '1 request',
  },
  {
    title: 'tells referring sites by their host, whatever the page, port or spelling',
    log: 'access-log',
    lines: [
      'https://shop.example/cart?x=1',
      'HTTPS://Shop.Example:443/',
      '-',
      'no address',
      'https://me:pw@evil.example#',
    ].map(referrer => logLine({ ...get, referrer })),
    preset: 'top-referers',
    rows: [
      { referrer: 'shop.example', requests: '2' },
      { referrer: '(no web address)' },
      { referrer: '(none)' },
      { referrer: 'evil.example' },
    ],
    headline: 'shop.example made 40.0 % of them.',
  },
  {
    title: 'finds nobody where no request was made',
    log: 'access-log',
    lines: ['no record'],
    rows: [],
    headline: 'No request to my-bucket in this window.',
  },
  {
    title: 'shows services by their names',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', sourceIp: 'athena.amazonaws.com' }),
      trailEvent({ eventName: 'PutObject', identity: BOB }),
    ],
    rows: [{ address: '203.0.113.7', example: BOB }, { address: 'athena.amazonaws.com' }],
    headline: '2 requests to my-bucket from 2 addresses',
  },
  {
    title: 'counts no event that is none of S3',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'Decrypt', eventSource: 'kms.amazonaws.com' })],
    rows: [],
    headline: 'No request',
  },
]
