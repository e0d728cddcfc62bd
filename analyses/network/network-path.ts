import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns, showing } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, principal, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { ranking, RANKING_COLUMNS, rankingCharts } from '../lib/shared/ranking.ts'
import { totalOf } from '../lib/shared/request-list.ts'
import { isWebsite, isRequest } from '../lib/meaning/operation.ts'
import { sql } from '../lib/sql/sql.ts'
import { counted, numberOf, share } from '../lib/words.ts'

/** Where requests come from, no finer than the records prove. */
const origin = sql`CASE network
    WHEN 'public' THEN 'public address'
    WHEN 'private-gateway' THEN 'VPC gateway endpoint'
    WHEN 'interface-endpoint' THEN 'VPC interface endpoint'
    WHEN 'aws-service' THEN 'AWS service'
    ELSE CASE WHEN remote_ip IS NULL THEN 'not logged' ELSE 'VPC endpoint of either kind' END END`

/** Which of the bucket's doors the client knocked at, where it is not the usual one. */
const entrance = sql`CASE
    WHEN host_header LIKE '%.s3-accelerate.%' THEN ', Transfer Acceleration'
    WHEN ${isWebsite} OR host_header LIKE '%.s3-website%' THEN ', website'
    WHEN access_point_arn IS NOT NULL OR host_header LIKE '%.s3-accesspoint%' THEN ', access point'
    ELSE '' END`

export default defineAnalysis({
  title: 'Network path',
  answers:
    'By which path do clients reach this bucket: internet, VPC endpoint, acceleration, website, access point?',
  group: 'Network and latency',
  words: [
    'network path',
    'vpc endpoint',
    'gateway endpoint',
    'interface endpoint',
    'privatelink',
    'internet',
    'accelerate',
  ],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have the host name and address of every request; CloudTrail names the VPC endpoint, where data events are on.',
  blind: {
    'access-log':
      'Access logs never name a VPC endpoint: a private address without a Region may have come by either kind.',
    cloudtrail:
      'CloudTrail has object requests only where data events are on; its endpoint id alone does not tell the kind.',
  },
  parameters: z.object({ prefix: keyPrefix, requester: requesterFilter }),
  columns: [
    ...columns('path*', { path: 'Path' }),
    ...showing('requests errors bytes_sent requesters addresses', RANKING_COLUMNS),
    ...columns('endpoints example_address example_requester example_host'),
  ],
  figures: figures(`requests | fromPublicAddresses | sent: Bytes sent #bytes | bytesToPublicAddresses #bytes |
    addresses`),
  statements({ prefix, requester }) {
    const from = sql`FROM events WHERE ${all(isRequest, keyBegins(prefix), requesterHas(requester))}`
    const besides = sql`, count(DISTINCT vpc_endpoint_id) AS endpoints, min(remote_ip) AS example_address, min(${principal}) AS example_requester, min(host_header) AS example_host`
    const { rows, order, aggregates } = ranking('path', sql`concat(${origin}, ${entrance})`, from, besides)
    const internet = sql`network = 'public'`
    return {
      rows,
      order,
      aggregates: {
        ...aggregates,
        internet: sql`SELECT count_if(${internet}) AS requests, coalesce(sum(CASE WHEN ${internet} THEN bytes_sent END), 0) AS bytes_sent ${from}`,
      },
    }
  },
  summarise(results, { bucket }) {
    const requests = totalOf(results, 'requests')
    const [totals, top] = [results.aggregates.totals?.[0], results.aggregates.top?.[0]]
    const internet = results.aggregates.internet?.[0]
    const sent = numberOf(totals, 'bytes_sent')
    const most = numberOf(top, 'requests')
    return {
      headline:
        requests === 0
          ? `No request to ${bucket} in this window.`
          : `${counted(requests, 'request')} to ${bucket} by ${counted(numberOf(totals, 'groups'), 'path')}; ${share(most, requests)} by ${top?.name}, ${share(numberOf(internet, 'requests'), requests)} from public addresses.`,
      figures: {
        fromPublicAddresses: numberOf(internet, 'requests'),
        sent,
        bytesToPublicAddresses: numberOf(internet, 'bytes_sent'),
        addresses: numberOf(totals, 'addresses'),
      },
      charts: rankingCharts('Requests by path', results),
      notes: [
        'A public address may still be of AWS: what leaves a VPC by an internet or NAT gateway shows its public address.',
        'What an endpoint’s own policy refuses is in no log of the bucket.',
      ],
    }
  },
})
