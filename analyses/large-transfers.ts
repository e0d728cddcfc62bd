import { z } from 'zod'
import { defineAnalysis, type Example } from './lib/analysis.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas, succeeded, who } from './lib/fragments.ts'
import { uploads } from './lib/requests.ts'
import { ADA, logLine, trailEvent } from './lib/sample-lines.ts'
import { sql } from './lib/sql.ts'
import { bytes, count, counted, numberOf, requesterName, span } from './lib/words.ts'

const DIRECTIONS = {
  downloads: { where: sql`action = 'read'`, size: sql`bytes_sent`, one: 'download' },
  uploads: { where: uploads, size: sql`object_size`, one: 'upload' },
}

export default defineAnalysis({
  title: 'Large transfers',
  answers: 'Which single downloads or uploads were large, and whose were they?',
  group: 'Volume and cost',
  words: ['large', 'big files', 'huge', 'large requests'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have the bytes of every request; CloudTrail has object requests only where data events are on.',
  blind: {
    'access-log': 'Access logs are delivered on a best-effort basis: a record may come late or never.',
    cloudtrail: 'CloudTrail has object requests only where the trail records data events for this bucket.',
  },
  presets: {
    'large-downloads': {
      title: 'Large downloads',
      answers: 'Who downloaded large objects?',
      words: ['large download', 'big download', 'large response'],
      parameters: { direction: 'downloads', megabytes: 50 },
    },
    'large-uploads': {
      title: 'Large uploads',
      answers: 'Who uploaded large objects or parts?',
      words: ['large upload', 'big upload', 'large put'],
      parameters: { direction: 'uploads', megabytes: 10 },
    },
  },
  parameters: z.object({
    direction: z
      .enum(['downloads', 'uploads'])
      .default('downloads')
      .describe('Bytes that S3 sent, or bytes that it was sent.')
      .meta({ title: 'Direction' }),
    megabytes: z
      .number()
      .min(0)
      .max(50_000_000)
      .default(50)
      .describe('Only transfers of more than so many megabytes (10^6 bytes).')
      .meta({ title: 'More than (MB)', placeholder: '50' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: [
    { name: 'event_time', title: 'Time (UTC)', kind: 'time', shown: true },
    { name: 'bytes', title: 'Bytes', kind: 'bytes', shown: true },
    { name: 'key', title: 'Key', kind: 'text', shown: true },
    { name: 'requester', title: 'Requester', kind: 'text', shown: true },
    { name: 'remote_ip', title: 'From', kind: 'text', shown: true },
    { name: 'operation', title: 'Operation', kind: 'text' },
    { name: 'status', title: 'Status', kind: 'number' },
    { name: 'object_size', title: 'Size', kind: 'bytes' },
    { name: 'total_ms', title: 'Total ms', kind: 'number' },
    { name: 'network', title: 'Network', kind: 'text' },
    { name: 'user_agent', title: 'User agent', kind: 'text' },
    { name: 'request_id', title: 'Request id', kind: 'text' },
  ],
  statements({ direction, megabytes, prefix, requester }) {
    const { where, size } = DIRECTIONS[direction]
    const asked = all(where, succeeded, keyBegins(prefix), requesterHas(requester))
    const large = sql`FROM events WHERE ${asked} AND ${size} > ${Math.round(megabytes * 1_000_000)}`
    return {
      rows: sql`SELECT event_time, ${size} AS bytes, key, ${who} AS requester, remote_ip, operation, status, object_size, total_ms, network, user_agent, request_id ${large}`,
      order: sql`bytes DESC, event_time, request_id, key`,
      aggregates: {
        totals: sql`SELECT count(*) AS transfers, coalesce(sum(${size}), 0) AS bytes, count(DISTINCT key) AS keys, count(DISTINCT ${who}) AS requesters ${large}`,
        all: sql`SELECT count(*) AS transfers FROM events WHERE ${asked}`,
        top: sql`SELECT ${who} AS requester, count(*) AS transfers, sum(${size}) AS bytes, min(event_time) AS first, max(event_time) AS last ${large} GROUP BY 1 ORDER BY bytes DESC, requester LIMIT 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, logs }, { direction, megabytes }) {
    const totals = aggregates.totals?.[0]
    const top = aggregates.top?.[0]
    const { one } = DIRECTIONS[direction]
    const transfers = numberOf(totals, 'transfers')
    const all = numberOf(aggregates.all?.[0], 'transfers')
    const more = `more than ${bytes(megabytes * 1_000_000)}`
    return {
      headline:
        transfers === 0
          ? `None of ${counted(all, one)} in ${bucket} had ${more}.`
          : `${count(transfers)} of ${counted(all, one)} in ${bucket} had ${more}, ${bytes(numberOf(totals, 'bytes'))} in all; the most, ${bytes(numberOf(top, 'bytes'))}, by ${requesterName(top?.requester ?? '')}${span(top?.first, top?.last)}.`,
      figures: [
        { label: 'Large transfers', value: count(transfers) },
        { label: 'Bytes', value: bytes(numberOf(totals, 'bytes')) },
        { label: 'Keys', value: count(numberOf(totals, 'keys')) },
        { label: 'Requesters', value: count(numberOf(totals, 'requesters')) },
      ],
      notes: [
        'A row is one request: an object that is moved in parts is several, none larger than its part.',
        ...(logs.includes('cloudtrail')
          ? ['CloudTrail’s byte counts may include more than the object itself.']
          : []),
      ],
      next:
        transfers > 0 && direction === 'downloads'
          ? [{ analysis: 'bulk-download', parameters: {}, label: 'Who downloaded much in a short time?' }]
          : [],
    }
  },
})

const MB = 1_000_000
const get = { operation: 'REST.GET.OBJECT', key: 'a' }
const put = { operation: 'REST.PUT.OBJECT', key: 'b' }

export const examples: readonly Example[] = [
  {
    title: 'finds a response of more than 50 MB, not one of 50 MB of a larger object',
    log: 'access-log',
    preset: 'large-downloads',
    lines: [
      logLine({ ...get, bytesSent: 50 * MB + 1 }),
      logLine({ ...get, bytesSent: 50 * MB, objectSize: 90 * MB, status: 206 }),
      logLine({ ...put, objectSize: 900 * MB }),
    ],
    rows: [{ key: 'a', bytes: '50000001', requester: ADA }],
    headline:
      '1 of 2 downloads in my-bucket had more than 50.0 MB, 50.0 MB in all; the most, 50.0 MB, by user ada at',
  },
  {
    title: 'finds uploads of more than 10 MB, and takes no download, copy or completion for one',
    log: 'access-log',
    preset: 'large-uploads',
    lines: [
      logLine({ ...put, objectSize: 11 * MB }),
      logLine({ ...put, objectSize: 10 * MB }),
      logLine({ operation: 'REST.PUT.PART', key: 'c', objectSize: 12 * MB }),
      logLine({ operation: 'REST.POST.UPLOAD', key: 'c', objectSize: 24 * MB }),
      logLine({ operation: 'REST.COPY.OBJECT', key: 'c', objectSize: 24 * MB }),
      logLine({ ...get, bytesSent: 99 * MB, objectSize: 99 * MB }),
      logLine({ ...put, objectSize: 99 * MB, status: 403 }),
    ],
    rows: [{ key: 'c', operation: 'REST.PUT.PART' }, { key: 'b' }],
    headline: '2 of 3 uploads in my-bucket had more than 10.0 MB',
  },
  {
    title: 'takes another direction, limit, prefix and requester',
    log: 'access-log',
    parameters: { direction: 'uploads', megabytes: 0.5, prefix: 'b', requester: 'ada' },
    lines: [
      logLine({ ...put, objectSize: MB, bytesSent: 0 }),
      logLine({ ...put, objectSize: MB, key: 'c' }),
      logLine({ ...put, objectSize: MB, requester: '-' }),
    ],
    rows: [{ key: 'b' }],
    headline: '1 of 1 upload in',
  },
  {
    title: 'has none where nothing is large',
    log: 'access-log',
    lines: [logLine({ ...get, bytesSent: MB })],
    rows: [],
    headline: 'None of 1 download in my-bucket had more than 50.0 MB.',
  },
  {
    title: 'finds them in CloudTrail by the bytes transferred, which requests have no other field for',
    log: 'cloudtrail',
    lines: [
      trailEvent({ eventName: 'GetObject', key: 'a', bytesSent: 60 * MB }),
      trailEvent({ eventName: 'GetObject', key: 'b', bytesReceived: 60 * MB, parameters: { size: 60 * MB } }),
    ],
    rows: [{ key: 'a', bytes: '60000000' }],
    headline: '1 of 2 downloads',
  },
  {
    title: 'finds no large one in CloudTrail where the request failed',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a', bytesSent: 60 * MB, errorCode: 'AccessDenied' })],
    rows: [],
    headline: 'None of 0 downloads',
  },
]
