import { z } from 'zod'
import { defineAnalysis, type Example } from './lib/analysis.ts'
import { all, keyBegins, keyPrefix, principal, requesterFilter, requesterHas } from './lib/fragments.ts'
import { ranking, RANKING_COLUMNS, rankingCharts } from './lib/ranking.ts'
import { totalOf } from './lib/request-list.ts'
import { isRequest, ONLY_ACCESS_LOGS } from './lib/requests.ts'
import { ADA, logLine } from './lib/sample-lines.ts'
import { sql } from './lib/sql.ts'
import { bytes, count, counted, numberOf, share } from './lib/words.ts'

export default defineAnalysis({
  title: 'Source Regions',
  answers: 'From which AWS Regions do requests come, and how much is sent to other Regions?',
  group: 'Network and latency',
  words: ['region', 'cross-region', 'source region', 'other region', 'inter-region'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have the Region that a request came from; older records do not have it yet.',
  parameters: z.object({ prefix: keyPrefix, requester: requesterFilter }),
  columns: [
    { name: 'region', title: 'From', kind: 'text', shown: true },
    { name: 'other_region', title: 'Another Region', kind: 'text', shown: true },
    ...RANKING_COLUMNS,
    { name: 'example_requester', title: 'A requester', kind: 'text' },
  ],
  statements({ prefix, requester }, { region }) {
    const from = sql`FROM events WHERE ${all(isRequest, keyBegins(prefix), requesterHas(requester))}`
    const other = sql`source_region IS NOT NULL AND source_region <> ${region ?? null}`
    const isOther = sql`CASE WHEN max(source_region) IS NULL THEN '–' WHEN ${region === undefined} THEN 'unknown' WHEN max(source_region) <> ${region ?? ''} THEN 'yes' ELSE 'no' END`
    const besides = sql`, ${isOther} AS other_region, min(${principal}) AS example_requester`
    const { rows, order, aggregates } = ranking(
      'region',
      sql`coalesce(source_region, '(none)')`,
      from,
      besides,
    )
    return {
      rows,
      order,
      aggregates: {
        ...aggregates,
        others: sql`SELECT count_if(${other}) AS requests, coalesce(sum(CASE WHEN ${other} THEN bytes_sent END), 0) AS bytes_sent,
            count_if(source_region IS NULL) AS unknown, count(DISTINCT source_region) AS regions ${from}`,
      },
    }
  },
  summarise(results, { bucket, region }) {
    const requests = totalOf(results, 'requests')
    const others = results.aggregates.others?.[0]
    const outside = numberOf(others, 'requests')
    const unknown = numberOf(others, 'unknown')
    const regions = counted(numberOf(others, 'regions'), 'AWS Region')
    const sent = bytes(numberOf(others, 'bytes_sent'))
    return {
      headline:
        requests === 0
          ? `No request to ${bucket} in this window.`
          : unknown === requests
            ? `None of the ${counted(requests, 'request')} to ${bucket} has an AWS Region that it came from.`
            : `${counted(requests, 'request')} to ${bucket}, ${count(requests - unknown)} of them from ${regions}; ${region === undefined ? 'the bucket’s own Region is not known' : `${count(outside)} from other Regions than ${region}, which were sent ${sent}`}.`,
      figures: [
        { label: 'Requests', value: count(requests) },
        { label: 'From other Regions', value: region === undefined ? 'unknown' : count(outside) },
        { label: 'Sent to other Regions', value: region === undefined ? 'unknown' : sent },
        { label: 'Without a Region', value: `${count(unknown)} (${share(unknown, requests)})` },
      ],
      charts: rankingCharts('Requests by source Region', results),
      notes: [
        'No Region means: from outside AWS, by PrivateLink, Direct Connect or addresses of one’s own, or a record older than this field.',
      ],
    }
  },
})

const get = { operation: 'REST.GET.OBJECT', key: 'a', bytesSent: 1000 }
const BOB = 'arn:aws:iam::111122223333:user/bob'

export const examples: readonly Example[] = [
  {
    title: 'counts requests and bytes for each Region, and tells the others from the bucket’s own',
    log: 'access-log',
    lines: [
      logLine(get),
      logLine({ ...get, sourceRegion: 'us-east-1' }),
      logLine({ ...get, sourceRegion: 'us-east-1', requester: BOB }),
      logLine({ ...get, sourceRegion: '-' }),
      logLine({
        operation: 'S3.EXPIRE.OBJECT',
        key: 'a',
        requester: 'AmazonS3',
        remoteIp: '-',
        status: '-',
        sourceRegion: '-',
      }),
    ],
    rows: [
      { region: 'us-east-1', other_region: 'yes', requests: '2', bytes_sent: '2000', example_requester: ADA },
      { region: '(none)', other_region: '–', requests: '1' },
      { region: 'eu-west-1', other_region: 'no' },
    ],
    headline:
      '4 requests to my-bucket, 3 of them from 2 AWS Regions; 2 from other Regions than eu-west-1, which were sent 2.0 kB.',
  },
  {
    title: 'looks at one requester below one prefix',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'x/1' }),
      logLine({ ...get, key: 'x/1', requester: BOB, sourceRegion: '-' }),
      logLine({ ...get, requester: BOB }),
    ],
    parameters: { prefix: 'x/', requester: 'bob' },
    rows: [{ region: '(none)', requests: '1' }],
    headline: 'None of the 1 request to my-bucket has an AWS Region that it came from.',
  },
  {
    title: 'counts nothing that S3 does by itself',
    log: 'access-log',
    lines: [
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'a', requester: 'AmazonS3', remoteIp: '-', status: '-' }),
    ],
    rows: [],
    headline: 'No request to my-bucket in this window.',
  },
]
