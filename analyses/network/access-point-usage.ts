import { isRequest } from '../lib/meaning/operation.ts'
import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas, who } from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { ranking, RANKING_COLUMNS, rankingCharts } from '../lib/shared/ranking.ts'
import { totalOf } from '../lib/shared/request-list.ts'
import { sql } from '../lib/sql/sql.ts'
import { count, counted, numberOf, ratio } from '../lib/words.ts'

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
  columns: [...columns('access_point_arn*'), ...RANKING_COLUMNS, ...columns('example_requester')],
  figures:
    figures(`requests: Through access points | share: Share of all requests #share | accessPoints | requesters |
    bytesSent #bytes`),
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
      figures: {
        share: ratio(requests, every),
        accessPoints: numberOf(totals, 'groups'),
        requesters: numberOf(totals, 'requesters'),
        bytesSent: numberOf(totals, 'bytes_sent'),
      },
      charts: rankingCharts('Requests by access point', results, shortName),
      notes: ['An access point that nobody used in this window is not listed.'],
    }
  },
})
