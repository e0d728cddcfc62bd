import { succeeded } from '../lib/meaning/outcome.ts'
import { DateTime } from 'luxon'
import * as z from 'zod'
import { defineAnalysis, type Context, followUp } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, principal, who } from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import {
  inspects,
  isBatchDeletion,
  isByS3,
  isRequestedDeletion,
  lists,
  reads,
  writes,
} from '../lib/meaning/operation.ts'
import { sql } from '../lib/sql/sql.ts'
import { bothTimes, counted, instant, requesterName } from '../lib/words.ts'

const used = sql`(${reads} OR ${inspects})`
const kind = sql`CASE WHEN ${used} THEN 'reads' WHEN ${writes} THEN 'writes' WHEN ${isRequestedDeletion} OR ${isBatchDeletion} THEN 'deletes' WHEN ${lists} THEN 'lists' ELSE 'settings and others' END`

const daysBetween = (from: string, to: string): number =>
  DateTime.fromISO(to, { zone: 'utc' }).diff(DateTime.fromISO(from, { zone: 'utc' }), 'days').days

export default defineAnalysis({
  title: 'Is the bucket unused?',
  answers: 'Is this bucket still used, by whom, and when was it last read or written?',
  group: 'Volume and cost',
  words: ['unused', 'dead bucket', 'abandoned', 'still in use', 'can it be deleted', 'last used'],
  ...ONLY_ACCESS_LOGS,
  why: 'Access logs have every request; CloudTrail has object requests only where data events are on.',
  parameters: z.object({
    days: z
      .int()
      .min(1)
      .max(3650)
      .default(30)
      .describe('Unused means neither read nor written for so many days up to the window’s end.')
      .meta({ title: 'Days without use', placeholder: '30' }),
    prefix: keyPrefix,
  }),
  columns: columns('requester* kind* requests* last_use* last_ip* first_use keys', { kind: 'Does' }),
  figures: figures(`lastRead: Last read (UTC) #text | lastWrite: Last write (UTC) #text | reads | writes |
    requests: All requests that succeeded`),
  statements({ prefix }) {
    const from = sql`FROM events WHERE ${all(sql`NOT ${isByS3}`, succeeded, keyBegins(prefix))}`
    return {
      rows: sql`SELECT ${principal} AS requester, ${kind} AS kind, count(*) AS requests, max(event_time) AS last_use, max_by(remote_ip, (event_time, coalesce(remote_ip, ''))) AS last_ip,
          min(event_time) AS first_use, count(DISTINCT key) AS keys ${from} GROUP BY 1, 2`,
      order: sql`last_use DESC, requests DESC, requester, kind`,
      aggregates: {
        totals: sql`SELECT max(CASE WHEN ${used} THEN event_time END) AS last_read, max(CASE WHEN ${writes} THEN event_time END) AS last_write,
            max(CASE WHEN ${used} OR ${writes} THEN event_time END) AS last_use, max_by(${who}, (event_time, ${who})) FILTER (WHERE ${used} OR ${writes}) AS last_requester,
            count_if(${used}) AS reads, count_if(${writes}) AS writes, count(*) AS requests ${from}`,
      },
    }
  },
  summarise({ aggregates }, { bucket, window, reader }, { days }) {
    const totals = aggregates.totals?.[0]
    const lastUse = totals?.last_use
    return {
      headline: verdict({ bucket, window, reader }, days, lastUse, totals?.last_requester),
      figures: {
        lastRead: bothTimes(totals?.last_read, reader),
        lastWrite: bothTimes(totals?.last_write, reader),
      },
      notes: [
        'Listings, inventories and readings of settings, which scanners and consoles make of every bucket, are no use; neither are requests that failed, nor lifecycle rules.',
        'An answer is of one bucket. That it was not used says nothing of what is stored in it.',
      ],
      next: [Boolean(lastUse) && followUp('last-access-per-object', 'Which of its objects are used?')],
    }
  },
})

/** Says no more than the window shows. */
function verdict(
  { bucket, window: { from, to }, reader }: Pick<Context, 'bucket' | 'window' | 'reader'>,
  days: number,
  lastUse: string | null | undefined,
  by: string | null | undefined,
): string {
  const watched = Math.floor(daysBetween(from, to))
  const quiet = lastUse ? Math.floor(daysBetween(lastUse.slice(0, 19).replace(' ', 'T'), to)) : watched
  const last = lastUse
    ? `it was last read or written at ${instant(lastUse, reader)} by ${requesterName(by ?? '')}`
    : 'nobody read or wrote an object in this window'
  if (lastUse && quiet < days) return `${bucket} is in use: ${last}.`
  if (quiet >= days) return `${bucket} was unused for ${counted(quiet, 'day')}: ${last}.`
  return `${bucket} may be unused: ${last}, which is shorter than ${counted(days, 'day')}; ask about a longer one.`
}
