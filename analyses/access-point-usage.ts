import { z } from 'zod'
import { defineAnalysis, type Example } from './lib/analysis.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas, who } from './lib/fragments.ts'
import { ranking, RANKING_COLUMNS, rankingCharts } from './lib/ranking.ts'
import { totalOf } from './lib/request-list.ts'
import { isRequest, ONLY_ACCESS_LOGS } from './lib/requests.ts'
import { ADA, logLine } from './lib/sample-lines.ts'
import { sql } from './lib/sql.ts'
import { bytes, count, counted, numberOf, share } from './lib/words.ts'

/** `arn:aws:s3:eu-west-1:111122223333:accesspoint/etl` is known as `etl`. */
const shortName = (arn: string): string => arn.split(/[:/]/).at(-1) || arn

export default defineAnalysis({
  title: 'Access point usage',
  answers: 'Which access points do requests come through, and whose are they?',
  group: 'Network and latency',
  words: ['access point', 'accesspoint', 'arn', 'through which'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs name the access point of a request.',
  parameters: z.object({ prefix: keyPrefix, requester: requesterFilter }),
  columns: [
    { name: 'access_point_arn', title: 'Access point', kind: 'text', shown: true },
    ...RANKING_COLUMNS,
    { name: 'example_requester', title: 'A requester', kind: 'text' },
  ],
  statements({ prefix, requester }) {
    const asked = all(isRequest, keyBegins(prefix), requesterHas(requester))
    const from = sql`FROM events WHERE ${asked} AND access_point_arn IS NOT NULL`
    const { rows, order, aggregates } = ranking(
      'access_point_arn',
      sql`access_point_arn`,
      from,
      sql`, min(${who}) AS example_requester`,
    )
    return {
      rows,
      order,
      aggregates: { ...aggregates, all: sql`SELECT count(*) AS requests FROM events WHERE ${asked}` },
    }
  },
  summarise(results, { bucket }) {
    const [totals, top] = [results.aggregates.totals?.[0], results.aggregates.top?.[0]]
    const requests = totalOf(results, 'requests')
    const every = numberOf(results.aggregates.all?.[0], 'requests')
    const points = counted(numberOf(totals, 'groups'), 'access point')
    return {
      headline:
        requests === 0
          ? `None of the ${counted(every, 'request')} to ${bucket} came through an access point.`
          : `${count(requests)} of ${counted(every, 'request')} to ${bucket} came through ${points}; the most, ${count(numberOf(top, 'requests'))}, through ${shortName(top?.name ?? '')}.`,
      figures: [
        { label: 'Through access points', value: count(requests) },
        { label: 'Share of all requests', value: share(requests, every) },
        { label: 'Access points', value: count(numberOf(totals, 'groups')) },
        { label: 'Requesters', value: count(numberOf(totals, 'requesters')) },
        { label: 'Bytes sent', value: bytes(numberOf(totals, 'bytes_sent')) },
      ],
      charts: rankingCharts('Requests by access point', results, shortName),
      notes: ['An access point that nobody used in this window is not listed.'],
    }
  },
})

const point = (name: string) => `arn:aws:s3:eu-west-1:111122223333:accesspoint/${name}`
const get = { operation: 'REST.GET.OBJECT', key: 'a', bytesSent: 5 }
const BOB = 'arn:aws:iam::111122223333:user/bob'

export const examples: readonly Example[] = [
  {
    title: 'counts the requests through each access point, and none that named the bucket',
    log: 'access-log',
    lines: [
      logLine({ ...get, accessPoint: point('etl') }),
      logLine({ ...get, accessPoint: point('etl'), requester: BOB, status: 403, errorCode: 'AccessDenied' }),
      logLine({ ...get, accessPoint: point('web') }),
      logLine(get),
    ],
    rows: [
      { access_point_arn: point('etl'), requests: '2', errors: '1', requesters: '2', example_requester: ADA },
      { access_point_arn: point('web'), requests: '1' },
    ],
    headline: '3 of 4 requests to my-bucket came through 2 access points; the most, 2, through etl.',
  },
  {
    title: 'looks at one requester below one prefix',
    log: 'access-log',
    lines: [
      logLine({ ...get, key: 'x/1', accessPoint: point('etl') }),
      logLine({ ...get, key: 'x/1', accessPoint: point('web'), requester: BOB }),
      logLine({ ...get, accessPoint: point('web'), requester: BOB }),
    ],
    parameters: { prefix: 'x/', requester: 'bob' },
    rows: [{ access_point_arn: point('web'), requests: '1' }],
    headline: '1 of 1 request to my-bucket',
  },
  {
    title: 'says so where no request came through one',
    log: 'access-log',
    lines: [
      logLine(get),
      logLine({ operation: 'S3.EXPIRE.OBJECT', requester: 'AmazonS3', status: '-', remoteIp: '-' }),
    ],
    rows: [],
    headline: 'None of the 1 request to my-bucket came through an access point.',
  },
]
