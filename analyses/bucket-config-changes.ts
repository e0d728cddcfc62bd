import { z } from 'zod'
import { defineAnalysis, type Example } from './lib/analysis.ts'
import { all, requesterFilter, requesterHas, succeeded, who } from './lib/fragments.ts'
import { ADA, logLine, trailEvent } from './lib/sample-lines.ts'
import { sql } from './lib/sql.ts'
import { overTime, period } from './lib/time-chart.ts'
import { count, counted, numberOf, requesterName, time } from './lib/words.ts'

export default defineAnalysis({
  title: 'Bucket configuration changes',
  answers: 'What changed in this bucket’s configuration, and who changed it?',
  group: 'Configuration changes',
  words: [
    'config',
    'configuration',
    'policy',
    'changed',
    'versioning',
    'lifecycle',
    'encryption',
    'settings',
    'public access',
  ],
  reads: ['cloudtrail', 'access-log'],
  why: 'CloudTrail has the new value; access logs tell only who changed which setting, and when.',
  blind: { 'access-log': 'Access logs never hold the new value; ask CloudTrail for it (logs:cloudtrail).' },
  parameters: z.object({ requester: requesterFilter }),
  columns: [
    { name: 'event_time', title: 'Time (UTC)', kind: 'time', shown: true },
    { name: 'operation', title: 'Change', kind: 'text', shown: true },
    { name: 'requester', title: 'Requester', kind: 'text', shown: true },
    { name: 'result', title: 'Result', kind: 'text', shown: true },
    { name: 'remote_ip', title: 'From', kind: 'text', shown: true },
    { name: 'new_value', title: 'New value', kind: 'text' },
    { name: 'error_message', title: 'Message', kind: 'text' },
    { name: 'user_agent', title: 'User agent', kind: 'text' },
    { name: 'request_id', title: 'Request id', kind: 'text' },
  ],
  statements({ requester }, { window }) {
    const changes = sql`FROM events WHERE ${all(sql`action = 'bucket-config-change'`, requesterHas(requester))}`
    return {
      rows: sql`SELECT event_time, operation, ${who} AS requester,
          CASE WHEN ${succeeded} THEN 'changed' ELSE coalesce(error_code, 'failed') END AS result,
          remote_ip, request_parameters AS new_value, error_message, user_agent, request_id ${changes}`,
      order: sql`event_time, operation, request_id`,
      aggregates: {
        totals: sql`SELECT count_if(${succeeded}) AS changes, count_if(NOT ${succeeded}) AS refused, count(DISTINCT ${who}) AS requesters, count(DISTINCT operation) AS settings ${changes}`,
        last: sql`SELECT event_time, operation, ${who} AS requester ${changes} AND ${succeeded} ORDER BY event_time DESC, operation LIMIT 1`,
        times: sql`SELECT ${period(window)} AS period, count_if(${succeeded}) AS changed, count_if(NOT ${succeeded}) AS refused ${changes} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates, rowCount }, { bucket, window }) {
    const totals = aggregates.totals?.[0]
    const last = aggregates.last?.[0]
    const changes = numberOf(totals, 'changes')
    const refused = numberOf(totals, 'refused')
    return {
      headline:
        changes === 0
          ? `The configuration of ${bucket} was not changed in this window${refused > 0 ? `; ${counted(refused, 'attempt')} failed` : ''}.`
          : `${counted(changes, 'change')} to the configuration of ${bucket}; the last was ${last?.operation} by ${requesterName(last?.requester ?? '')} at ${time(last?.event_time)} UTC.`,
      figures: [
        { label: 'Changes', value: count(changes) },
        { label: 'Failed attempts', value: count(refused) },
        { label: 'Settings', value: count(numberOf(totals, 'settings')) },
        { label: 'Requesters', value: count(numberOf(totals, 'requesters')) },
      ],
      ...(rowCount > 0 && {
        charts: [
          overTime('Changes over time', aggregates.times ?? [], window, [
            { name: 'changed', column: 'changed' },
            { name: 'failed', column: 'refused' },
          ]),
        ],
      }),
      notes: [],
    }
  },
})

export const examples: readonly Example[] = [
  {
    title: 'finds what was set and what was removed, and who could not',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.PUT.BUCKETPOLICY', status: 204, at: '01:00' }),
      logLine({ operation: 'REST.DELETE.LIFECYCLE', status: 204, at: '02:00' }),
      logLine({ operation: 'REST.PUT.ACL', at: '03:00' }),
      logLine({ operation: 'REST.PUT.VERSIONING', status: 403, errorCode: 'AccessDenied', at: '04:00' }),
    ],
    rows: [
      { operation: 'REST.PUT.BUCKETPOLICY', result: 'changed', requester: ADA },
      { operation: 'REST.DELETE.LIFECYCLE', result: 'changed' },
      { operation: 'REST.PUT.ACL', result: 'changed' },
      { operation: 'REST.PUT.VERSIONING', result: 'AccessDenied' },
    ],
    headline:
      '3 changes to the configuration of my-bucket; the last was REST.PUT.ACL by user ada at 2026-11-20 07:03:00 UTC.',
  },
  {
    title: 'takes neither reading a setting nor changing an object for a change of the bucket',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.GET.BUCKETPOLICY' }),
      logLine({ operation: 'REST.PUT.ACL', key: 'a' }),
      logLine({ operation: 'REST.PUT.OBJECT_TAGGING', key: 'a' }),
      logLine({ operation: 'REST.PUT.BUCKET' }),
      logLine({ operation: 'REST.DELETE.OBJECT', key: 'policy', status: 204 }),
    ],
    rows: [],
    headline: 'The configuration of my-bucket was not changed in this window.',
  },
  {
    title: 'finds CloudTrail’s events, with the new value',
    log: 'cloudtrail',
    lines: [
      trailEvent({
        eventName: 'PutBucketVersioning',
        parameters: { VersioningConfiguration: { Status: 'Suspended' } },
      }),
      trailEvent({ eventName: 'PutAccelerateConfiguration', at: '16:00' }),
      trailEvent({
        eventName: 'DeleteBucketPolicy',
        at: '17:00',
        errorCode: 'AccessDenied',
        errorMessage: 'no',
      }),
    ],
    rows: [
      {
        operation: 'PutBucketVersioning',
        result: 'changed',
        new_value: '{"bucketName":"my-bucket","VersioningConfiguration":{"Status":"Suspended"}}',
      },
      { operation: 'PutAccelerateConfiguration' },
      { operation: 'DeleteBucketPolicy', result: 'AccessDenied', error_message: 'no' },
    ],
    headline: '2 changes to the configuration of my-bucket; the last was PutAccelerateConfiguration',
  },
  {
    title: 'says of a change that was refused only that it was tried',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'PutBucketPolicy', errorCode: 'AccessDenied' })],
    rows: [{ operation: 'PutBucketPolicy', result: 'AccessDenied' }],
    headline: 'was not changed in this window; 1 attempt failed.',
  },
  {
    title: 'takes neither an object’s ACL, a read, nor the bucket itself for a setting',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'PutObjectAcl', key: 'a' }),
      trailEvent({ eventName: 'GetBucketPolicy' }),
      trailEvent({ eventName: 'CreateBucket' }),
      trailEvent({ eventName: 'DeleteBucket' }),
      trailEvent({ eventName: 'PutObject', key: 'PutBucketPolicy' }),
    ],
    rows: [],
    headline: 'was not changed in this window.',
  },
  {
    title: 'finds the changes of one person',
    log: 'access-log',
    lines: [ADA, 'arn:aws:iam::111122223333:user/bob'].map(requester =>
      logLine({ operation: 'REST.PUT.CORS', requester }),
    ),
    parameters: { requester: 'bob' },
    rows: [{ requester: 'arn:aws:iam::111122223333:user/bob' }],
    headline: '1 change to',
  },
]
