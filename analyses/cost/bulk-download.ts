import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, principal, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { accessLogsFirst } from '../lib/evidence/logs.ts'
import { whatElseDid } from '../lib/shared/request-list.ts'
import { downloads } from '../lib/meaning/operation.ts'
import { sql } from '../lib/sql/sql.ts'
import { bytes, counted, numberOf, requesterName, span } from '../lib/words.ts'

export default defineAnalysis({
  title: 'Bulk downloads',
  answers: 'Who downloaded much in a short time?',
  group: 'Volume and cost',
  words: ['bulk', 'mass download', 'exfiltration', 'data theft', 'downloaded everything', 'scraping'],
  ...accessLogsFirst('the bytes of every read'),
  parameters: z.object({
    megabytes: z
      .number()
      .min(0.001)
      .max(1_000_000_000)
      .default(50)
      .describe('From so many megabytes (10^6 bytes) within the minutes on it is a bulk download.')
      .meta({ title: 'Megabytes', placeholder: '50' }),
    minutes: z
      .int()
      .min(1)
      .max(1440)
      .default(10)
      .describe('How long the time is that the megabytes fall into, wherever it begins.')
      .meta({ title: 'Within minutes', placeholder: '10' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: columns(
    `requester* remote_ip* most_bytes* most_until* bytes* keys* reads first_read last_read first_key
    last_key network tool user_agent`,
    {
      tool: 'Tools',
      user_agent: 'A user agent',
      bytes: 'Bytes in all',
      keys: 'Objects',
      first_key: 'First key',
      last_key: 'Last key',
    },
  ),
  figures: figures(`actors: Clients | requesters | bytes: Bytes downloaded by them #bytes |
    bytesDownloadedByAnyone #bytes | readsByAnyone`),
  statements({ megabytes, minutes, prefix, requester }) {
    const read = sql`FROM events WHERE ${all(sql`${downloads} AND bytes_sent > 0`, keyBegins(prefix), requesterHas(requester))}`
    // Sliding, not on the clock: what straddles a boundary counts, too.
    const sliding = sql`SELECT ${principal} AS requester, remote_ip, tool, user_agent, network, event_time, key, bytes_sent,
        sum(bytes_sent) OVER (PARTITION BY ${principal}, remote_ip ORDER BY event_time RANGE BETWEEN INTERVAL ${String(minutes)} MINUTE PRECEDING AND CURRENT ROW) AS recent
      ${read}`
    const bulk = sql`SELECT requester, remote_ip, max(recent) AS most_bytes, max_by(event_time, (recent, event_time)) AS most_until, sum(bytes_sent) AS bytes, count(DISTINCT key) AS keys, count(*) AS reads,
        min(event_time) AS first_read, max(event_time) AS last_read, min(key) AS first_key, max(key) AS last_key, min(network) AS network, array_join(array_sort(array_distinct(array_agg(coalesce(tool, '(none)')))), ', ') AS tool, min(user_agent) AS user_agent
      FROM (${sliding}) AS s GROUP BY requester, remote_ip HAVING max(recent) >= ${Math.round(megabytes * 1_000_000)}`
    return {
      rows: bulk,
      order: sql`most_bytes DESC, requester, remote_ip`,
      aggregates: {
        reads: sql`SELECT count(*) AS reads, coalesce(sum(bytes_sent), 0) AS bytes ${read}`,
        totals: sql`SELECT count(*) AS actors, coalesce(sum(bytes), 0) AS bytes, coalesce(sum(keys), 0) AS keys, count(DISTINCT requester) AS requesters FROM (${bulk}) AS b`,
        top: sql`SELECT * FROM (${bulk}) AS b ORDER BY most_bytes DESC, requester, remote_ip LIMIT 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, reader }, { megabytes, minutes }) {
    const totals = aggregates.totals?.[0]
    const top = aggregates.top?.[0]
    const reads = aggregates.reads?.[0]
    const within = `within ${counted(minutes, 'minute')}`
    const much = `${bytes(megabytes * 1_000_000)} or more ${within}`
    const name = requesterName(top?.requester ?? '')
    return {
      headline: top
        ? `${name}${top.remote_ip ? ` at ${top.remote_ip}` : ''} downloaded ${bytes(numberOf(top, 'most_bytes'))} of ${bucket} ${within}, ${bytes(numberOf(top, 'bytes'))} of ${counted(numberOf(top, 'keys'), 'object')} in all${span(top.first_read, top.last_read, reader)}; ${counted(numberOf(totals, 'actors'), 'client')} downloaded ${much}.`
        : `Nobody downloaded ${much} from ${bucket}; ${bytes(numberOf(reads, 'bytes'))} were downloaded in all.`,
      severity: top && {
        level: 'medium',
        why: 'Much was read in a short time: a job that is known to do so, or somebody taking the data.',
      },
      figures: { bytesDownloadedByAnyone: numberOf(reads, 'bytes'), readsByAnyone: numberOf(reads, 'reads') },
      notes: [
        'A client is a requester at one address, a role with all its sessions. Whoever spreads a download over many addresses stays below; data-transfer-by-ip and the top requesters show the sums.',
      ],
      next: whatElseDid(top?.requester),
    }
  },
})
