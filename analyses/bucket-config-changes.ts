import { z } from 'zod'
import { defineAnalysis } from './lib/analysis.ts'
import { all, hour, requesterFilter, requesterHas, succeeded, who } from './lib/fragments.ts'
import { sql } from './lib/sql.ts'
import { overTime } from './lib/time-chart.ts'
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
  statements({ requester }) {
    const changes = sql`FROM events WHERE ${all(sql`action = 'bucket-config-change'`, requesterHas(requester))}`
    return {
      rows: sql`SELECT event_time, operation, ${who} AS requester,
          CASE WHEN ${succeeded} THEN 'changed' ELSE coalesce(error_code, 'failed') END AS result,
          remote_ip, request_parameters AS new_value, error_message, user_agent, request_id ${changes}`,
      order: sql`event_time, operation, request_id`,
      aggregates: {
        totals: sql`SELECT count_if(${succeeded}) AS changes, count_if(NOT ${succeeded}) AS refused, count(DISTINCT ${who}) AS requesters, count(DISTINCT operation) AS settings ${changes}`,
        last: sql`SELECT event_time, operation, ${who} AS requester ${changes} AND ${succeeded} ORDER BY event_time DESC, operation LIMIT 1`,
        hours: sql`SELECT ${hour} AS hour, count_if(${succeeded}) AS changed, count_if(NOT ${succeeded}) AS refused ${changes} GROUP BY 1 ORDER BY 1`,
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
        chart: overTime('Changes over time', aggregates.hours ?? [], window, [
          { name: 'changed', column: 'changed' },
          { name: 'failed', column: 'refused' },
        ]),
      }),
      notes: [],
    }
  },
})
