import * as z from 'zod'
import { type Context, defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import {
  all,
  items,
  keyBegins,
  keyPrefix,
  networkList,
  principal,
  requesterFilter,
  requesterHas,
} from '../lib/sql/fragments.ts'
import { accessLogsFirst } from '../lib/evidence/logs.ts'
import { inNetworks } from '../lib/sql/networks.ts'
import { ranking, RANKING_COLUMNS, rankingCharts } from '../lib/shared/ranking.ts'
import { totalOf, whatElseCameFrom } from '../lib/shared/request-list.ts'
import { sql } from '../lib/sql/sql.ts'
import { count, counted, numberOf, span } from '../lib/words.ts'

const allowedBy = (typed: string | undefined, { settings }: Context): readonly string[] =>
  typed ? items(typed) : settings.allowedNetworks

export default defineAnalysis({
  title: 'Addresses outside the allowed networks',
  answers: 'Did requests come from anywhere but the networks that are allowed?',
  group: 'Who accesses',
  words: [
    'ip allow list',
    'whitelist',
    'cidr',
    'external ip',
    'outside network',
    'vpn',
    'unexpected address',
  ],
  ...accessLogsFirst('the address of every request', {
    cloudtrail:
      'CloudTrail has object requests only where data events are on, and of AWS services the name instead of an address.',
  }),
  parameters: z.object({
    networks: networkList
      .describe('Where requests may come from, v4 and v6; empty means the settings’ networks.')
      .meta({ title: 'Allowed networks', placeholder: '10.0.0.0/8, 203.0.113.7, 2001:db8::/32' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: [
    ...columns('address*'),
    ...RANKING_COLUMNS.filter(({ name }) => name !== 'addresses'),
    ...columns('example_requester* example_operation'),
  ],
  figures: figures(
    `requests | failed | addresses | requesters | bytesSent #bytes | allowed: Allowed networks`,
  ),
  statements({ networks, prefix, requester }, context) {
    const allowed = allowedBy(networks, context)
    const outside =
      allowed.length > 0 ? sql`NOT ${inNetworks(sql`remote_ip`, allowed)}` : sql`network = 'public'`
    const from = sql`FROM events WHERE ${all(outside, keyBegins(prefix), requesterHas(requester))}`
    const besides = sql`, min(${principal}) AS example_requester, min(operation) AS example_operation`
    return ranking('address', sql`remote_ip`, from, besides)
  },
  summarise(results, context, { networks }) {
    const { bucket, reader } = context
    const requests = totalOf(results, 'requests')
    const [totals, top] = [results.aggregates.totals?.[0], results.aggregates.top?.[0]]
    const allowed = allowedBy(networks, context).length
    const addresses = counted(numberOf(totals, 'groups'), 'address', 'addresses')
    const most = `the most, ${count(numberOf(top, 'requests'))}, from ${top?.name}${span(top?.first_seen, top?.last_seen, reader)}`
    const failed = numberOf(totals, 'errors')
    return {
      headline:
        allowed === 0
          ? `No allowed networks are known, so no address can be called outside; ${requests === 0 ? `no request to ${bucket} came from a public one` : `${counted(requests, 'request')} to ${bucket} came from ${addresses} of the public internet, ${most}`}.`
          : requests === 0
            ? `No request to ${bucket} came from outside the allowed networks in this window.`
            : `${counted(requests, 'request')} to ${bucket} came from ${addresses} outside the allowed networks, ${count(failed)} of them failed; ${most}.`,
      severity:
        allowed > 0 && requests > failed
          ? { level: 'medium', why: 'Requests from outside the networks that you allow succeeded.' }
          : undefined,
      figures: {
        failed,
        addresses: numberOf(totals, 'groups'),
        requesters: numberOf(totals, 'requesters'),
        bytesSent: numberOf(totals, 'bytes_sent'),
        allowed,
      },
      charts: rankingCharts('Requests by address', results),
      notes: [
        ...(allowed === 0
          ? [
              'Name the allowed networks in the form, or in the settings as allowedNetworks. Until then this shows every public address.',
            ]
          : ['Clients behind a VPC endpoint show their private addresses: allow those ranges, too.']),
        'Records without an address (lifecycle rules, AWS services by name) are left out.',
      ],
      next: whatElseCameFrom(top?.name),
    }
  },
})
