import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, principal, who } from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { heads, isByS3, reads, writes } from '../lib/meaning/operation.ts'
import { sql } from '../lib/sql/sql.ts'
import { bothTimes, count, counted, instant, numberOf, share } from '../lib/words.ts'

/** A reader got the object or what is known of it. */
const used = sql`(${reads} OR ${heads})`

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
  columns: columns(
    `key* last_access* last_read* reads* writes* last_requester* last_operation first_access requests
    requesters object_size`,
    { object_size: 'Largest size' },
  ),
  figures: figures(
    `objects: Objects used | unread: Not read | once: Read once | lastRead: Last read (UTC) #text`,
  ),
  statements({ unread, prefix }) {
    // What lifecycle rules do is no use of an object.
    const usedAt = sql`FROM events WHERE ${all(sql`key IS NOT NULL AND NOT ${isByS3}`, succeeded, keyBegins(prefix))}`
    const objects = sql`SELECT key, min(event_time) AS first_access, max(event_time) AS last_access, max(CASE WHEN ${used} THEN event_time END) AS last_read,
        count_if(${used}) AS reads, count_if(${writes}) AS writes, count(*) AS requests, count(DISTINCT ${principal}) AS requesters,
        max_by(${who}, (event_time, ${who})) AS last_requester, max_by(operation, (event_time, operation)) AS last_operation, max(object_size) AS object_size
      ${usedAt} GROUP BY key`
    return {
      rows: sql`SELECT * FROM (${objects}) AS o WHERE ${unread ? sql`reads = 0` : sql`TRUE`}`,
      order: sql`last_access, key`,
      aggregates: {
        totals: sql`SELECT count(*) AS objects, count_if(reads = 0) AS unread, count_if(reads = 1) AS once, max(last_read) AS last_read, max(last_access) AS last_access FROM (${objects}) AS o`,
      },
    }
  },
  summarise({ aggregates }, { bucket, reader }, { unread }) {
    const totals = aggregates.totals?.[0]
    const objects = numberOf(totals, 'objects')
    const never = numberOf(totals, 'unread')
    return {
      headline:
        objects === 0
          ? `No object of ${bucket} was used in this window.`
          : `${counted(objects, 'object')} of ${bucket} ${objects === 1 ? 'was' : 'were'} used, the last at ${instant(totals?.last_access, reader)}; ${never === 0 ? 'all of them were read' : `${count(never)} (${share(never, objects)}) were not read`}.`,
      figures: { lastRead: bothTimes(totals?.last_read, reader) },
      notes: [
        'Objects that nobody used in the window are in no log: to find them, take these keys from an inventory of the bucket (S3 Inventory).',
        unread
          ? 'Shown are objects that were written, deleted or changed, but not read.'
          : 'Those that were last used the longest ago come first.',
      ],
    }
  },
})
