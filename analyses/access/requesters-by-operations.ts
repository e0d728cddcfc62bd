import { isRequest } from '../lib/meaning/operation.ts'
import { failed } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import {
  all,
  keyBegins,
  keyPrefix,
  requesterFilter,
  requesterHas,
  principal,
  sessions,
} from '../lib/sql/fragments.ts'
import { isAnonymous } from '../lib/meaning/requester.ts'
import { sql } from '../lib/sql/sql.ts'
import { counted, numberOf, requesterName, withSessions, share, ratio } from '../lib/words.ts'

export default defineAnalysis({
  title: 'Top requesters',
  answers: 'Who uses this bucket, how much, and for what?',
  group: 'Who accesses',
  words: ['requesters', 'who accesses', 'top', 'users', 'clients', 'usage', 'who uses'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have every request with its bytes; CloudTrail has object requests only where data events are on.',
  blind: {
    cloudtrail: 'CloudTrail has object requests only where the trail records data events for this bucket.',
    'access-log': 'Access logs are delivered on a best-effort basis: a record may come late or never.',
  },
  parameters: z.object({ prefix: keyPrefix, requester: requesterFilter }),
  columns:
    columns(`requester* requests* errors* bytes_sent* main_operation* operations addresses requester_type
    requester_account first_seen last_seen`),
  figures: figures(`requests | requesters | errors | share: Share of errors #share | bytesSent #bytes |
    anonymous: Anonymous requests`),
  statements({ prefix, requester }) {
    const filter = all(isRequest, keyBegins(prefix), requesterHas(requester))
    const counts = sql`count(*) AS requests, count_if(${failed}) AS errors, sum(coalesce(bytes_sent, 0)) AS bytes_sent`
    const byOperation = sql`SELECT ${principal} AS requester, operation, count(*) AS uses FROM events WHERE ${filter} GROUP BY 1, 2`
    return {
      rows: sql`SELECT r.requester, r.requests, r.errors, r.bytes_sent, o.main_operation, o.operations, r.addresses, r.requester_type, r.requester_account, r.first_seen, r.last_seen
        FROM (SELECT ${principal} AS requester, ${counts}, count(DISTINCT remote_ip) AS addresses, min(requester_type) AS requester_type,
            min(requester_account) AS requester_account, min(event_time) AS first_seen, max(event_time) AS last_seen
          FROM events WHERE ${filter} GROUP BY 1) AS r
        JOIN (SELECT requester, max_by(operation, (uses, operation)) AS main_operation, count(*) AS operations FROM (${byOperation}) AS u GROUP BY 1) AS o
          ON o.requester = r.requester`,
      order: sql`requests DESC, requester`,
      aggregates: {
        totals: sql`SELECT ${counts}, count(DISTINCT ${principal}) AS requesters, count_if(${isAnonymous}) AS anonymous FROM events WHERE ${filter}`,
        top: sql`SELECT ${principal} AS requester, ${counts}, ${sessions} AS sessions FROM events WHERE ${filter} GROUP BY 1 ORDER BY requests DESC, requester LIMIT 10`,
      },
    }
  },
  summarise({ aggregates }, { bucket }) {
    const totals = aggregates.totals?.[0]
    const top = aggregates.top ?? []
    const requests = numberOf(totals, 'requests')
    const first = numberOf(top[0], 'requests')
    return {
      headline:
        requests === 0
          ? `No request to ${bucket} in this window.`
          : `${counted(numberOf(totals, 'requesters'), 'requester')} made ${counted(requests, 'request')} to ${bucket}; ${withSessions(top[0]?.requester ?? '', numberOf(top[0], 'sessions'))} made ${share(first, requests)} of them.`,
      figures: { share: ratio(numberOf(totals, 'errors'), requests) },
      charts: [
        requests > 0 && {
          kind: 'bar' as const,
          title: 'Requests by requester',
          categories: top.map(row => requesterName(row.requester ?? '')),
          series: [
            {
              name: 'succeeded',
              values: top.map(row => numberOf(row, 'requests') - numberOf(row, 'errors')),
            },
            { name: 'failed', values: top.map(row => numberOf(row, 'errors')) },
          ],
        },
      ],
      notes: [],
    }
  },
})
