import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, principal } from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { redirected } from '../lib/meaning/outcome.ts'
import { isWebsite, isRequest } from '../lib/meaning/operation.ts'
import { sql } from '../lib/sql/sql.ts'
import { count, counted, numberOf, requesterName, ratio } from '../lib/words.ts'

export default defineAnalysis({
  title: 'Redirected requests',
  answers: 'Which clients ask in the wrong place (301, 302, 307, 308) and are sent elsewhere?',
  group: 'Access denied and errors',
  words: ['301', '307', 'redirect', 'wrong region', 'PermanentRedirect', 'TemporaryRedirect', '3xx'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have the status of a request and the host that it was sent to.',
  parameters: z.object({ prefix: keyPrefix }),
  columns: columns(
    `requests* status* error_code* requester* host_header* operation* addresses example_ip example_key
    user_agent first_seen last_seen`,
    { requests: 'Redirected', host_header: 'Host asked', example_key: 'A key', user_agent: 'A user agent' },
  ),
  figures: figures(
    `redirected | share: Share of all requests #share | requesters | website: By the bucket’s website`,
  ),
  statements({ prefix }) {
    const requests = sql`FROM events WHERE ${all(isRequest, keyBegins(prefix))}`
    return {
      rows: sql`SELECT count(*) AS requests, status, error_code, ${principal} AS requester, host_header, operation, count(DISTINCT remote_ip) AS addresses,
          min(remote_ip) AS example_ip, min(key) AS example_key, min(user_agent) AS user_agent, min(event_time) AS first_seen, max(event_time) AS last_seen
        ${requests} AND ${redirected} GROUP BY status, error_code, ${principal}, host_header, operation`,
      order: sql`requests DESC, requester, host_header, operation, status, error_code`,
      aggregates: {
        totals: sql`SELECT count(*) AS requests, count_if(${redirected}) AS redirected, count_if(${redirected} AND ${isWebsite}) AS website, count(DISTINCT CASE WHEN ${redirected} THEN ${principal} END) AS requesters ${requests}`,
        top: sql`SELECT ${principal} AS requester, host_header, count(*) AS redirected ${requests} AND ${redirected} GROUP BY 1, 2 ORDER BY redirected DESC, requester, host_header LIMIT 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket }) {
    const totals = aggregates.totals?.[0]
    const top = aggregates.top?.[0]
    const elsewhere = numberOf(totals, 'redirected')
    return {
      headline:
        elsewhere === 0
          ? `No request to ${bucket} was redirected in this window, as far as access logs show it.`
          : `${counted(elsewhere, 'request')} to ${bucket} ${elsewhere === 1 ? 'was' : 'were'} redirected; the most, ${count(numberOf(top, 'redirected'))}, by ${requesterName(top?.requester ?? '')} at ${top?.host_header ?? 'a host that was not logged'}.`,
      figures: { share: ratio(elsewhere, numberOf(totals, 'requests')) },
      notes: [
        'Requests to the wrong Region are not logged for Regions that AWS opened after 20 March 2019: there, clients may be redirected without a record.',
        'Redirects of the bucket’s website (WEBSITE operations) are what its rules ask for.',
      ],
    }
  },
})
