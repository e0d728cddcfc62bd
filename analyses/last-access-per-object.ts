import { z } from 'zod'
import { defineAnalysis, type Example } from './lib/analysis.ts'
import { all, keyBegins, keyPrefix, succeeded, who } from './lib/fragments.ts'
import { ONLY_ACCESS_LOGS, writes } from './lib/requests.ts'
import { ADA, logLine } from './lib/sample-lines.ts'
import { sql } from './lib/sql.ts'
import { count, counted, numberOf, share, time } from './lib/words.ts'

/** A reader got the object or what is known of it. */
const reads = sql`(action = 'read' OR operation = 'REST.HEAD.OBJECT')`

export default defineAnalysis({
  title: 'Last access of each object',
  answers: 'When was each object first and last used, and which were written but not read?',
  group: 'Volume and cost',
  words: ['last access', 'last read', 'stale', 'cold objects', 'unused objects', 'access time'],
  ...ONLY_ACCESS_LOGS,
  why: 'Access logs name the object of every request; CloudTrail does only where data events are on.',
  parameters: z.object({
    unread: z
      .boolean()
      .default(false)
      .describe('Only objects that were used in the window, but not read.')
      .meta({ title: 'Only objects not read' }),
    prefix: keyPrefix,
  }),
  columns: [
    { name: 'key', title: 'Key', kind: 'text', shown: true },
    { name: 'last_access', title: 'Last used (UTC)', kind: 'time', shown: true },
    { name: 'last_read', title: 'Last read (UTC)', kind: 'time', shown: true },
    { name: 'reads', title: 'Reads', kind: 'number', shown: true },
    { name: 'writes', title: 'Writes', kind: 'number', shown: true },
    { name: 'last_requester', title: 'Last by', kind: 'text', shown: true },
    { name: 'last_operation', title: 'Last operation', kind: 'text' },
    { name: 'first_access', title: 'First used (UTC)', kind: 'time' },
    { name: 'requests', title: 'Requests', kind: 'number' },
    { name: 'requesters', title: 'Requesters', kind: 'number' },
    { name: 'object_size', title: 'Largest size', kind: 'bytes' },
  ],
  statements({ unread, prefix }) {
    // What lifecycle rules do is no use of an object.
    const used = sql`FROM events WHERE ${all(sql`key IS NOT NULL AND NOT starts_with(operation, 'S3.')`, succeeded, keyBegins(prefix))}`
    const objects = sql`SELECT key, min(event_time) AS first_access, max(event_time) AS last_access, max(CASE WHEN ${reads} THEN event_time END) AS last_read,
        count_if(${reads}) AS reads, count_if(${writes}) AS writes, count(*) AS requests, count(DISTINCT ${who}) AS requesters,
        max_by(${who}, (event_time, ${who})) AS last_requester, max_by(operation, (event_time, operation)) AS last_operation, max(object_size) AS object_size
      ${used} GROUP BY key`
    return {
      rows: sql`SELECT * FROM (${objects}) AS o WHERE ${unread ? sql`reads = 0` : sql`TRUE`}`,
      order: sql`last_access, key`,
      aggregates: {
        totals: sql`SELECT count(*) AS objects, count_if(reads = 0) AS unread, count_if(reads = 1) AS once, max(last_read) AS last_read, max(last_access) AS last_access FROM (${objects}) AS o`,
      },
    }
  },
  summarise({ aggregates }, { bucket }, { unread }) {
    const totals = aggregates.totals?.[0]
    const objects = numberOf(totals, 'objects')
    const never = numberOf(totals, 'unread')
    return {
      headline:
        objects === 0
          ? `No object of ${bucket} was used in this window.`
          : `${counted(objects, 'object')} of ${bucket} ${objects === 1 ? 'was' : 'were'} used, the last at ${time(totals?.last_access)} UTC; ${never === 0 ? 'all of them were read' : `${count(never)} (${share(never, objects)}) were not read`}.`,
      figures: [
        { label: 'Objects used', value: count(objects) },
        { label: 'Not read', value: count(never) },
        { label: 'Read once', value: count(numberOf(totals, 'once')) },
        { label: 'Last read (UTC)', value: time(totals?.last_read) },
      ],
      notes: [
        'Objects that nobody used in the window are in no log: to find them, take these keys from an inventory of the bucket (S3 Inventory).',
        unread
          ? 'Shown are objects that were written, deleted or changed, but not read.'
          : 'Those that were last used the longest ago come first.',
      ],
    }
  },
})

const lines = [
  logLine({ operation: 'REST.PUT.OBJECT', key: 'a', at: '01:00', objectSize: 10 }),
  logLine({ operation: 'REST.GET.OBJECT', key: 'a', at: '05:00', requester: '-' }),
  logLine({ operation: 'REST.HEAD.OBJECT', key: 'a', at: '04:00' }),
  logLine({ operation: 'REST.PUT.OBJECT', key: 'b', at: '02:00' }),
  logLine({ operation: 'REST.GET.OBJECT', key: 'b', at: '09:00', status: 403 }),
]

export const examples: readonly Example[] = [
  {
    title: 'tells when each object was first and last used and read, successfully',
    log: 'access-log',
    lines,
    rows: [
      {
        key: 'b',
        last_access: '2026-11-20 07:02:00.000',
        last_read: null,
        reads: '0',
        writes: '1',
        last_requester: ADA,
      },
      {
        key: 'a',
        first_access: '2026-11-20 07:01:00.000',
        last_access: '2026-11-20 07:05:00.000',
        reads: '2',
        writes: '1',
        last_requester: '(anonymous)',
        last_operation: 'REST.GET.OBJECT',
      },
    ],
    headline:
      '2 objects of my-bucket were used, the last at 2026-11-20 07:05:00 UTC; 1 (50.0 %) were not read.',
  },
  {
    title: 'lists what was not read, under one prefix',
    log: 'access-log',
    parameters: { unread: true, prefix: 'b' },
    lines: [
      ...lines,
      logLine({ operation: 'REST.PUT.OBJECT', key: 'c' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'b2' }),
    ],
    rows: [{ key: 'b' }],
    headline: '2 objects of my-bucket were used',
  },
  {
    title: 'takes neither lifecycle rules nor listings nor failures for a use',
    log: 'access-log',
    lines: [
      logLine({ operation: 'S3.TRANSITION_SIA.OBJECT', key: 'a', status: '-' }),
      logLine({ operation: 'REST.GET.BUCKET' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 404 }),
    ],
    rows: [],
    headline: 'No object of my-bucket was used in this window.',
  },
]
