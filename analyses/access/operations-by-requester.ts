import { failed } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas, principal } from '../lib/sql/fragments.ts'
import { accessLogsFirst } from '../lib/evidence/logs.ts'
import { whatElseDid } from '../lib/shared/request-list.ts'
import { isRequest } from '../lib/meaning/operation.ts'
import { sql } from '../lib/sql/sql.ts'
import { count, counted, numberOf, requesterName } from '../lib/words.ts'

export default defineAnalysis({
  title: 'Operations by requester',
  answers: 'Which operations does each requester use, and how often?',
  group: 'Who accesses',
  words: ['matrix', 'operations', 'who does what', 'least privilege', 'permissions used'],
  ...accessLogsFirst('every request'),
  parameters: z.object({ prefix: keyPrefix, requester: requesterFilter }),
  columns: columns('requester* operation* requests* refused* all_requests keys first_seen last_seen*', {
    refused: 'Failed',
  }),
  figures: figures('requests | requesters | operations'),
  shownRows: 20,
  statements({ prefix, requester }) {
    const from = sql`FROM events WHERE ${all(isRequest, keyBegins(prefix), requesterHas(requester))}`
    const cells = sql`SELECT ${principal} AS requester, operation, count(*) AS requests, count_if(${failed}) AS refused,
        count(DISTINCT key) AS keys, min(event_time) AS first_seen, max(event_time) AS last_seen ${from} GROUP BY 1, 2`
    return {
      rows: sql`SELECT requester, operation, requests, refused, sum(requests) OVER (PARTITION BY requester) AS all_requests, keys, first_seen, last_seen
        FROM (${cells}) AS cells`,
      order: sql`all_requests DESC, requester, requests DESC, operation`,
      aggregates: {
        totals: sql`SELECT count(*) AS requests, count(DISTINCT ${principal}) AS requesters, count(DISTINCT operation) AS operations ${from}`,
        top: sql`SELECT requester, operation, requests FROM (${cells}) AS cells ORDER BY requests DESC, requester, operation LIMIT 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket }) {
    const [totals, top] = [aggregates.totals?.[0], aggregates.top?.[0]]
    const requests = numberOf(totals, 'requests')
    const requesters = numberOf(totals, 'requesters')
    const operations = numberOf(totals, 'operations')
    return {
      headline:
        requests === 0
          ? `No request to ${bucket} in this window.`
          : `${counted(requesters, 'requester')} used ${counted(operations, 'operation')} on ${bucket}; most often ${requesterName(top?.requester ?? '')}: ${count(numberOf(top, 'requests'))} ${top?.operation}.`,
      figures: { requests, requesters, operations },
      notes: ['What somebody did not use in this window may still be needed: month-end jobs, restores.'],
      next: whatElseDid(top?.requester),
    }
  },
})
