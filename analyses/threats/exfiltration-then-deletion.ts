import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis, followUp, type Row, type Severity } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { burstSpans, followsBurst } from '../lib/sql/bursts.ts'
import { isTableState } from '../lib/meaning/lake-tables.ts'
import { deletedKeys, maintained, ownObjects } from '../lib/meaning/loss.ts'
import { copiesWithin, moves } from '../lib/meaning/move.ts'
import { isCopySource, readsContent, isRequestedDeletion } from '../lib/meaning/operation.ts'
import { unnamedBatchesIn } from '../lib/shared/unnamed-batches.ts'
import { unnamedBatches, unnamedBatchTotals } from '../lib/meaning/unnamed-batches.ts'
import { all, keyBegins, keyPrefix, principal } from '../lib/sql/fragments.ts'
import { whatElseDid } from '../lib/shared/request-list.ts'
import { sql, type Sql } from '../lib/sql/sql.ts'
import { bytes, count, counted, instant, numberOf, requesterName } from '../lib/words.ts'

/** Strangers are told apart by their address. */
const actor = sql`CASE WHEN requester IS NULL THEN coalesce(remote_ip, '(unknown)') ELSE ${principal} END`

const atLeast = (n: number, title: string, help: string) =>
  z
    .int()
    .min(2)
    .max(1_000_000)
    .default(n)
    .describe(help)
    .meta({ title, placeholder: String(n) })

/** By how much was taken and then destroyed, and how much of what was deleted that is. */
function severityOf(found: Row, deletions: number): Severity {
  const [taken, gone] = [numberOf(found, 'other_keys'), numberOf(found, 'deleted_keys')]
  if (taken < deletions)
    return {
      level: 'low',
      why: `This is maintenance of ${found.maintains} tables or jobs: the same requester wrote the state that replaces what it deleted.`,
    }
  const why = 'Taking the data and then deleting it is how extortion begins.'
  if (numberOf(found, 'bytes') >= MUCH || 2 * taken >= gone) return { level: 'high', why }
  return {
    level: 'medium',
    why: `${why} Here it is the smaller part of what was deleted, and ${bytes(numberOf(found, 'bytes'))}.`,
  }
}

/** What is read of documents and exports; a job that reads its queue sends less. */
const MUCH = 100_000_000

export default defineAnalysis({
  title: 'Read, then deleted',
  answers: 'Did anybody read many objects, and then delete many?',
  group: 'Threats',
  words: ['exfiltration', 'extortion', 'stolen and deleted', 'ransom', 'download and delete'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have every read and every key of a batch deletion; CloudTrail has them only where data events are on.',
  blind: {
    cloudtrail:
      'CloudTrail has reads and deletions only where the trail records data events for this bucket.',
  },
  parameters: z.object({
    reads: atLeast(
      10,
      'At least so many keys read',
      'Only who read or copied at least so many different keys first.',
    ),
    deletions: atLeast(
      10,
      'At least so many keys deleted',
      'Only who then deleted at least so many different keys that they had read.',
    ),
    hours: z
      .int()
      .min(1)
      .max(168)
      .default(24)
      .describe('The reads lie within so many hours, and the deletions at most so many hours behind them.')
      .meta({ title: 'Within hours', placeholder: '24' }),
    prefix: keyPrefix,
  }),
  columns: columns(
    `requester* read_keys* bytes* deleted_keys* read_and_deleted* first_deletion* other_keys maintains
    last_deletion first_read last_read remote_ip addresses`,
    {
      bytes: 'Bytes read',
      other_keys: 'Of them not maintenance',
      first_read: 'Read from (UTC)',
      last_read: 'Read to (UTC)',
      remote_ip: 'An address',
    },
  ),
  figures: figures(`found: Cases | requesters | readKeys: Keys read | bytes: Bytes read #bytes |
    deletedKeys: Keys deleted | readAndDeleted`),
  statements({ reads, deletions, hours, prefix }) {
    const done = (what: Sql) =>
      sql`SELECT ${actor} AS actor, event_time, key, bytes_sent, remote_ip FROM events WHERE ${all(what, succeeded, sql`key IS NOT NULL`, keyBegins(prefix))}`
    // A table's log and manifests hold none of its data.
    const read = done(sql`${readsContent} AND NOT ${isTableState}`)
    // The reading side of a copy within the bucket carries nothing away.
    const taken = sql`SELECT actor, key, min(event_time) AS event_time FROM (
        ${read} AND NOT ${isCopySource} AND key IN (${deletedKeys})
        UNION ALL SELECT away.* FROM (${done(isCopySource)}) AS away LEFT JOIN (${copiesWithin}) AS copied
          ON copied.actor = away.actor AND copied.source_key = away.key AND copied.event_time = away.event_time WHERE copied.actor IS NULL
      ) AS taken GROUP BY 1, 2`
    const gone = done(isRequestedDeletion)
    const deleted = sql`SELECT gone.* FROM (${gone}) AS gone
      LEFT JOIN (${moves}) AS moved ON moved.actor = gone.actor AND moved.key = gone.key AND moved.event_time = gone.event_time
      WHERE moved.key IS NULL`
    // Only readers who also deleted: readers are many, and bursts are sorted in memory.
    const spans = burstSpans(
      sql`SELECT * FROM (${read}) AS readers WHERE actor IN (SELECT actor FROM (${gone}) AS gone)`,
      { keys: reads, minutes: 60 * hours },
    )
    const rows = sql`SELECT span.actor AS requester, max(span.keys) AS read_keys, max(span.bytes) AS bytes, count(DISTINCT deleted.key) AS deleted_keys,
          count(DISTINCT seen.key) AS read_and_deleted, count(DISTINCT CASE WHEN kept.format IS NULL THEN seen.key END) AS other_keys,
          max(CASE WHEN seen.key IS NOT NULL THEN kept.format END) AS maintains,
          min(deleted.event_time) AS first_deletion, max(deleted.event_time) AS last_deletion,
          max(span.first) AS first_read, max(span.last) AS last_read, max(span.remote_ip) AS remote_ip, max(span.addresses) AS addresses
        FROM (${spans}) AS span JOIN (${deleted}) AS deleted ON ${followsBurst(sql`deleted`, sql`span`, 60 * hours)}
        LEFT JOIN (SELECT taken.* FROM (${taken}) AS taken LEFT JOIN (${ownObjects}) AS own ON own.actor = taken.actor AND own.key = taken.key WHERE own.key IS NULL) AS seen
          ON seen.actor = deleted.actor AND seen.key = deleted.key AND seen.event_time <= deleted.event_time
        LEFT JOIN (${maintained}) AS kept ON kept.actor = deleted.actor AND kept.key = deleted.key
        GROUP BY span.actor, span.burst HAVING count(DISTINCT seen.key) >= ${deletions}`
    return {
      rows,
      order: sql`other_keys DESC, deleted_keys DESC, first_deletion, requester`,
      aggregates: {
        batches: unnamedBatchTotals(unnamedBatches()),
        totals: sql`SELECT count(*) AS found, count(DISTINCT requester) AS requesters, sum(deleted_keys) AS deleted_keys, sum(read_keys) AS read_keys, sum(read_and_deleted) AS read_and_deleted, sum(bytes) AS bytes FROM (${rows}) AS rows`,
      },
    }
  },
  summarise(results, context, { reads, deletions, hours }) {
    const { aggregates, rows } = results
    const { bucket, reader } = context
    const unnamed = unnamedBatchesIn(results, context)
    const also = unnamed.batches > 0 ? ` Not judged: ${unnamed.words()}.` : ''
    const totals = aggregates.totals?.[0]
    const top = rows[0]
    const others = numberOf(totals, 'found') - 1
    return {
      headline: top
        ? `${requesterName(top.requester ?? '')} read ${counted(numberOf(top, 'read_keys'), 'object')} of ${bucket} (${bytes(numberOf(top, 'bytes'))}) and then deleted ${count(numberOf(top, 'deleted_keys'))} from ${instant(top.first_deletion, reader)} on, ${count(numberOf(top, 'read_and_deleted'))} of them objects it had read${numberOf(top, 'other_keys') < deletions ? `: maintenance of ${top.maintains} tables or jobs` : ''}${others > 0 ? `; ${counted(others, 'more case')}` : ''}.${also}`
        : `Nobody read ${count(reads)} or more objects of ${bucket} and then deleted ${count(deletions)} or more of them within ${counted(hours, 'hour')}.${also}`,
      severity: top
        ? severityOf(top, deletions)
        : unnamed.severity && { ...unnamed.severity, level: 'medium' },
      notes: [
        unnamed.note,
        'Not counted: what the requester had written itself, copies within the bucket and the logs and manifests of tables. Jobs that empty a queue still do the same: see whether the requester is one of yours, and from where it came.',
      ],
      next: [
        ...whatElseDid(top?.requester),
        top && followUp('mass-deletion', 'Who deleted many objects at once?'),
      ],
    }
  },
})
