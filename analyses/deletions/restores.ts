import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
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
import { counted } from '../lib/words.ts'

export default defineAnalysis({
  title: 'Restores from an archive',
  answers: 'Who restored objects from Glacier?',
  group: 'Deletions and lifecycle',
  words: ['restore', 'glacier', 'deep archive', 'thaw', 'retrieval'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs record each request to restore; CloudTrail only where data events are on.',
  blind: { cloudtrail: 'CloudTrail has restores only where the trail records data events for this bucket.' },
  parameters: z.object({ prefix: keyPrefix, requester: requesterFilter }),
  columns: requestColumns('event_time key requester remote_ip status error_code'),
  figures: REQUEST_FIGURES,
  statements({ prefix, requester }, { window }) {
    const restores = sql`FROM events WHERE ${all(sql`action = 'restore'`, keyBegins(prefix), requesterHas(requester))}`
    return {
      rows: requestRows(restores),
      order: requestOrder,
      aggregates: requestAggregates(restores, window),
    }
  },
  summarise(results, { bucket, window, reader }) {
    const restores = totalOf(results, 'requests')
    return {
      headline:
        restores === 0
          ? `Nobody asked to restore an object of ${bucket} in this window.`
          : `${counted(restores, 'request')} to restore objects of ${bucket}${mostlyBy(results, reader)}.`,

      charts: requestCharts('Restores over time', results, window),
      notes: [
        'A request starts the restore; the object can be read minutes to days later. Status 202 means started, 200 that the time was prolonged.',
      ],
      next: whatElseDid(topOf(results)?.name),
    }
  },
})
