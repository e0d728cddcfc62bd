import { failed } from '../lib/meaning/outcome.ts'
import { isRequest } from '../lib/meaning/operation.ts'
import * as z from 'zod'
import { howToSupply, listSize, onList } from '../lib/evidence/address-lists.ts'
import { defineAnalysis } from '../lib/analysis.ts'
import { bars } from '../lib/shared/time-chart.ts'
import { columns } from '../lib/columns.ts'
import {
  all,
  items,
  keyBegins,
  keyPrefix,
  principal,
  requesterFilter,
  requesterHas,
  typedLine,
} from '../lib/sql/fragments.ts'
import { accessLogsFirst } from '../lib/evidence/logs.ts'
import { whatElseCameFrom } from '../lib/shared/request-list.ts'
import { sql } from '../lib/sql/sql.ts'
import { counted, numberOf, share, capitalised } from '../lib/words.ts'

const PLACES = {
  country: ['country', 'countries'],
  asn: ['network operator', 'network operators'],
} as const

export default defineAnalysis({
  title: 'Countries and network operators',
  answers: 'From which countries, or from whose networks, do requests come?',
  group: 'Network and latency',
  words: ['geo', 'country', 'countries', 'asn', 'where in the world', 'location', 'provider', 'geolite'],
  ...accessLogsFirst('the address of every request', {
    'access-log':
      'An address tells where its network is registered or used, not where a person is: VPNs and clouds hide that.',
    cloudtrail:
      'CloudTrail has object requests only where data events are on, and of AWS services the name instead of an address.',
  }),
  parameters: z.object({
    list: z
      .enum(['country', 'asn'])
      .default('country')
      .describe(
        'Countries, or the operators of networks by their AS number; each from the list that was supplied.',
      )
      .meta({ title: 'Count by' }),
    except: typedLine
      .optional()
      .describe('Leave these out: codes of countries, or AS numbers, with spaces between them.')
      .meta({ title: 'Leave out', placeholder: 'DE FR AS16509' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: ({ list }) =>
    columns(
      `place* name* requests* errors* bytes_sent* addresses* example_address example_requester first_seen
    last_seen`,
      { place: list === 'country' ? 'Country' : 'Network' },
    ),
  figures: ({ list }) => ({
    requests: 'Requests',
    places: capitalised(PLACES[list][1]),
    addresses: 'Addresses',
    bytesSent: ['Bytes sent', 'bytes'],
    unplaced: 'Requests not placed',
    networks: 'Ranges on the list',
  }),
  statements({ list, except, prefix, requester }) {
    const from = sql`FROM events WHERE ${all(isRequest, keyBegins(prefix), requesterHas(requester))}`
    const left = items(except?.toUpperCase())
    const byAddress = sql`SELECT remote_ip AS address, max(network) AS network, count(*) AS requests, count_if(${failed}) AS errors,
        coalesce(sum(bytes_sent), 0) AS bytes_sent, min(${principal}) AS requester, min(event_time) AS first_seen, max(event_time) AS last_seen ${from} GROUP BY 1`
    const place = sql`coalesce(known.label, CASE WHEN a.network = 'public' THEN '(not on the list)' ELSE '(no public address)' END)`
    const placed = sql`FROM (${byAddress}) AS a LEFT JOIN (${onList(list, from)}) AS known ON known.address = a.address
      WHERE ${left.length > 0 ? sql`upper(${place}) NOT IN ${left}` : sql`TRUE`}`
    const sums = sql`max(known.name) AS name, sum(requests) AS requests, sum(errors) AS errors, sum(bytes_sent) AS bytes_sent, count(a.address) AS addresses,
        min(a.address) AS example_address, min(requester) AS example_requester, min(first_seen) AS first_seen, max(last_seen) AS last_seen`
    return {
      rows: sql`SELECT ${place} AS place, ${sums} ${placed} GROUP BY 1`,
      order: sql`requests DESC, place`,
      aggregates: {
        totals: sql`SELECT coalesce(sum(requests), 0) AS requests, coalesce(sum(bytes_sent), 0) AS bytes_sent, count(a.address) AS addresses, count(DISTINCT known.label) AS places,
            coalesce(sum(CASE WHEN known.label IS NULL THEN requests END), 0) AS unplaced ${placed}`,
        top: sql`SELECT ${place} AS place, ${sums} ${placed} GROUP BY 1 ORDER BY requests DESC, place LIMIT 10`,
        list: listSize(list),
      },
    }
  },
  summarise({ aggregates }, { bucket }, { list }) {
    const [totals, tops] = [aggregates.totals?.[0], aggregates.top ?? []]
    const requests = numberOf(totals, 'requests')
    const networks = numberOf(aggregates.list?.[0], 'networks')
    const [one, many] = PLACES[list]
    const top = tops[0]
    const made = `${counted(requests, 'request')} to ${bucket} from ${counted(numberOf(totals, 'addresses'), 'address', 'addresses')}`
    return {
      headline:
        requests === 0
          ? `No such request to ${bucket} in this window.`
          : networks === 0
            ? `No list of ${many} was supplied, so addresses cannot be placed; ${made}.`
            : `${made} in ${counted(numberOf(totals, 'places'), one, many)}; ${share(numberOf(top, 'requests'), requests)} from ${top?.name ?? top?.place}.`,
      figures: { networks },
      charts:
        networks === 0 || tops.length === 0
          ? []
          : [bars(`Requests by ${one}`, tops, row => row.name ?? row.place ?? '', { requests: 'requests' })],
      notes: networks === 0 ? [howToSupply(list)] : ['Places are as good as the supplied list, and as old.'],
      next: whatElseCameFrom(top?.example_address),
    }
  },
})
