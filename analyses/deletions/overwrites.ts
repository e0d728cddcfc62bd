import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis, followUp } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, principal, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { namesVersion } from '../lib/meaning/deletion.ts'
import { isFolderObject } from '../lib/meaning/loss.ts'
import { isDeletion, writes as writesObject } from '../lib/meaning/operation.ts'
import { identifier, sql, type Sql } from '../lib/sql/sql.ts'
import { count, counted, numberOf, requesterName, span } from '../lib/words.ts'

/** What the last write had. */
const last = (column: string): Sql => sql`max_by(${identifier(column)}, event_time)`

export default defineAnalysis({
  title: 'Overwritten objects',
  answers: 'Which objects were written more than once, and by whom?',
  group: 'Deletions and lifecycle',
  words: ['overwritten', 'overwrite', 'overwrote', 'replaced', 'rewritten', 'changed objects'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have every write with the object’s size; CloudTrail only where data events are on.',
  blind: { cloudtrail: 'CloudTrail has writes only where the trail records data events for this bucket.' },
  parameters: z.object({
    writes: z
      .int()
      .min(2)
      .max(1_000_000)
      .default(2)
      .describe('Only objects that were written at least so often in the window.')
      .meta({ title: 'Written at least', placeholder: '2' }),
    severalWriters: z
      .boolean()
      .default(false)
      .describe('Only objects that different requesters wrote.')
      .meta({ title: 'By different requesters' }),
    prefix: keyPrefix,
    requester: requesterFilter.describe(
      'Only objects that this requester wrote among others; empty means everyone.',
    ),
  }),
  columns: columns(`key* writes* first_writer* last_writer* last* first writers first_size last_size last_ip
    last_operation last_request_id`),
  figures:
    figures(`keys: Overwritten objects | all: Writes to them | contested: Written by different requesters |
    most: The most writes to one object`),
  statements({ writes, severalWriters, prefix, requester }) {
    const enough = all(
      sql`count(*) >= ${writes}`,
      severalWriters ? sql`count(DISTINCT ${principal}) > 1` : undefined,
      requester ? sql`count_if(${requesterHas(requester) ?? sql`TRUE`}) > 0` : undefined,
    )
    // What was deleted in between is not overwritten: it was gone already. Each deletion begins another life of the key.
    const isWrite = all(writesObject, succeeded)
    const lives = sql`SELECT *, sum(CASE WHEN ${isWrite} THEN 0 ELSE 1 END) OVER (PARTITION BY key ORDER BY event_time, CASE WHEN ${isWrite} THEN 1 ELSE 0 END) AS life
      FROM events WHERE ${all(sql`key IS NOT NULL`, sql`NOT ${isFolderObject}`, keyBegins(prefix))} AND ((${isWrite}) OR (${isDeletion} AND ${succeeded} AND NOT ${namesVersion}))`
    const rows = sql`SELECT key, count(*) AS writes, min_by(${principal}, event_time) AS first_writer, max_by(${principal}, event_time) AS last_writer,
        max(event_time) AS last, min(event_time) AS first, count(DISTINCT ${principal}) AS writers, min_by(object_size, event_time) FILTER (WHERE object_size IS NOT NULL) AS first_size,
        max_by(object_size, event_time) FILTER (WHERE object_size IS NOT NULL) AS last_size, ${last('remote_ip')} AS last_ip, ${last('operation')} AS last_operation, ${last('request_id')} AS last_request_id
      FROM (${lives}) AS lives WHERE ${isWrite} GROUP BY key, life HAVING ${enough}`
    return {
      rows,
      order: sql`writes DESC, last, key`,
      aggregates: {
        totals: sql`SELECT count(DISTINCT key) AS keys, sum(writes) AS writes, count_if(writers > 1) AS contested, min(first) AS first, max(last) AS last, max(writes) AS most FROM (${rows}) AS rows`,
        top: sql`SELECT last_writer, count(DISTINCT key) AS keys FROM (${rows}) AS rows GROUP BY 1 ORDER BY keys DESC, last_writer LIMIT 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, reader }, { writes }) {
    const totals = aggregates.totals?.[0]
    const top = aggregates.top?.[0]
    const [keys, all] = [numberOf(totals, 'keys'), numberOf(totals, 'writes')]
    const most = numberOf(top, 'keys')
    return {
      headline:
        keys === 0
          ? `No object of ${bucket} was written ${count(writes)} times or more in this window.`
          : `${counted(keys, 'object')} of ${bucket} ${keys === 1 ? 'was' : 'were'} overwritten${span(totals?.first, totals?.last, reader)}; ${most === keys ? 'all' : count(most)} last by ${requesterName(top?.last_writer ?? '')}.`,
      figures: { keys, all },
      notes: [
        'Counted within the window: an object that was written once in it may have replaced an older one all the same.',
        'What was deleted and then written again is not counted, nor are folder objects (keys that end in a slash).',
        'In a versioned bucket the versions before are still there; in any other they are gone.',
      ],
      next: [keys > 0 && followUp('mass-deletion', 'Were many objects deleted, too?')],
    }
  },
})
