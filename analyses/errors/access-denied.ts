import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import {
  all,
  denied,
  keyBegins,
  keyPrefix,
  principal,
  requesterFilter,
  requesterHas,
  sessions,
} from '../lib/sql/fragments.ts'
import { whatElseDid } from '../lib/shared/request-list.ts'
import { sql } from '../lib/sql/sql.ts'
import { overTime, period } from '../lib/shared/time-chart.ts'
import { count, counted, numberOf, withSessions, span, ratio } from '../lib/words.ts'

const reason = sql`coalesce(error_code, 'no code logged')`

export default defineAnalysis({
  title: 'Access denied',
  answers: 'Who was refused, doing what, and why?',
  group: 'Access denied and errors',
  words: ['403', 'denied', 'forbidden', 'refused', 'permission', 'accessdenied', 'signature does not match'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have every refused request; CloudTrail says why, but has no request that failed to authenticate.',
  blind: {
    'access-log':
      'Access logs have the error code but not the reason; ask CloudTrail for the message (logs:cloudtrail).',
    cloudtrail: 'CloudTrail has no requests that failed to authenticate (a wrong key or signature).',
  },
  parameters: z.object({ prefix: keyPrefix, requester: requesterFilter }),
  columns: columns(
    `requests* requester* operation* error_code* remote_ip* keys* example_key error_message first_seen
    last_seen example_request_id`,
    { requests: 'Refused' },
  ),
  figures: figures(`refused: Refused requests | share: Share of all requests #share | requesters | addresses |
    keys: Distinct keys | codes #text`),
  statements({ prefix, requester }, { window }) {
    const refusals = sql`FROM events WHERE ${all(denied, keyBegins(prefix), requesterHas(requester))}`
    return {
      rows: sql`SELECT count(*) AS requests, ${principal} AS requester, operation, ${reason} AS error_code, remote_ip,
          count(DISTINCT key) AS keys, min(key) AS example_key, min(error_message) AS error_message,
          min(event_time) AS first_seen, max(event_time) AS last_seen, min(request_id) AS example_request_id
        ${refusals} GROUP BY ${principal}, operation, ${reason}, remote_ip`,
      order: sql`requests DESC, requester, operation, error_code, remote_ip`,
      aggregates: {
        totals: sql`SELECT count(*) AS refused, count(DISTINCT ${principal}) AS requesters, count(DISTINCT remote_ip) AS addresses,
            count(DISTINCT key) AS keys, (SELECT count(*) FROM events) AS requests ${refusals}`,
        top: sql`SELECT ${principal} AS requester, count(*) AS refused, ${sessions} AS sessions, min(event_time) AS first, max(event_time) AS last
          ${refusals} GROUP BY 1 ORDER BY refused DESC, requester LIMIT 1`,
        codes: sql`SELECT ${reason} AS error_code, count(*) AS refused ${refusals} GROUP BY 1 ORDER BY refused DESC, error_code LIMIT 3`,
        times: sql`SELECT ${period(window)} AS period, count(*) AS refused ${refusals} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, window, reader }) {
    const totals = aggregates.totals?.[0]
    const top = aggregates.top?.[0]
    const refused = numberOf(totals, 'refused')
    const most = numberOf(top, 'refused')
    const codes = (aggregates.codes ?? []).map(row => `${row.error_code} ${count(numberOf(row, 'refused'))}`)
    return {
      headline:
        refused === 0
          ? `No request to ${bucket} was refused in this window.`
          : `${counted(refused, 'request')} to ${bucket} ${refused === 1 ? 'was' : 'were'} refused; ${most === refused ? 'all' : count(most)} by ${withSessions(top?.requester ?? '', numberOf(top, 'sessions'))}${span(top?.first, top?.last, reader)}.`,
      figures: { share: ratio(refused, numberOf(totals, 'requests')), codes: codes.join(', ') },
      charts: [
        refused > 0 &&
          overTime('Refused requests over time', aggregates.times ?? [], window, { refused: 'refused' }),
      ],
      notes: ['Requests that a VPC endpoint’s own policy refuses are in no log of the bucket.'],
      next: whatElseDid(top?.requester),
    }
  },
})
