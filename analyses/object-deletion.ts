import { z } from 'zod'
import { defineAnalysis, type Example } from './lib/analysis.ts'
import { deletionKind as kind, isDeletion, isMarker, isPermanent } from './lib/deletions.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas, succeeded, who } from './lib/fragments.ts'
import { ADA, logLine, trailEvent } from './lib/sample-lines.ts'
import { sql } from './lib/sql.ts'
import { overTime, period } from './lib/time-chart.ts'
import { commonFolder, count, counted, numberOf, requesterName, span } from './lib/words.ts'

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
  presets: {
    'delete-markers-created': {
      title: 'Delete markers',
      answers: 'Which objects vanished behind a delete marker, and can be brought back?',
      words: ['delete markers', 'recoverable', 'undelete', 'bring back', 'vanished'],
      parameters: { markersOnly: true },
    },
  },
  parameters: z.object({
    prefix: keyPrefix,
    requester: requesterFilter,
    markersOnly: z
      .boolean()
      .default(false)
      .describe('Only deletions of which the log proves that they left a delete marker.')
      .meta({ title: 'Delete markers only' }),
  }),
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
  statements({ prefix, requester, markersOnly }, { window }) {
    const asked = all(
      isDeletion,
      markersOnly ? isMarker : undefined,
      keyBegins(prefix),
      requesterHas(requester),
    )
    // A marker helps only where the versions behind it were left alone.
    const purged = sql`SELECT DISTINCT key FROM events WHERE ${isPermanent} AND ${succeeded}`
    const deletions = sql`FROM events WHERE ${asked} AND ${succeeded}`
    return {
      rows: sql`SELECT event_time, key, ${kind} AS kind, ${who} AS requester, remote_ip, version_id, object_size, operation, status, user_agent, request_id ${deletions}`,
      // What somebody did comes before what the bucket's own rules did every night.
      order: sql`CASE WHEN starts_with(operation, 'S3.') THEN 1 ELSE 0 END, event_time, key, request_id`,
      aggregates: {
        totals: sql`SELECT count_if(${succeeded}) AS deletions, count_if(NOT ${succeeded}) AS refused,
            count(DISTINCT CASE WHEN ${succeeded} THEN key END) AS keys,
            count(DISTINCT CASE WHEN ${succeeded} THEN ${who} END) AS requesters,
            count_if(${succeeded} AND ${kind} = 'version deleted') AS versions, count_if(${succeeded} AND ${isMarker}) AS markers,
            min(CASE WHEN ${succeeded} THEN key END) AS first_key, max(CASE WHEN ${succeeded} THEN key END) AS last_key,
            count_if(${succeeded} AND starts_with(action, 'lifecycle-')) AS lifecycle
          FROM events WHERE ${asked}`,
        recoverable: sql`SELECT count(*) AS keys FROM (SELECT DISTINCT key ${deletions} AND ${isMarker}) AS marked
          LEFT JOIN (${purged}) AS purged ON purged.key = marked.key WHERE purged.key IS NULL`,
        top: sql`SELECT ${who} AS requester, max(remote_ip) AS remote_ip, count(*) AS deletions,
            count(DISTINCT remote_ip) AS addresses, min(event_time) AS first, max(event_time) AS last
          ${deletions} GROUP BY 1 ORDER BY deletions DESC, requester LIMIT 1`,
        times: sql`SELECT ${period(window)} AS period, count_if(NOT starts_with(action, 'lifecycle-')) AS requests, count_if(starts_with(action, 'lifecycle-')) AS lifecycle
          ${deletions} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, window }, { markersOnly }) {
    const totals = aggregates.totals?.[0]
    const top = aggregates.top?.[0]
    const deletions = numberOf(totals, 'deletions')
    const refused = numberOf(totals, 'refused')
    const most = numberOf(top, 'deletions')
    const from = numberOf(top, 'addresses') === 1 ? ` from ${top?.remote_ip}` : ''
    const by = `${requesterName(top?.requester ?? '')}${from}${span(top?.first, top?.last)}`
    const folder = commonFolder(totals?.first_key, totals?.last_key)
    const under = folder ? `; all under ${folder}` : ''
    const recoverable = numberOf(aggregates.recoverable?.[0], 'keys')
    const back =
      recoverable > 0 ? `; ${counted(recoverable, 'object')} can be brought back from delete markers` : ''
    const none = markersOnly
      ? `The logs prove no delete marker in ${bucket} in this window`
      : `No object was deleted from ${bucket} in this window`
    return {
      headline:
        deletions === 0
          ? `${none}${refused > 0 ? `; ${counted(refused, 'attempt')} failed` : ''}.`
          : `${counted(deletions, markersOnly ? 'delete marker' : 'deletion')} in ${bucket}; ${most === deletions ? 'all' : count(most)} by ${by}${under}${back}.`,
      figures: [
        { label: 'Deletions', value: count(deletions) },
        { label: 'Distinct keys', value: count(numberOf(totals, 'keys')) },
        { label: 'Requesters', value: count(numberOf(totals, 'requesters')) },
        { label: 'Versions deleted for good', value: count(numberOf(totals, 'versions')) },
        { label: 'Known to have left a delete marker', value: count(numberOf(totals, 'markers')) },
        { label: 'By lifecycle rules', value: count(numberOf(totals, 'lifecycle')) },
        { label: 'Failed attempts (not counted)', value: count(refused) },
      ],
      ...(deletions > 0 && {
        charts: [
          overTime('Deletions over time', aggregates.times ?? [], window, [
            { name: 'by requests', column: 'requests' },
            { name: 'by lifecycle', column: 'lifecycle' },
          ]),
        ],
      }),
      notes: [
        '“deleted” names no version: in a versioned bucket that is a delete marker, and the object can be brought back.',
        ...(recoverable > 0
          ? [
              'Only objects of which no version was deleted for good in this window count as recoverable; remove the delete marker to bring one back.',
            ]
          : []),
      ],
    }
  },
})

export const examples: readonly Example[] = [
  {
    title: 'finds every way to delete an object, and says which it was',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.DELETE.OBJECT', key: 'a%253Db', status: 204, at: '01:00' }),
      logLine({
        operation: 'REST.DELETE.OBJECT',
        key: 'c',
        uri: 'DELETE /c?versionId=v1 HTTP/1.1',
        status: 204,
        at: '02:00',
      }),
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'my+file', status: 204, at: '03:00' }),
      logLine({
        operation: 'S3.EXPIRE.OBJECT',
        key: 'old',
        status: '-',
        requester: 'AmazonS3',
        remoteIp: '-',
        at: '04:00',
      }),
      logLine({
        operation: 'S3.CREATE.DELETEMARKER',
        key: 'older',
        status: '-',
        requester: 'AmazonS3',
        remoteIp: '-',
        at: '05:00',
      }),
    ],
    rows: [
      { key: 'a=b', kind: 'deleted', requester: ADA },
      { key: 'c', kind: 'version deleted' },
      { key: 'my file', kind: 'deleted' },
      { key: 'old', kind: 'expired by lifecycle', requester: 'AmazonS3', remote_ip: null },
      { key: 'older', kind: 'delete marker by lifecycle' },
    ],
    headline: '5 deletions in my-bucket; 3 by user ada from 203.0.113.7',
  },
  {
    title: 'does not count a deletion that was refused, but says so',
    log: 'access-log',
    lines: [logLine({ operation: 'REST.DELETE.OBJECT', key: 'a', status: 403, errorCode: 'AccessDenied' })],
    rows: [],
    headline: 'No object was deleted from my-bucket in this window; 1 attempt failed.',
  },
  {
    title: 'takes neither the envelope of a batch nor anything else that is deleted for an object',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.POST.MULTI_OBJECT_DELETE' }),
      logLine({ operation: 'REST.DELETE.UPLOAD', key: 'a', status: 204 }),
      logLine({ operation: 'S3.DELETE.UPLOAD', key: 'a', status: '-', requester: 'AmazonS3' }),
      logLine({ operation: 'REST.DELETE.OBJECT_TAGGING', key: 'a', status: 204 }),
      logLine({ operation: 'REST.DELETE.BUCKETPOLICY', status: 204 }),
      logLine({ operation: 'REST.DELETE.BUCKET', status: 204 }),
    ],
    rows: [],
    headline: 'No object was deleted from my-bucket in this window.',
  },
  {
    title: 'says what can be brought back: a marker is there, and no version behind it was deleted',
    log: 'access-log',
    preset: 'delete-markers-created',
    lines: [
      logLine({ operation: 'REST.DELETE.OBJECT', key: 'logs/a', versionId: 'm1', status: 204, at: '01:00' }),
      logLine({ operation: 'REST.DELETE.OBJECT', key: 'logs/b', versionId: 'm2', status: 204, at: '02:00' }),
      logLine({
        operation: 'REST.DELETE.OBJECT',
        key: 'logs/b',
        uri: 'DELETE /logs/b?versionId=v1 HTTP/1.1',
        versionId: 'v1',
        status: 204,
        at: '03:00',
      }),
      logLine({ operation: 'REST.DELETE.OBJECT', key: 'logs/c', status: 204, at: '04:00' }),
      logLine({ operation: 'S3.CREATE.DELETEMARKER', key: 'logs/d', status: '-', requester: 'AmazonS3' }),
    ],
    rows: [
      { key: 'logs/a', kind: 'delete marker' },
      { key: 'logs/b', kind: 'delete marker', version_id: 'm2' },
      { key: 'logs/d', kind: 'delete marker by lifecycle' },
    ],
    headline: 'all under logs/; 2 objects can be brought back from delete markers.',
  },
  {
    title: 'does not call a deletion a delete marker where the record does not prove it',
    log: 'access-log',
    parameters: { markersOnly: true },
    lines: [logLine({ operation: 'REST.DELETE.OBJECT', key: 'a', status: 204 })],
    rows: [],
    headline: 'The logs prove no delete marker in my-bucket in this window.',
  },
  {
    title: 'finds the deletions of one prefix',
    log: 'access-log',
    lines: ['a_b/1', 'axb/2'].map(key => logLine({ operation: 'REST.DELETE.OBJECT', key, status: 204 })),
    parameters: { prefix: 'a_b/' },
    rows: [{ key: 'a_b/1' }],
    headline: '1 deletion in',
  },
  {
    title: 'finds the deletions of one role, however its name is written',
    log: 'access-log',
    lines: ['role/Nightly_Cleanup/i-1', 'role/nightlyXcleanup/i-1'].map(role =>
      logLine({
        operation: 'REST.DELETE.OBJECT',
        key: role,
        status: 204,
        requester: `arn:aws:sts::111122223333:assumed-${role}`,
      }),
    ),
    parameters: { requester: 'nightly_cleanup' },
    rows: [{ key: 'role/Nightly_Cleanup/i-1' }],
    headline: 'role Nightly_Cleanup',
  },
  {
    title: 'finds each key of a batch in CloudTrail, not the batch besides',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'DeleteObjects' }),
      trailEvent({ eventName: 'DeleteObject', key: 'a', at: '15:01' }),
      trailEvent({ eventName: 'DeleteObject', key: 'b+c%20d', parameters: { versionId: 'v1' }, at: '15:02' }),
    ],
    rows: [
      { key: 'a', kind: 'deleted' },
      { key: 'b+c%20d', kind: 'version deleted', version_id: 'v1' },
    ],
    headline: '2 deletions in my-bucket; all by user ada',
  },
  {
    title: 'takes neither a failed nor any other Delete… event for a deletion',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'DeleteObject', key: 'a', errorCode: 'AccessDenied' }),
      trailEvent({ eventName: 'AbortMultipartUpload', key: 'a' }),
      trailEvent({ eventName: 'DeleteObjectTagging', key: 'a' }),
      trailEvent({ eventName: 'DeleteBucketPolicy' }),
      trailEvent({ eventName: 'DeleteBucket' }),
    ],
    rows: [],
    headline: '1 attempt failed',
  },
]
