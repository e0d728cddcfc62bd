import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, principal, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { accessLogsFirst } from '../lib/evidence/logs.ts'
import { ranking, RANKING_COLUMNS } from '../lib/shared/ranking.ts'
import {
  mostlyBy,
  requestAggregates,
  requestCharts,
  requestColumns,
  REQUEST_FIGURES,
  requestOrder,
  requestRows,
  topOf,
  totalOf,
  whatElseDid,
} from '../lib/shared/request-list.ts'
import { inspects, looks, reads, readsContent, writes } from '../lib/meaning/operation.ts'
import { unknownChanges, unknownChangesTold } from '../lib/shared/unknown-changes.ts'
import { sql } from '../lib/sql/sql.ts'
import { bytes, counted, numberOf } from '../lib/words.ts'

const KINDS = {
  reads: { where: reads, done: readsContent, noun: 'read', verb: 'read' },
  looks: { where: sql`(${inspects} OR ${reads})`, done: looks, noun: 'look', verb: 'looked at' },
  writes: { where: writes, done: sql`(${writes} AND ${succeeded})`, noun: 'write', verb: 'written' },
}

export default defineAnalysis({
  title: 'Object access',
  answers: 'Who read or wrote which objects?',
  group: 'Who accesses',
  words: ['access', 'accessed', 'read', 'reads', 'downloaded', 'opened', 'who read', 'get', 'head', 'copied'],
  ...accessLogsFirst('every request, its bytes and what a copy read', {
    cloudtrail:
      'CloudTrail has object requests only where the trail records data events, and tells of a copy only which object it wrote.',
  }),
  presets: {
    'get-requesters': {
      title: 'Who downloads',
      answers: 'Who downloads from this bucket, and how much?',
      words: ['downloads', 'downloaders', 'readers', 'get requesters'],
      parameters: { by: 'requester' },
    },
    'object-uploads': {
      title: 'Object uploads',
      answers: 'Which objects were written, when and by whom?',
      words: ['uploads', 'uploaded', 'put', 'written', 'who wrote', 'new objects'],
      parameters: { kind: 'writes' },
    },
    'put-requesters': {
      title: 'Who uploads',
      answers: 'Who uploads to this bucket, and how many objects?',
      words: ['uploaders', 'writers', 'put requesters'],
      parameters: { kind: 'writes', by: 'requester' },
    },
  },
  parameters: z.object({
    kind: z
      .enum(['reads', 'looks', 'writes'])
      .default('reads')
      .describe(
        'Reads hand out content; looks are HEAD, tags, ACLs and “not modified”; writes make an object. A copy reads and writes.',
      )
      .meta({ title: 'Which requests' }),
    by: z
      .enum(['request', 'requester'])
      .default('request')
      .describe('One row for each request, or one for each requester.')
      .meta({ title: 'A row for each' }),
    failed: z
      .boolean()
      .default(false)
      .describe('Also attempts that failed; without them a row is an object that was really read or written.')
      .meta({ title: 'Failed attempts, too' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: ({ by }) =>
    by === 'request'
      ? requestColumns('event_time requester operation key remote_ip status')
      : [...columns('requester*'), ...RANKING_COLUMNS],
  figures: REQUEST_FIGURES,
  statements({ kind, by, failed, prefix, requester }, { window }) {
    const { where, done } = KINDS[kind]
    const from = sql`FROM events WHERE ${all(failed ? where : done, keyBegins(prefix), requesterHas(requester))}`
    const aggregates = requestAggregates(from, window)
    if (by === 'request')
      return {
        rows: requestRows(from),
        order: requestOrder,
        aggregates: { ...aggregates, ...unknownChanges },
      }
    const { rows, order } = ranking('requester', principal, from)
    return { rows, order, aggregates: { ...aggregates, ...unknownChanges } }
  },
  summarise(results, { bucket, window, reader }, { kind, failed }) {
    const requests = totalOf(results, 'requests')
    const { noun, verb } = KINDS[kind]
    const sent = numberOf(results.aggregates.totals?.[0], 'bytes_sent')
    const what = `${counted(requests, noun)} of ${counted(totalOf(results, 'keys'), 'object')} in ${bucket}`
    return {
      headline:
        requests === 0
          ? `No object in ${bucket} was ${verb} in this window.${kind === 'writes' ? unknownChangesTold(results) : ''}`
          : `${what}${kind === 'reads' ? ` (${bytes(sent)} sent)` : ''}${mostlyBy(results, reader)}.`,

      charts: requestCharts(`${noun[0]?.toUpperCase()}${noun.slice(1)}s over time`, results, window),
      notes: [
        failed
          ? 'Attempts that failed are among them: a row does not mean that an object was really reached.'
          : 'Attempts that failed are left out.',
      ],
      next: whatElseDid(topOf(results)?.name),
    }
  },
})
