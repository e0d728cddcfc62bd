import { succeeded } from '../lib/meaning/outcome.ts'
import { namesVersion } from '../lib/meaning/deletion.ts'
import { isDeletion as deletes, reads } from '../lib/meaning/operation.ts'
import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
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
import { sql } from '../lib/sql/sql.ts'
import { count, counted, numberOf } from '../lib/words.ts'

const KINDS = { everything: undefined, reads, deletions: deletes }
const version = sql`coalesce(version_id, regexp_extract(request_uri, '(?i)[?&]versionid=([^& ]+)', 1)) AS version`

export default defineAnalysis({
  title: 'Activity on object versions',
  answers: 'Who read or deleted certain versions of objects?',
  group: 'Who accesses',
  words: ['versions', 'version id', 'noncurrent', 'old versions', 'permanent delete', 'versioning'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have every request and what lifecycle rules do to versions; CloudTrail has no lifecycle actions.',
  blind: {
    'access-log': 'Access logs do not tell whether a version was the current one.',
    cloudtrail:
      'CloudTrail does not tell whether a version was the current one, and has no lifecycle actions.',
  },
  parameters: z.object({
    kind: z
      .enum(['everything', 'reads', 'deletions'])
      .default('everything')
      .describe('Everything that names a version, only what reads it, or only what deletes it.')
      .meta({ title: 'Which requests' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: requestColumns('event_time operation key version requester status', columns('version')),
  figures: { ...REQUEST_FIGURES, ...figures('read: Versions read | deleted: Versions deleted for good') },
  statements({ kind, prefix, requester }, { window }) {
    const from = sql`FROM events WHERE ${all(namesVersion, KINDS[kind], keyBegins(prefix), requesterHas(requester))}`
    return {
      rows: requestRows(from, [version]),
      order: requestOrder,
      aggregates: {
        ...requestAggregates(from, window),
        done: sql`SELECT count_if(${reads} AND ${succeeded}) AS read, count_if(${deletes} AND ${succeeded}) AS deleted ${from}`,
      },
    }
  },
  summarise(results, { bucket, window, reader }) {
    const requests = totalOf(results, 'requests')
    const done = results.aggregates.done?.[0]
    const [read, deleted] = [numberOf(done, 'read'), numberOf(done, 'deleted')]
    return {
      headline:
        requests === 0
          ? `No request to ${bucket} in this window named a version.`
          : `${counted(requests, 'request')} to ${bucket} for certain versions${mostlyBy(results, reader)}: ${count(read)} read, ${count(deleted)} deleted for good.`,
      figures: { read, deleted },
      charts: requestCharts('Requests for versions', results, window),
      notes: ['A version that is deleted by its id is gone for good; no delete marker is left to take back.'],
      next: whatElseDid(topOf(results)?.name),
    }
  },
})
