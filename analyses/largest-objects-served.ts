import { z } from 'zod'
import { defineAnalysis, type Example } from './lib/analysis.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas, who } from './lib/fragments.ts'
import { ONLY_ACCESS_LOGS } from './lib/requests.ts'
import { ADA, logLine } from './lib/sample-lines.ts'
import { sql } from './lib/sql.ts'
import { bytes, count, counted, numberOf, requesterName } from './lib/words.ts'

export default defineAnalysis({
  title: 'Largest objects served',
  answers: 'Which are the largest objects that were read, how often, and by whom?',
  group: 'Volume and cost',
  words: ['largest', 'biggest objects', 'largest files', 'object size'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have the size of an object that was read.',
  parameters: z.object({ prefix: keyPrefix, requester: requesterFilter }),
  columns: [
    { name: 'key', title: 'Key', kind: 'text', shown: true },
    { name: 'object_size', title: 'Size', kind: 'bytes', shown: true },
    { name: 'reads', title: 'Reads', kind: 'number', shown: true },
    { name: 'bytes_sent', title: 'Bytes sent', kind: 'bytes', shown: true },
    { name: 'main_requester', title: 'Mostly by', kind: 'text', shown: true },
    { name: 'requesters', title: 'Requesters', kind: 'number' },
    { name: 'last_read', title: 'Last read (UTC)', kind: 'time' },
  ],
  statements({ prefix, requester }) {
    const read = sql`FROM events WHERE ${all(sql`action = 'read' AND status IN (200, 206) AND object_size IS NOT NULL`, keyBegins(prefix), requesterHas(requester))}`
    const byReader = sql`SELECT key, ${who} AS requester, max(object_size) AS object_size, count(*) AS reads, coalesce(sum(bytes_sent), 0) AS bytes_sent, max(event_time) AS last_read ${read} GROUP BY 1, 2`
    const rows = sql`SELECT key, max(object_size) AS object_size, sum(reads) AS reads, sum(bytes_sent) AS bytes_sent, max_by(requester, (reads, requester)) AS main_requester,
        count(*) AS requesters, max(last_read) AS last_read FROM (${byReader}) AS r GROUP BY key`
    return {
      rows,
      order: sql`object_size DESC, key`,
      aggregates: {
        totals: sql`SELECT count(*) AS reads, count(DISTINCT key) AS keys, coalesce(sum(bytes_sent), 0) AS bytes_sent, approx_percentile(object_size, 0.5) AS median ${read}`,
        largest: sql`SELECT * FROM (${rows}) AS k ORDER BY object_size DESC, key LIMIT 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket }) {
    const totals = aggregates.totals?.[0]
    const largest = aggregates.largest?.[0]
    const reads = numberOf(totals, 'reads')
    return {
      headline: largest
        ? `The largest of ${counted(numberOf(totals, 'keys'), 'object')} read in ${bucket} is ${largest.key} (${bytes(numberOf(largest, 'object_size'))}), read ${counted(numberOf(largest, 'reads'), 'time')}, mostly by ${requesterName(largest.main_requester ?? '')}.`
        : `No object of ${bucket} was read in this window.`,
      figures: [
        { label: 'Objects read', value: count(numberOf(totals, 'keys')) },
        { label: 'Reads', value: count(reads) },
        { label: 'Bytes sent', value: bytes(numberOf(totals, 'bytes_sent')) },
        ...(reads > 0
          ? [
              {
                label: 'Median size of a read’s object (approximate)',
                value: bytes(numberOf(totals, 'median')),
              },
            ]
          : []),
      ],
      notes: ['An object that changed has the largest of its sizes. Objects that nobody read are in no log.'],
    }
  },
})

const get = { operation: 'REST.GET.OBJECT', key: 'a', objectSize: 1000, bytesSent: 1000 }
const lines = [
  logLine(get),
  logLine({ ...get, objectSize: 900 }),
  logLine({ ...get, requester: '-', status: 206, bytesSent: 10 }),
  logLine({ ...get, key: 'b', objectSize: 5000, bytesSent: 50 }),
]

export const examples: readonly Example[] = [
  {
    title: 'puts the largest object first, not the one read most or in most bytes',
    log: 'access-log',
    lines,
    rows: [
      { key: 'b', object_size: '5000', reads: '1', bytes_sent: '50' },
      { key: 'a', object_size: '1000', reads: '3', main_requester: ADA, requesters: '2', bytes_sent: '2010' },
    ],
    headline: 'The largest of 2 objects read in my-bucket is b (5.0 kB), read 1 time, mostly by user ada.',
  },
  {
    title: 'looks at one prefix and one requester',
    log: 'access-log',
    parameters: { prefix: 'a', requester: 'ada' },
    lines,
    rows: [{ key: 'a', reads: '2' }],
    headline: 'The largest of 1 object read in my-bucket is a (1.0 kB)',
  },
  {
    title: 'takes what was refused, written or only looked at for nothing served',
    log: 'access-log',
    lines: [
      logLine({ ...get, status: 403 }),
      logLine({ ...get, operation: 'REST.PUT.OBJECT' }),
      logLine({ ...get, operation: 'REST.HEAD.OBJECT' }),
    ],
    rows: [],
    headline: 'No object of my-bucket was read in this window.',
  },
]
