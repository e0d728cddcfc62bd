import { isRequest } from '../lib/meaning/operation.ts'
import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, principal, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { ranking, RANKING_COLUMNS, rankingCharts } from '../lib/shared/ranking.ts'
import { totalOf } from '../lib/shared/request-list.ts'
import { sql } from '../lib/sql/sql.ts'
import { bytes, count, counted, numberOf, ratio } from '../lib/words.ts'

export default defineAnalysis({
  title: 'Source Regions',
  answers: 'From which AWS Regions do requests come, and how much is sent to other Regions?',
  group: 'Network and latency',
  words: ['region', 'cross-region', 'source region', 'other region', 'inter-region'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have the Region that a request came from; older records do not have it yet.',
  parameters: z.object({ prefix: keyPrefix, requester: requesterFilter }),
  columns: [
    ...columns('region* other_region*', { region: 'From' }),
    ...RANKING_COLUMNS,
    ...columns('example_requester'),
  ],
  figures: figures(`requests | outside: From other Regions | bytesOutside: Sent to other Regions #bytes |
    unknown: Without a Region | share: Share without a Region #share`),
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
      figures: {
        outside: region === undefined ? null : outside,
        bytesOutside: region === undefined ? null : numberOf(others, 'bytes_sent'),
        unknown,
        share: ratio(unknown, requests),
      },
      charts: rankingCharts('Requests by source Region', results),
      notes: [
        'No Region means: from outside AWS, by PrivateLink, Direct Connect or addresses of one’s own, or a record older than this field.',
      ],
    }
  },
})
