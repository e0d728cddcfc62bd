import * as z from 'zod'
import { defineAnalysis, followUp } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { percent, perWidth, width } from '../lib/shared/requests.ts'
import { conflicted, denied, throttled, clientError, failed, serverError } from '../lib/meaning/outcome.ts'
import { isError, probes, isRequest } from '../lib/meaning/operation.ts'
import { sql } from '../lib/sql/sql.ts'
import { overTime, period } from '../lib/shared/time-chart.ts'
import { count, counted, instant, numberOf, share, ratio } from '../lib/words.ts'

export default defineAnalysis({
  title: 'Error rate over time',
  answers: 'What share of the requests failed, and when did it rise?',
  group: 'Access denied and errors',
  words: ['error rate', 'availability', 'failure rate', 'errors over time', 'spike'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have the status of every request.',
  parameters: z.object({ width, prefix: keyPrefix, requester: requesterFilter }),
  columns: columns('time* requests* client_errors* server_errors* rate* throttled denied probes conflicts', {
    probes: 'Looked for what is not there',
  }),
  figures: figures(
    'requests | failing #share | clientErrors: 4xx | serverErrors: 5xx | probes: Looked for what is not there | conflicts',
  ),
  statements({ width, prefix, requester }, { window }) {
    const requests = sql`FROM events WHERE ${all(isRequest, keyBegins(prefix), requesterHas(requester))}`
    const counts = sql`count(*) AS requests, count_if(${clientError}) AS client_errors, count_if(${serverError}) AS server_errors, count_if(${isError}) AS failures, count_if(${probes} AND ${failed}) AS probes, count_if(${conflicted}) AS conflicts`
    return {
      rows: sql`SELECT ${perWidth(width)} AS time, ${counts}, ${percent(sql`count_if(${isError})`, sql`count(*)`)} AS rate,
          count_if(${throttled}) AS throttled, count_if(${denied}) AS denied ${requests} GROUP BY 1`,
      order: sql`time`,
      aggregates: {
        totals: sql`SELECT ${counts} ${requests}`,
        worst: sql`SELECT ${perWidth(width)} AS time, ${counts} ${requests} GROUP BY 1 HAVING count_if(${isError}) > 0 ORDER BY failures DESC, time LIMIT 1`,
        times: sql`SELECT ${period(window)} AS period, ${counts} ${requests} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, window, reader }, { width }) {
    const totals = aggregates.totals?.[0]
    const worst = aggregates.worst?.[0]
    const requests = numberOf(totals, 'requests')
    const failures = numberOf(totals, 'failures')
    const worstShare = share(numberOf(worst, 'failures'), numberOf(worst, 'requests'))
    return {
      headline:
        requests === 0
          ? `No request to ${bucket} in this window.`
          : failures === 0
            ? `None of ${counted(requests, 'request')} to ${bucket} failed.`
            : `${count(failures)} of ${counted(requests, 'request')} to ${bucket} failed (${share(failures, requests)}); the most in one ${width}, ${count(numberOf(worst, 'failures'))} (${worstShare} of its requests), from ${instant(worst?.time, reader)} on.`,
      figures: { failing: ratio(failures, requests) },
      charts: [
        failures > 0 &&
          overTime('Failures over time', aggregates.times ?? [], window, {
            '4xx': 'client_errors',
            '5xx': 'server_errors',
          }),
      ],
      notes: [
        `A ${width} without requests has no row. The keys of a batch deletion are no requests of their own.`,
        'Signed requests for what is not there (404) and conflicts (409, 412) are among the 4xx, but not among the failures: clients look before they write.',
      ],
      next: [failures > 0 && followUp('errors-by', 'Which requesters and operations fail the most?')],
    }
  },
})
