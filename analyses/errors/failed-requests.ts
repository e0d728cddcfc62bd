import { clientError, failed, serverError } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis, followUp } from '../lib/analysis.ts'
import { columns } from '../lib/columns.ts'
import {
  all,
  keyBegins,
  keyPrefix,
  principal,
  requesterFilter,
  requesterHas,
  who,
} from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { whatElseDid } from '../lib/shared/request-list.ts'
import { isWriteRequest, isRequest } from '../lib/meaning/operation.ts'
import { sql } from '../lib/sql/sql.ts'
import { overTime, period } from '../lib/shared/time-chart.ts'
import { count, counted, numberOf, requesterName, span, ratio } from '../lib/words.ts'

const CLASSES = { any: failed, '4xx': clientError, '5xx': serverError }
const KINDS = { any: 'failed', '4xx': 'failed with a 4xx status', '5xx': 'failed with a 5xx status' }

export default defineAnalysis({
  title: 'Failed requests',
  answers: 'Which requests failed, with which code?',
  group: 'Access denied and errors',
  words: ['failures', 'errors', 'failed', 'error list'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have the status of every request, and of 5xx the ids that AWS Support asks for.',
  presets: {
    'client-errors': {
      title: 'Client errors (4xx)',
      answers: 'Which requests failed with a 4xx status, whose were they, and why did they fail?',
      words: ['4xx', '400', 'bad request', 'client error'],
      parameters: { class: '4xx' },
    },
    'server-errors': {
      title: 'Server errors (5xx), with ids for AWS Support',
      answers: 'Which requests did S3 itself fail, and which ids does AWS Support need?',
      words: ['5xx', '500', '503', 'internal error', 'host id', 'aws support'],
      parameters: { class: '5xx' },
    },
    'failed-uploads': {
      title: 'Failed uploads',
      answers: 'Which uploads failed, whose were they, and why did they fail?',
      words: ['upload failed', 'put failed', 'cannot write', 'entity too large'],
      parameters: { uploads: true },
    },
  },
  parameters: z.object({
    class: z
      .enum(['any', '4xx', '5xx'])
      .default('any')
      .describe('Which failures: 4xx are the client’s, 5xx are S3’s own.')
      .meta({ title: 'Status' }),
    uploads: z
      .boolean()
      .default(false)
      .describe('Only requests that write an object or a part of one.')
      .meta({ title: 'Only uploads' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: parameters => [
    ...columns('event_time* status* error_code* operation* key*'),
    ...columns(
      parameters.class === '5xx' ? 'requester remote_ip request_id*' : 'requester* remote_ip request_id',
    ),
    ...columns('host_id total_ms object_size user_agent request_uri'),
  ],
  figures: ({ uploads }) => ({
    failures: 'Failures',
    share: [uploads ? 'Share of all requests that write' : 'Share of all requests', 'share'],
    client: '4xx',
    server: '5xx',
    requesters: 'Requesters',
    keys: 'Distinct keys',
  }),
  statements({ class: status, uploads, prefix, requester }, { window }) {
    const asked = all(
      sql`TRUE`,
      uploads ? isWriteRequest : undefined,
      keyBegins(prefix),
      requesterHas(requester),
    )
    const failures = sql`FROM events WHERE ${asked} AND ${CLASSES[status]}`
    return {
      rows: sql`SELECT event_time, status, error_code, operation, key, ${who} AS requester, remote_ip, request_id, host_id, total_ms, object_size, user_agent, request_uri ${failures}`,
      order: sql`event_time, request_id, operation, key, status, error_code, remote_ip, requester`,
      aggregates: {
        totals: sql`SELECT count_if(${CLASSES[status]}) AS failures, count_if(${CLASSES[status]} AND ${clientError}) AS client, count_if(${CLASSES[status]} AND ${serverError}) AS server,
            count_if(${isRequest}) AS requests, count_if(${isRequest} AND ${CLASSES[status]}) AS failed_requests,
            count(DISTINCT CASE WHEN ${CLASSES[status]} THEN ${principal} END) AS requesters, count(DISTINCT CASE WHEN ${CLASSES[status]} THEN key END) AS keys
          FROM events WHERE ${asked}`,
        top: sql`SELECT ${principal} AS requester, coalesce(error_code, 'no code logged') AS code, count(*) AS failures, min(event_time) AS first, max(event_time) AS last
          ${failures} GROUP BY 1, 2 ORDER BY failures DESC, requester, code LIMIT 3`,
        times: sql`SELECT ${period(window)} AS period, count_if(${clientError}) AS client, count_if(${serverError}) AS server ${failures} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, window, reader }, { class: status, uploads }) {
    const totals = aggregates.totals?.[0]
    const top = aggregates.top ?? []
    const failures = numberOf(totals, 'failures')
    const requests = numberOf(totals, 'requests')
    const most = numberOf(top[0], 'failures')
    const what = uploads ? 'upload' : 'request'
    const by = `${requesterName(top[0]?.requester ?? '')} (${top[0]?.code})${span(top[0]?.first, top[0]?.last, reader)}`
    return {
      headline:
        failures === 0
          ? `No ${what} to ${bucket} ${KINDS[status]} in this window; ${counted(requests, what)} ${requests === 1 ? 'was' : 'were'} logged.`
          : `${counted(failures, what)} to ${bucket} ${KINDS[status]}; ${most === failures ? 'all' : `the most, ${count(most)},`} by ${by}.`,
      figures: { share: ratio(numberOf(totals, 'failed_requests'), requests) },
      charts: [
        failures > 0 &&
          overTime('Failures over time', aggregates.times ?? [], window, {
            '4xx': 'client',
            '5xx': 'server',
          }),
      ],
      notes: [
        'A key that a batch deletion could not delete is a row of its own here, but no request in the share.',
        status === '5xx' &&
          failures > 0 &&
          'AWS Support finds a request by its request id together with its host id; the CSV has both.',
      ],
      next:
        failures === 0
          ? []
          : [
              followUp('errors-by', 'Which requesters and operations fail the most?', { class: status }),
              ...whatElseDid(top[0]?.requester),
            ],
    }
  },
})
