import { z } from 'zod'
import { defineAnalysis, type Example } from './lib/analysis.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas } from './lib/fragments.ts'
import {
  mostlyBy,
  requestAggregates,
  requestCharts,
  requestColumns,
  requestFigures,
  requestOrder,
  requestRows,
  topOf,
  totalOf,
  whatElseDid,
} from './lib/request-list.ts'
import { ADA, logLine, trailEvent } from './lib/sample-lines.ts'
import { sql } from './lib/sql.ts'
import { counted } from './lib/words.ts'

export default defineAnalysis({
  title: 'Restores from an archive',
  answers: 'Who restored objects from Glacier?',
  group: 'Deletions and lifecycle',
  words: ['restore', 'glacier', 'deep archive', 'thaw', 'retrieval'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs record each request to restore; CloudTrail only where data events are on.',
  blind: { cloudtrail: 'CloudTrail has restores only where the trail records data events for this bucket.' },
  parameters: z.object({ prefix: keyPrefix, requester: requesterFilter }),
  columns: requestColumns(['event_time', 'key', 'requester', 'remote_ip', 'status', 'error_code']),
  statements({ prefix, requester }, { window }) {
    const restores = sql`FROM events WHERE ${all(sql`action = 'restore'`, keyBegins(prefix), requesterHas(requester))}`
    return {
      rows: requestRows(restores),
      order: requestOrder,
      aggregates: requestAggregates(restores, window),
    }
  },
  summarise(results, { bucket, window }) {
    const restores = totalOf(results, 'requests')
    return {
      headline:
        restores === 0
          ? `Nobody asked to restore an object of ${bucket} in this window.`
          : `${counted(restores, 'request')} to restore objects of ${bucket}${mostlyBy(results)}.`,
      figures: requestFigures(results),
      charts: requestCharts('Restores over time', results, window),
      notes: [
        'A request starts the restore; the object can be read minutes to days later. Status 202 means started, 200 that the time was prolonged.',
      ],
      next: whatElseDid(topOf(results)?.name),
    }
  },
})

const BOB = 'arn:aws:iam::111122223333:user/bob'

export const examples: readonly Example[] = [
  {
    title: 'finds requests to restore, refused ones too',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.POST.RESTORE', key: 'a', status: 202, at: '01:00' }),
      logLine({
        operation: 'REST.POST.RESTORE',
        key: 'b',
        status: 409,
        errorCode: 'RestoreAlreadyInProgress',
      }),
    ],
    rows: [
      { key: 'a', status: '202', requester: ADA },
      { key: 'b', error_code: 'RestoreAlreadyInProgress' },
    ],
    headline: '2 requests to restore objects of my-bucket, all by user ada from 203.0.113.7 between',
  },
  {
    title: 'takes neither another POST nor a refused read of an archived object for a restore',
    log: 'access-log',
    lines: [
      logLine({ operation: 'REST.POST.UPLOAD', key: 'a' }),
      logLine({ operation: 'REST.GET.OBJECT', key: 'a', status: 403, errorCode: 'InvalidObjectState' }),
      logLine({ operation: 'S3.TRANSITION.OBJECT', key: 'a', status: '-', requester: 'AmazonS3' }),
    ],
    rows: [],
    headline: 'Nobody asked to restore an object of my-bucket in this window.',
  },
  {
    title: 'finds those of one prefix and requester',
    log: 'cloudtrail',
    parameters: { prefix: 'a/', requester: 'bob' },
    lines: [
      trailEvent({ eventName: 'RestoreObject', key: 'a/1', identity: BOB }),
      trailEvent({ eventName: 'RestoreObject', key: 'b/1', identity: BOB }),
      trailEvent({ eventName: 'RestoreObject', key: 'a/2' }),
    ],
    rows: [{ key: 'a/1', requester: BOB }],
    headline: '1 request to restore objects of my-bucket',
  },
  {
    title: 'finds nothing among other events',
    log: 'cloudtrail',
    lines: [trailEvent({ eventName: 'GetObject', key: 'a' })],
    rows: [],
    headline: 'Nobody asked to restore',
  },
]
