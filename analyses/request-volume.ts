import { z } from 'zod'
import { defineAnalysis, type Example } from './lib/analysis.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas, who } from './lib/fragments.ts'
import {
  downloaded,
  failed,
  isRequest,
  ONLY_ACCESS_LOGS,
  perWidth,
  uploaded,
  width,
  writes,
} from './lib/requests.ts'
import { logLine } from './lib/sample-lines.ts'
import { sql } from './lib/sql.ts'
import { overTime, period } from './lib/time-chart.ts'
import { bytes, count, counted, numberOf, time } from './lib/words.ts'

const OF = {
  all: { where: isRequest, one: 'request' },
  reads: { where: sql`action = 'read'`, one: 'read' },
  writes: { where: writes, one: 'write' },
  lists: { where: sql`action = 'list'`, one: 'listing' },
}

export default defineAnalysis({
  title: 'Requests over time',
  answers: 'How many requests were made, and how many bytes moved, in each hour or day?',
  group: 'Volume and cost',
  words: ['volume', 'traffic over time', 'requests per hour', 'load', 'trend', 'busiest hour'],
  ...ONLY_ACCESS_LOGS,
  why: 'Access logs have every request with its bytes; CloudTrail has object requests only where data events are on.',
  presets: {
    'writes-per-hour': {
      title: 'Writes per hour',
      answers: 'How many writes were made, and how many bytes uploaded, in each hour?',
      words: ['writes', 'uploads over time', 'ingest', 'put rate'],
      parameters: { of: 'writes' },
    },
  },
  parameters: z.object({
    width,
    of: z
      .enum(['all', 'reads', 'writes', 'lists'])
      .default('all')
      .describe('Which requests: reads get an object, writes put or copy one or a part of one.')
      .meta({ title: 'Requests' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: ({ of }) => [
    { name: 'time', title: 'From (UTC)', kind: 'time', shown: true },
    { name: 'requests', title: 'Requests', kind: 'number', shown: true },
    { name: 'failures', title: 'Failures', kind: 'number', shown: true },
    { name: 'downloaded', title: 'Downloaded', kind: 'bytes', shown: of !== 'writes' },
    { name: 'uploaded', title: 'Uploaded', kind: 'bytes', shown: of === 'all' || of === 'writes' },
    { name: 'bytes_sent', title: 'Bytes sent', kind: 'bytes' },
    { name: 'requesters', title: 'Requesters', kind: 'number', shown: true },
    { name: 'addresses', title: 'Addresses', kind: 'number' },
    { name: 'keys', title: 'Keys', kind: 'number' },
  ],
  statements({ width, of, prefix, requester }, { window }) {
    const asked = sql`FROM events WHERE ${all(OF[of].where, keyBegins(prefix), requesterHas(requester))}`
    const counts = sql`count(*) AS requests, count_if(${failed}) AS failures, ${downloaded} AS downloaded, ${uploaded} AS uploaded`
    return {
      rows: sql`SELECT ${perWidth(width)} AS time, ${counts}, coalesce(sum(bytes_sent), 0) AS bytes_sent,
          count(DISTINCT ${who}) AS requesters, count(DISTINCT remote_ip) AS addresses, count(DISTINCT key) AS keys ${asked} GROUP BY 1`,
      order: sql`time`,
      aggregates: {
        totals: sql`SELECT ${counts}, count(DISTINCT ${perWidth(width)}) AS rows ${asked}`,
        busiest: sql`SELECT ${perWidth(width)} AS time, ${counts} ${asked} GROUP BY 1 ORDER BY requests DESC, time LIMIT 1`,
        times: sql`SELECT ${period(window)} AS period, ${counts} ${asked} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, window }, { width, of }) {
    const totals = aggregates.totals?.[0]
    const busiest = aggregates.busiest?.[0]
    const requests = numberOf(totals, 'requests')
    const moved = numberOf(totals, of === 'writes' ? 'uploaded' : 'downloaded')
    return {
      headline:
        requests === 0
          ? `No ${OF[of].one} in ${bucket} in this window.`
          : `${counted(requests, OF[of].one)} in ${bucket}, ${bytes(moved)} ${of === 'writes' ? 'uploaded' : 'downloaded'}; the most in one ${width}, ${count(numberOf(busiest, 'requests'))}, from ${time(busiest?.time)} UTC on.`,
      figures: [
        { label: 'Requests', value: count(requests) },
        {
          label: `On average per ${width} with any`,
          value: count(Math.round(requests / Math.max(1, numberOf(totals, 'rows')))),
        },
        { label: 'Failures', value: count(numberOf(totals, 'failures')) },
        { label: 'Downloaded', value: bytes(numberOf(totals, 'downloaded')) },
        { label: 'Uploaded', value: bytes(numberOf(totals, 'uploaded')) },
      ],
      ...(requests > 0 && {
        charts: [
          overTime('Requests over time', aggregates.times ?? [], window, [
            { name: OF[of].one, column: 'requests' },
          ]),
        ],
      }),
      notes: [
        `A ${width} without requests has no row. Uploaded bytes are of objects and parts; a copy inside S3 uploads nothing.`,
        ...(of === 'all' ? ['The keys of a batch deletion and what S3 does by itself are no requests.'] : []),
      ],
      next:
        requests > 0
          ? [{ analysis: 'requesters-by-operations', parameters: {}, label: 'Who made these requests?' }]
          : [],
    }
  },
})

const get = { operation: 'REST.GET.OBJECT', key: 'a', bytesSent: 1000 }
const BOB = 'arn:aws:iam::111122223333:user/bob'
const lines = [
  logLine({ ...get, at: '01:00' }),
  logLine({ ...get, at: '01:59', status: 404, bytesSent: 300 }),
  logLine({ operation: 'REST.GET.BUCKET', bytesSent: 20, at: '02:00' }),
  logLine({ operation: 'REST.PUT.OBJECT', key: 'b/1', objectSize: 500, at: '02:00', requester: BOB }),
  logLine({ operation: 'REST.PUT.PART', key: 'b/2', objectSize: 70, at: '02:30' }),
  logLine({ operation: 'REST.POST.UPLOAD', key: 'b/2', objectSize: 70, at: '03:00' }),
  logLine({ operation: 'REST.COPY.OBJECT', key: 'c', objectSize: 9000, at: '03:00' }),
]

export const examples: readonly Example[] = [
  {
    title: 'counts requests and the bytes of objects in either direction',
    log: 'access-log',
    lines,
    rows: [
      {
        time: '2026-11-20 07:00:00.000',
        requests: '7',
        failures: '1',
        downloaded: '1000',
        uploaded: '570',
        bytes_sent: '1320',
        requesters: '2',
        keys: '4',
      },
    ],
    headline:
      '7 requests in my-bucket, 1.0 kB downloaded; the most in one hour, 7, from 2026-11-20 07:00:00 UTC on.',
  },
  {
    title: 'counts by minutes, of one prefix and one requester',
    log: 'access-log',
    parameters: { width: 'minute', prefix: 'b/', requester: 'ada' },
    lines,
    rows: [
      { time: '2026-11-20 07:02:00.000', requests: '1' },
      { time: '2026-11-20 07:03:00.000', requests: '1' },
    ],
    headline: '2 requests in my-bucket',
  },
  {
    title: 'counts writes, copies among them, with the bytes that were uploaded',
    log: 'access-log',
    preset: 'writes-per-hour',
    lines,
    rows: [{ requests: '4', uploaded: '570', failures: '0' }],
    headline: '4 writes in my-bucket, 570 B uploaded; the most in one hour, 4,',
  },
  {
    title: 'counts listings alone',
    log: 'access-log',
    parameters: { of: 'lists' },
    lines,
    rows: [{ requests: '1', downloaded: '0', bytes_sent: '20' }],
    headline: '1 listing in my-bucket',
  },
  {
    title: 'takes neither the keys of a batch nor what S3 does by itself for requests',
    log: 'access-log',
    lines: [
      logLine({ operation: 'BATCH.DELETE.OBJECT', key: 'a', status: 204 }),
      logLine({ operation: 'S3.TRANSITION_SIA.OBJECT', key: 'a', status: '-' }),
    ],
    rows: [],
    headline: 'No request in my-bucket in this window.',
  },
]
