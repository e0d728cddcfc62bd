import { z } from 'zod'
import { defineAnalysis, type Example } from './lib/analysis.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas } from './lib/fragments.ts'
import {
  clientError,
  failed,
  isRequest,
  ONLY_ACCESS_LOGS,
  percent,
  perWidth,
  serverError,
  width,
} from './lib/requests.ts'
import { logLine } from './lib/sample-lines.ts'
import { sql } from './lib/sql.ts'
import { overTime, period } from './lib/time-chart.ts'
import { count, counted, numberOf, share, time } from './lib/words.ts'

export default defineAnalysis({
  title: 'Error rate over time',
  answers: 'What share of the requests failed, and when did it rise?',
  group: 'Access denied and errors',
  words: ['error rate', 'availability', 'failure rate', 'errors over time', 'spike'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have the status of every request.',
  parameters: z.object({ width, prefix: keyPrefix, requester: requesterFilter }),
  columns: [
    { name: 'time', title: 'From (UTC)', kind: 'time', shown: true },
    { name: 'requests', title: 'Requests', kind: 'number', shown: true },
    { name: 'client_errors', title: '4xx', kind: 'number', shown: true },
    { name: 'server_errors', title: '5xx', kind: 'number', shown: true },
    { name: 'rate', title: 'Failing %', kind: 'number', shown: true },
    { name: 'throttled', title: 'SlowDown', kind: 'number' },
    { name: 'denied', title: '403', kind: 'number' },
  ],
  statements({ width, prefix, requester }, { window }) {
    const requests = sql`FROM events WHERE ${all(isRequest, keyBegins(prefix), requesterHas(requester))}`
    const counts = sql`count(*) AS requests, count_if(${clientError}) AS client_errors, count_if(${serverError}) AS server_errors, count_if(${failed}) AS failures`
    return {
      rows: sql`SELECT ${perWidth(width)} AS time, ${counts}, ${percent(sql`count_if(${failed})`, sql`count(*)`)} AS rate,
          count_if(status = 503 AND error_code = 'SlowDown') AS throttled, count_if(status = 403) AS denied ${requests} GROUP BY 1`,
      order: sql`time`,
      aggregates: {
        totals: sql`SELECT ${counts} ${requests}`,
        worst: sql`SELECT ${perWidth(width)} AS time, ${counts} ${requests} GROUP BY 1 HAVING count_if(${failed}) > 0 ORDER BY failures DESC, time LIMIT 1`,
        times: sql`SELECT ${period(window)} AS period, ${counts} ${requests} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, window }, { width }) {
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
            : `${count(failures)} of ${counted(requests, 'request')} to ${bucket} failed (${share(failures, requests)}); the most in one ${width}, ${count(numberOf(worst, 'failures'))} (${worstShare} of its requests), from ${time(worst?.time)} UTC on.`,
      figures: [
        { label: 'Requests', value: count(requests) },
        { label: 'Failing', value: share(failures, requests) },
        { label: '4xx', value: count(numberOf(totals, 'client_errors')) },
        { label: '5xx', value: count(numberOf(totals, 'server_errors')) },
      ],
      ...(failures > 0 && {
        charts: [
          overTime('Failures over time', aggregates.times ?? [], window, [
            { name: '4xx', column: 'client_errors' },
            { name: '5xx', column: 'server_errors' },
          ]),
        ],
      }),
      notes: [
        `A ${width} without requests has no row. The keys of a batch deletion are no requests of their own.`,
      ],
      next:
        failures > 0
          ? [
              {
                analysis: 'errors-by',
                parameters: {},
                label: 'Which requesters and operations fail the most?',
              },
            ]
          : [],
    }
  },
})

const get = { operation: 'REST.GET.OBJECT', key: 'a' }
const put = { operation: 'REST.PUT.OBJECT', key: 'b', requester: 'arn:aws:iam::111122223333:user/bob' }
const mixed = [
  logLine({ ...get, at: '01:59' }),
  logLine({ ...get, at: '01:00', status: 404 }),
  logLine({ ...get, at: '02:00', status: 503, errorCode: 'SlowDown' }),
  logLine({ ...put, at: '02:01', status: 500 }),
  logLine({ ...put, at: '02:02', status: 307 }),
]

export const examples: readonly Example[] = [
  {
    title: 'tells for each hour how many requests failed, and by whose fault',
    log: 'access-log',
    lines: mixed,
    rows: [
      {
        time: '2026-11-20 07:00:00.000',
        requests: '5',
        client_errors: '1',
        server_errors: '2',
        rate: '60.0',
        throttled: '1',
        denied: '0',
      },
    ],
    headline:
      '3 of 5 requests to my-bucket failed (60.0 %); the most in one hour, 3 (60.0 % of its requests), from 2026-11-20 07:00:00 UTC on.',
  },
  {
    title: 'tells it for each minute; a record at the minute’s start is of it',
    log: 'access-log',
    parameters: { width: 'minute' },
    lines: mixed,
    rows: [
      { time: '2026-11-20 07:01:00.000', requests: '2', rate: '50.0' },
      { time: '2026-11-20 07:02:00.000', requests: '3', rate: '66.7' },
    ],
    headline: 'the most in one minute, 2 (66.7 % of its requests), from 2026-11-20 07:02:00 UTC on.',
  },
  {
    title: 'looks at one prefix and one requester alone',
    log: 'access-log',
    parameters: { prefix: 'b', requester: 'bob' },
    lines: [...mixed, logLine({ ...put, key: 'a' }), logLine({ ...get, key: 'b' })],
    rows: [{ requests: '2', server_errors: '1' }],
    headline: '1 of 2 requests',
  },
  {
    title: 'counts neither the keys of a batch nor what S3 does by itself',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.POST.MULTI_OBJECT_DELETE' }),
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'a', status: 403, errorCode: 'AccessDenied' }),
      logLine({ operation: 'S3.EXPIRE.OBJECT', key: 'a', status: '-' }),
    ],
    rows: [{ requests: '1', rate: '0.0' }],
    headline: 'None of 1 request to my-bucket failed.',
  },
  {
    title: 'has nothing to say of no requests',
    log: 'access-log',
    lines: [],
    rows: [],
    headline: 'No request to my-bucket in this window.',
  },
]
