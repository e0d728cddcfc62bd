import * as z from 'zod'
import { howToSupply, listSize, onList } from '../lib/evidence/address-lists.ts'
import type { Context, Results } from '../lib/analysis.ts'
import {
  all,
  items,
  keyBegins,
  keyPrefix,
  networkList,
  requesterFilter,
  requesterHas,
} from '../lib/sql/fragments.ts'
import { inNetworks } from '../lib/sql/networks.ts'
import { totalOf } from '../lib/shared/request-list.ts'
import { sql } from '../lib/sql/sql.ts'
import { suspectRequests } from '../lib/shared/suspect-requests.ts'
import { count, counted, numberOf } from '../lib/words.ts'

/** Each becomes a condition of the query, whose text Athena limits to 256 KB. */
const MOST = 1000

/** The list that an operator can supply, of any length. */
const SUPPLIED = 'threat'

const listed = (typed: string | undefined, { settings }: Context): readonly string[] =>
  typed ? items(typed) : settings.threatNetworks

const supplied = ({ aggregates }: Results): number => numberOf(aggregates.list?.[0], 'networks')

export default suspectRequests({
  title: 'Requests from listed addresses',
  answers: 'Did requests come from addresses that are listed as hostile, such as exits of Tor?',
  words: ['tor', 'threat list', 'threat intelligence', 'blocklist', 'malicious ip', 'bad ip'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have the address of every request; CloudTrail has object requests only where data events are on.',
  blind: {
    cloudtrail:
      'CloudTrail has object requests only where data events are on, and none that failed to authenticate.',
  },
  parameters: z.object({
    networks: networkList
      .describe(
        'The addresses and networks to look for, v4 and v6; empty means the lists that were supplied.',
      )
      .meta({ title: 'Listed networks', placeholder: '198.51.100.0/24, 2001:db8::/32' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  own: {},
  shown: 'event_time remote_ip requester operation key status',
  from({ networks, prefix, requester }, context) {
    const named = inNetworks(sql`remote_ip`, listed(networks, context).slice(0, MOST))
    const onSupplied = sql`remote_ip IN (SELECT address FROM (${onList(SUPPLIED, sql`FROM events`)}) AS hostile)`
    const hostile = networks ? named : sql`(${named} OR ${onSupplied})`
    return sql`FROM events WHERE ${all(hostile, keyBegins(prefix), requesterHas(requester))}`
  },
  further: ({ networks }) => ({ list: networks ? sql`SELECT 0 AS networks` : listSize(SUPPLIED) }),
  found: (requests, { bucket }) => `${counted(requests, 'request')} to ${bucket} came from listed addresses`,
  nothing: (context, { networks }, results) =>
    listed(networks, context).length + supplied(results) > 0
      ? `No request to ${context.bucket} came from a listed address in this window.`
      : 'No list of hostile addresses is known, so nothing was looked for.',
  severity: results =>
    totalOf(results, 'succeeded') > 0
      ? { level: 'high', why: 'Requests from addresses that are listed as hostile succeeded.' }
      : { level: 'low', why: 'All of them were refused or failed.' },
  notes: (results, context, { networks }) => {
    const all = listed(networks, context).length
    if (all + supplied(results) === 0)
      return ['Name addresses in the form, or in the settings as threatNetworks.', howToSupply(SUPPLIED)]
    const short =
      all > MOST ? [`Only the first ${count(MOST)} of ${count(all)} listed networks were looked for.`] : []
    return [...short, 'A list tells who used an address when it was made: addresses change hands.']
  },
})
