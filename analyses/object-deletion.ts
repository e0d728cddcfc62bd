import { z } from 'zod'
import { defineAnalysis } from './lib/analysis.ts'
import {
  all,
  hour,
  keyBegins,
  keyPrefix,
  requesterFilter,
  requesterHas,
  succeeded,
  who,
} from './lib/fragments.ts'
import { sql } from './lib/sql.ts'
import { overTime } from './lib/time-chart.ts'
import { count, counted, numberOf, requesterName, span } from './lib/words.ts'

const DELETING = ['delete', 'lifecycle-expire', 'lifecycle-delete-marker']

/** Only a named version is gone for good; without one, a versioned bucket writes a delete marker. */
const kind = sql`CASE
    WHEN action = 'lifecycle-expire' THEN 'expired by lifecycle'
    WHEN action = 'lifecycle-delete-marker' THEN 'delete marker by lifecycle'
    WHEN strpos(lower(request_uri), 'versionid=') > 0 OR (request_uri IS NULL AND version_id IS NOT NULL) THEN 'version deleted'
    ELSE 'deleted'
  END`

export default defineAnalysis({
  title: 'Object deletions',
  answers: 'What was deleted, when and by whom?',
  group: 'Deletions and lifecycle',
  words: [
    'deletions',
    'deleted',
    'removed',
    'who removed',
    'delete',
    'lost objects',
    'missing files',
    'expired',
  ],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs name every key of a batch deletion and what lifecycle rules expire; CloudTrail has no lifecycle actions.',
  blind: {
    cloudtrail: 'CloudTrail never records what lifecycle rules delete.',
    'access-log': 'Access logs are delivered on a best-effort basis: a record may come late or never.',
  },
  parameters: z.object({ prefix: keyPrefix, requester: requesterFilter }),
  columns: [
    { name: 'event_time', title: 'Time (UTC)', kind: 'time', shown: true },
    { name: 'key', title: 'Key', kind: 'text', shown: true },
    { name: 'kind', title: 'Kind', kind: 'text', shown: true },
    { name: 'requester', title: 'Requester', kind: 'text', shown: true },
    { name: 'remote_ip', title: 'From', kind: 'text', shown: true },
    { name: 'version_id', title: 'Version', kind: 'text' },
    { name: 'object_size', title: 'Size', kind: 'bytes' },
    { name: 'operation', title: 'Operation', kind: 'text' },
    { name: 'status', title: 'Status', kind: 'number' },
    { name: 'user_agent', title: 'User agent', kind: 'text' },
    { name: 'request_id', title: 'Request id', kind: 'text' },
  ],
  statements({ prefix, requester }) {
    const asked = all(sql`action IN ${DELETING}`, keyBegins(prefix), requesterHas(requester))
    const deletions = sql`FROM events WHERE ${asked} AND ${succeeded}`
    return {
      rows: sql`SELECT event_time, key, ${kind} AS kind, ${who} AS requester, remote_ip, version_id, object_size, operation, status, user_agent, request_id ${deletions}`,
      order: sql`event_time, key, request_id`,
      aggregates: {
        totals: sql`SELECT count_if(${succeeded}) AS deletions, count_if(NOT ${succeeded}) AS refused,
            count(DISTINCT CASE WHEN ${succeeded} THEN key END) AS keys,
            count(DISTINCT CASE WHEN ${succeeded} THEN ${who} END) AS requesters,
            count_if(${succeeded} AND ${kind} = 'version deleted') AS versions,
            count_if(${succeeded} AND starts_with(action, 'lifecycle-')) AS lifecycle
          FROM events WHERE ${asked}`,
        top: sql`SELECT ${who} AS requester, max(remote_ip) AS remote_ip, count(*) AS deletions,
            count(DISTINCT remote_ip) AS addresses, min(event_time) AS first, max(event_time) AS last
          ${deletions} GROUP BY 1 ORDER BY deletions DESC, requester LIMIT 1`,
        hours: sql`SELECT ${hour} AS hour, count_if(NOT starts_with(action, 'lifecycle-')) AS requests, count_if(starts_with(action, 'lifecycle-')) AS lifecycle
          ${deletions} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, window }) {
    const totals = aggregates.totals?.[0]
    const top = aggregates.top?.[0]
    const deletions = numberOf(totals, 'deletions')
    const refused = numberOf(totals, 'refused')
    const most = numberOf(top, 'deletions')
    const from = numberOf(top, 'addresses') === 1 ? ` from ${top?.remote_ip}` : ''
    const by = `${requesterName(top?.requester ?? '')}${from}${span(top?.first, top?.last)}`
    return {
      headline:
        deletions === 0
          ? `No object was deleted from ${bucket} in this window${refused > 0 ? `; ${counted(refused, 'attempt')} failed` : ''}.`
          : `${counted(deletions, 'deletion')} in ${bucket}; ${most === deletions ? 'all' : count(most)} by ${by}.`,
      figures: [
        { label: 'Deletions', value: count(deletions) },
        { label: 'Distinct keys', value: count(numberOf(totals, 'keys')) },
        { label: 'Requesters', value: count(numberOf(totals, 'requesters')) },
        { label: 'Versions deleted for good', value: count(numberOf(totals, 'versions')) },
        { label: 'By lifecycle rules', value: count(numberOf(totals, 'lifecycle')) },
        { label: 'Failed attempts (not counted)', value: count(refused) },
      ],
      ...(deletions > 0 && {
        chart: overTime('Deletions over time', aggregates.hours ?? [], window, [
          { name: 'by requests', column: 'requests' },
          { name: 'by lifecycle', column: 'lifecycle' },
        ]),
      }),
      notes: [
        '“deleted” names no version: in a versioned bucket that is a delete marker, and the object can be brought back.',
      ],
    }
  },
})
