import { z } from 'zod'
import { defineAnalysis, type Example } from './lib/analysis.ts'
import { all, denied, keyBegins, keyPrefix, requesterFilter, requesterHas, who } from './lib/fragments.ts'
import { ADA, logLine, trailEvent } from './lib/sample-lines.ts'
import { sql } from './lib/sql.ts'
import { overTime, period } from './lib/time-chart.ts'
import { count, counted, numberOf, requesterName, share, span } from './lib/words.ts'

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
  columns: [
    { name: 'requests', title: 'Refused', kind: 'number', shown: true },
    { name: 'requester', title: 'Requester', kind: 'text', shown: true },
    { name: 'operation', title: 'Operation', kind: 'text', shown: true },
    { name: 'error_code', title: 'Error code', kind: 'text', shown: true },
    { name: 'remote_ip', title: 'From', kind: 'text', shown: true },
    { name: 'keys', title: 'Keys', kind: 'number', shown: true },
    { name: 'example_key', title: 'For example', kind: 'text' },
    { name: 'error_message', title: 'Message', kind: 'text' },
    { name: 'first_seen', title: 'First (UTC)', kind: 'time' },
    { name: 'last_seen', title: 'Last (UTC)', kind: 'time' },
    { name: 'example_request_id', title: 'A request id', kind: 'text' },
  ],
  statements({ prefix, requester }, { window }) {
    const refusals = sql`FROM events WHERE ${all(denied, keyBegins(prefix), requesterHas(requester))}`
    return {
      rows: sql`SELECT count(*) AS requests, ${who} AS requester, operation, ${reason} AS error_code, remote_ip,
          count(DISTINCT key) AS keys, min(key) AS example_key, min(error_message) AS error_message,
          min(event_time) AS first_seen, max(event_time) AS last_seen, min(request_id) AS example_request_id
        ${refusals} GROUP BY ${who}, operation, ${reason}, remote_ip`,
      order: sql`requests DESC, requester, operation, error_code, remote_ip`,
      aggregates: {
        totals: sql`SELECT count(*) AS refused, count(DISTINCT ${who}) AS requesters, count(DISTINCT remote_ip) AS addresses,
            count(DISTINCT key) AS keys, (SELECT count(*) FROM events) AS requests ${refusals}`,
        top: sql`SELECT ${who} AS requester, count(*) AS refused, min(event_time) AS first, max(event_time) AS last
          ${refusals} GROUP BY 1 ORDER BY refused DESC, requester LIMIT 1`,
        codes: sql`SELECT ${reason} AS error_code, count(*) AS refused ${refusals} GROUP BY 1 ORDER BY refused DESC, error_code LIMIT 3`,
        times: sql`SELECT ${period(window)} AS period, count(*) AS refused ${refusals} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, window }) {
    const totals = aggregates.totals?.[0]
    const top = aggregates.top?.[0]
    const refused = numberOf(totals, 'refused')
    const most = numberOf(top, 'refused')
    const codes = (aggregates.codes ?? []).map(row => `${row.error_code} ${count(numberOf(row, 'refused'))}`)
    return {
      headline:
        refused === 0
          ? `No request to ${bucket} was refused in this window.`
          : `${counted(refused, 'request')} to ${bucket} ${refused === 1 ? 'was' : 'were'} refused; ${most === refused ? 'all' : count(most)} by ${requesterName(top?.requester ?? '')}${span(top?.first, top?.last)}.`,
      figures: [
        { label: 'Refused requests', value: count(refused) },
        { label: 'Share of all requests', value: share(refused, numberOf(totals, 'requests')) },
        { label: 'Requesters', value: count(numberOf(totals, 'requesters')) },
        { label: 'Addresses', value: count(numberOf(totals, 'addresses')) },
        { label: 'Distinct keys', value: count(numberOf(totals, 'keys')) },
        { label: 'Codes', value: codes.join(', ') || '–' },
      ],
      ...(refused > 0 && {
        charts: [
          overTime('Refused requests over time', aggregates.times ?? [], window, [
            { name: 'refused', column: 'refused' },
          ]),
        ],
      }),
      notes: ['Requests that a VPC endpoint’s own policy refuses are in no log of the bucket.'],
      next: top?.requester?.startsWith('arn:')
        ? [
            {
              analysis: 'requesters-by-operations',
              parameters: { requester: top.requester },
              label: `What else did ${requesterName(top.requester)} do?`.slice(0, 75),
            },
          ]
        : [],
    }
  },
})

export const examples: readonly Example[] = [
  {
    title: 'finds every 403, whatever its code, and requests without a status by their code',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.GET.OBJECT', key: 'b', status: 403, errorCode: 'AccessDenied' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 403, errorCode: 'AccessDenied' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 403 }),
      logLine({
        operation: 'REST.GET.OBJECT',
        key: 'a',
        status: 403,
        errorCode: 'SignatureDoesNotMatch',
        requester: '-',
      }),
      logLine({ operation: 'REST.COPY.OBJECT_GET', key: 'a', status: '-', errorCode: 'AccessDenied' }),
    ],
    rows: [
      { requests: '2', keys: '2', example_key: 'a', error_code: 'AccessDenied', requester: ADA },
      { requests: '1', requester: '(anonymous)', error_code: 'SignatureDoesNotMatch' },
      { requests: '1', operation: 'REST.COPY.OBJECT_GET' },
      { requests: '1', error_code: 'no code logged' },
    ],
    headline: '5 requests to my-bucket were refused; 4 by user ada',
  },
  {
    title: 'does not take other failures for a refusal',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 404, errorCode: 'NoSuchKey' }),
      logLine({ operation: 'REST.GET.BUCKET', status: 401 }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 503, errorCode: 'SlowDown' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 200, errorCode: 'AccessDenied' }),
      logLine({ operation: 'REST.GET.OBJECT', key: '403' }),
    ],
    rows: [],
    headline: 'No request to my-bucket was refused in this window.',
  },
  {
    title: 'finds the refusals of one prefix, by the key as it is or as it is logged',
    log: 'access-log',
    lines: ['a%253Db/1', 'a%253Dc/1'].map(key => logLine({ operation: 'REST.GET.OBJECT', key, status: 403 })),
    parameters: { prefix: 'a%253Db/' },
    rows: [{ requests: '1', example_key: 'a=b/1' }],
    headline: '1 request to my-bucket was refused; all by user ada',
  },
  {
    title: 'finds CloudTrail’s codes of a refusal, with the reason',
    log: 'cloudtrail',
    lines: [
      trailEvent({
        eventName: 'GetObject',
        key: 'a',
        errorCode: 'AccessDenied',
        errorMessage: 'because no policy allows it',
      }),
      trailEvent({ eventName: 'PutObject', key: 'a', errorCode: 'AllAccessDisabled' }),
      trailEvent({ eventName: 'ListObjects', errorCode: 'Client.UnauthorizedOperation' }),
    ],
    rows: [
      { operation: 'GetObject', error_message: 'because no policy allows it' },
      { operation: 'ListObjects', error_code: 'Client.UnauthorizedOperation' },
      { operation: 'PutObject', error_code: 'AllAccessDisabled' },
    ],
    headline: '3 requests',
  },
  {
    title: 'takes neither a missing key nor a missing policy in CloudTrail for a refusal',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', errorCode: 'NoSuchKey' }),
      trailEvent({ eventName: 'GetBucketPolicy', errorCode: 'NoSuchBucketPolicy' }),
      trailEvent({ eventName: 'GetObject', key: 'AccessDenied' }),
    ],
    rows: [],
    headline: 'No request',
  },
  {
    title: 'finds the refusals of one person',
    log: 'cloudtrail',
    lines: [ADA, 'arn:aws:iam::111122223333:user/bob'].map(identity =>
      trailEvent({ eventName: 'GetObject', key: identity, errorCode: 'AccessDenied', identity }),
    ),
    parameters: { requester: 'user/BOB' },
    rows: [{ requester: 'arn:aws:iam::111122223333:user/bob' }],
    headline: 'user bob',
  },
]
