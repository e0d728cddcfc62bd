import { succeeded } from '../lib/meaning/outcome.ts'
import { deletionKind } from '../lib/meaning/deletion.ts'
import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { unnamedBatchesIn } from '../lib/shared/unnamed-batches.ts'
import { unnamedBatches, unnamedBatchTotals } from '../lib/meaning/unnamed-batches.ts'
import { all, keyBegins, keyPrefix, principal, typedLine, who } from '../lib/sql/fragments.ts'
import {
  mostlyBy,
  requestAggregates,
  requestCharts,
  requestColumns,
  REQUEST_FIGURES,
  requestOrder,
  requestRows,
  totalOf,
  whatElseDid,
} from '../lib/shared/request-list.ts'
import { moves } from '../lib/meaning/move.ts'
import { isRequestedDeletion, isDeletion as deletes, writes } from '../lib/meaning/operation.ts'
import { unknownChanges, unknownChangesTold } from '../lib/shared/unknown-changes.ts'
import { sql } from '../lib/sql/sql.ts'
import { counted, instant, requesterName } from '../lib/words.ts'

const ONLY = { everything: undefined, changes: sql`(${deletes} OR ${writes})`, deletions: deletes }
const NOUNS = { everything: 'record', changes: 'change', deletions: 'deletion' }

const done = sql`CASE
    WHEN moved_to IS NOT NULL THEN concat('moved to ', moved_to)
    WHEN ${deletes} THEN ${deletionKind}
    WHEN action = 'read' THEN 'read'
    WHEN action = 'write' THEN 'written'
    WHEN action = 'copy' THEN 'written by a copy'
    WHEN action = 'head' THEN 'looked at'
    WHEN action = 'tag' THEN 'tags read or changed'
    WHEN action = 'acl' THEN 'permissions read or changed'
    WHEN action = 'restore' THEN 'restored from an archive'
    WHEN action = 'multipart' THEN 'upload in parts'
    WHEN action = 'lifecycle-transition' THEN 'moved to another storage class'
    WHEN action = 'lifecycle-abort-upload' THEN 'unfinished upload removed'
    ELSE operation
  END`
const what = sql`CASE WHEN ${succeeded} THEN ${done} ELSE concat('failed: ', ${done}) END AS what`

export default defineAnalysis({
  title: 'History of an object',
  answers: 'What happened to this object, in order, and who did it?',
  group: 'Who accesses',
  words: ['history', 'timeline', 'one key', 'what happened to', 'object story', 'audit trail'],
  reads: ['access-log', 'cloudtrail'],
  together: true,
  why: 'Access logs have every request and what lifecycle rules do; CloudTrail adds who is behind a key of a batch.',
  blind: {
    'access-log': 'Access logs are delivered on a best-effort basis: a record may come late or never.',
    cloudtrail:
      'CloudTrail never records what lifecycle rules do, and object requests only where data events are on.',
  },
  presets: {
    'who-deleted-object': {
      title: 'Who deleted this object',
      answers: 'Who deleted this object, and is it gone for good?',
      words: ['who deleted', 'missing object', 'where is my file', 'delete marker', 'gone'],
      parameters: { only: 'deletions' },
    },
  },
  parameters: z.object({
    key: typedLine
      .optional()
      .describe('The whole key, as it is named in the bucket or as it is logged.')
      .meta({ title: 'Key', placeholder: 'invoices/2026/0117.pdf' }),
    prefix: keyPrefix,
    only: z
      .enum(['everything', 'changes', 'deletions'])
      .default('everything')
      .describe('Everything, only what wrote or deleted it, or only what deleted it.')
      .meta({ title: 'Show' }),
  }),
  columns: requestColumns('event_time what key requester remote_ip error_code', columns('what')),
  figures: { ...REQUEST_FIGURES, ...figures('lastWritten #text | lastDeleted #text') },
  shownRows: 20,
  statements({ key, prefix, only }, { window }) {
    const isKey = key ? sql`(key = ${key} OR key_logged = ${key})` : undefined
    const told = sql`SELECT each_event.*, moved_to FROM events AS each_event LEFT JOIN (${moves}) AS moved
      ON moved.actor = ${principal} AND moved.key = each_event.key AND moved.event_time = each_event.event_time AND ${isRequestedDeletion}`
    const from = sql`FROM (${told}) AS events WHERE ${all(sql`key IS NOT NULL`, isKey, keyBegins(prefix), ONLY[only])}`
    return {
      rows: requestRows(from, [what]),
      order: requestOrder,
      aggregates: {
        ...requestAggregates(from, window),
        batches: unnamedBatchTotals(unnamedBatches()),
        ...unknownChanges,
        deleted: sql`SELECT CASE WHEN moved_to IS NOT NULL THEN concat('moved to ', moved_to) ELSE ${deletionKind} END AS kind, key, event_time, ${who} AS requester, remote_ip, (SELECT count(*) ${from} AND ${deletes} AND ${succeeded}) AS deletions
          ${from} AND ${deletes} AND ${succeeded} ORDER BY event_time DESC, request_id, key LIMIT 1`,
        written: sql`SELECT event_time, ${who} AS requester ${from} AND ${writes} AND ${succeeded} ORDER BY event_time DESC, request_id, key LIMIT 1`,
      },
    }
  },
  summarise(results, context, { key, prefix, only }) {
    const { bucket, window, reader } = context
    const unnamed = unnamedBatchesIn(results, context)
    const maybe = unnamed.batches > 0 ? ` Besides, ${unnamed.words()}: it may have been among them.` : ''
    const requests = totalOf(results, 'requests')
    const subject = key ?? (prefix ? `keys under ${prefix}` : `all keys of ${bucket}`)
    const [deleted, written] = [results.aggregates.deleted?.[0], results.aggregates.written?.[0]]
    const last = deleted
      ? ` Last ${deleted.kind} at ${instant(deleted.event_time, reader)} by ${requesterName(deleted.requester ?? '')}${deleted.remote_ip ? ` from ${deleted.remote_ip}` : ''}.`
      : only === 'deletions'
        ? ` None of them deleted anything.${unknownChangesTold(results)}`
        : ` No deletion is recorded.${unknownChangesTold(results)}`
    return {
      headline:
        requests === 0
          ? `${only === 'everything' ? 'Nothing' : `No ${NOUNS[only]}`} of ${subject} is recorded in this window.${unknownChangesTold(results)}${maybe}`
          : `${counted(requests, NOUNS[only])} of ${subject}${mostlyBy(results, reader)}.${last}${maybe}`,
      severity: unnamed.severity && { ...unnamed.severity, level: 'medium' },
      figures: {
        lastWritten: instant(written?.event_time, reader),
        lastDeleted: instant(deleted?.event_time, reader),
      },
      charts: requestCharts('Records over time', results, window),
      notes: [
        unnamed.note,
        !(key || prefix) && 'No key was named, so this is every object. Name a key or a prefix.',
        '“deleted” names no version: in a versioned bucket that is a delete marker, and the object can be brought back.',
      ],
      next: whatElseDid(deleted?.requester),
    }
  },
})
