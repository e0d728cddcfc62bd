import { failed } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis, followUp } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, principal, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { atLeast, percent } from '../lib/shared/requests.ts'
import { estimateNote } from '../lib/shared/prices.ts'
import { lists, probes } from '../lib/meaning/operation.ts'
import { sql } from '../lib/sql/sql.ts'
import { overTime, period } from '../lib/shared/time-chart.ts'
import { count, counted, numberOf, requesterName, ratio } from '../lib/words.ts'

/** What a listing asks for; empty for the whole bucket. */
const listed = sql`coalesce(try(url_decode(regexp_extract(request_uri, '[?&]prefix=([^& ]*)', 1))), '')`

/** To ask for two keys at most is to look whether there are any. */
const listing = sql`(${lists} AND NOT ${probes})`

export default defineAnalysis({
  title: 'Heavy listers',
  answers: 'Who lists the bucket how often, and which prefixes?',
  group: 'Volume and cost',
  words: ['list', 'listing', 'ListObjects', 'too many lists', 'ls', 'list cost'],
  ...ONLY_ACCESS_LOGS,
  why: 'Access logs have every listing with the prefix that it asked for.',
  parameters: z.object({ lists: atLeast(1, 'listings'), requester: requesterFilter }),
  columns: columns(
    `lists* share* requester* remote_ip* prefixes* main_prefix* tool user_agent failures bytes_sent
    other_requests first_seen last_seen`,
    { share: '% of listings', user_agent: 'A user agent' },
  ),
  figures: figures(`lists: Listings | share: Share of all records #share | requesters |
    bytesSent: Bytes of listings #bytes | estimatedCost #dollars`),
  statements({ lists: least, requester }, { window }) {
    const asked = all(sql`TRUE`, requesterHas(requester))
    const listings = sql`FROM events WHERE ${asked} AND ${listing}`
    const client = sql`${principal} AS r, coalesce(remote_ip, '') AS i, coalesce(tool, '') AS u`
    return {
      rows: sql`SELECT c.lists, ${percent(sql`c.lists`, sql`sum(c.lists) OVER ()`)} AS share, c.requester, c.remote_ip, p.prefixes, p.main_prefix, c.tool, c.user_agent, c.failures, c.bytes_sent,
          c.requests - c.lists AS other_requests, c.first_seen, c.last_seen
        FROM (SELECT ${client}, min(${principal}) AS requester, min(remote_ip) AS remote_ip, min(tool) AS tool, min(user_agent) AS user_agent, count(*) AS requests, count_if(${listing}) AS lists,
            count_if(${listing} AND ${failed}) AS failures, coalesce(sum(CASE WHEN ${listing} THEN bytes_sent END), 0) AS bytes_sent,
            min(CASE WHEN ${listing} THEN event_time END) AS first_seen, max(CASE WHEN ${listing} THEN event_time END) AS last_seen
          FROM events WHERE ${asked} GROUP BY 1, 2, 3 HAVING count_if(${listing}) >= ${least}) AS c
        JOIN (SELECT r, i, u, count(*) AS prefixes, max_by(prefix, (n, prefix)) AS main_prefix
          FROM (SELECT ${client}, ${listed} AS prefix, count(*) AS n ${listings} GROUP BY 1, 2, 3, 4) AS q GROUP BY 1, 2, 3) AS p USING (r, i, u)`,
      order: sql`lists DESC, requester, remote_ip, tool`,
      aggregates: {
        totals: sql`SELECT count(*) AS requests, count_if(${listing}) AS lists, count_if(${listing} AND NOT ${failed}) AS succeeded, count(DISTINCT CASE WHEN ${listing} THEN ${principal} END) AS requesters,
            coalesce(sum(CASE WHEN ${listing} THEN bytes_sent END), 0) AS bytes_sent FROM events WHERE ${asked}`,
        top: sql`SELECT ${principal} AS requester, count(*) AS lists, count(DISTINCT ${listed}) AS prefixes ${listings} GROUP BY 1 ORDER BY lists DESC, requester LIMIT 1`,
        times: sql`SELECT ${period(window)} AS period, count(*) AS lists ${listings} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, window, settings }) {
    const totals = aggregates.totals?.[0]
    const top = aggregates.top?.[0]
    const lists = numberOf(totals, 'lists')
    const most = numberOf(top, 'lists')
    return {
      headline:
        lists === 0
          ? `Nobody listed ${bucket} in this window.`
          : `${bucket} was listed ${counted(lists, 'time')}; ${most === lists ? 'always' : `${count(most)} times`} by ${requesterName(top?.requester ?? '')}, ${counted(numberOf(top, 'prefixes'), 'prefix', 'prefixes')}.`,
      figures: {
        share: ratio(lists, numberOf(totals, 'requests')),
        estimatedCost: (numberOf(totals, 'succeeded') / 1000) * settings.prices.writesPerThousand,
      },
      charts: [
        lists > 0 && overTime('Listings over time', aggregates.times ?? [], window, { listings: 'lists' }),
      ],
      notes: [`A listing of up to 1,000 keys costs as much as a PUT. ${estimateNote(settings)}`],
      next: [lists > 0 && followUp('request-cost', 'What do all requests cost, and whose?')],
    }
  },
})
