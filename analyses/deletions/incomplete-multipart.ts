import { succeeded } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, principal } from '../lib/sql/fragments.ts'
import { sql } from '../lib/sql/sql.ts'
import { bothTimes, bytes, count, counted, numberOf, requesterName } from '../lib/words.ts'

/** In the request line of all but the first request, which has none yet; lifecycle names none. */
const uploadId = sql`coalesce(regexp_extract(request_uri, '(?i)[?&]uploadId=([^& ]+)', 1), json_extract_scalar(request_parameters, '$.uploadId'))`

const isPart = sql`operation IN ('REST.PUT.PART', 'REST.COPY.PART', 'UploadPart', 'UploadPartCopy')`
const isCompletion = sql`operation IN ('REST.POST.UPLOAD', 'CompleteMultipartUpload')`
const isAbort = sql`operation IN ('REST.DELETE.UPLOAD', 'AbortMultipartUpload')`
const isStart = sql`operation IN ('REST.POST.UPLOADS', 'CreateMultipartUpload')`

const tally = (condition: ReturnType<typeof sql>) => sql`count_if(${condition})`

export default defineAnalysis({
  title: 'Unfinished uploads',
  answers: 'Which uploads in parts were aborted or never completed?',
  group: 'Deletions and lifecycle',
  words: ['multipart', 'incomplete uploads', 'aborted uploads', 'upload parts', 'uploadId'],
  reads: ['access-log', 'cloudtrail'],
  why: 'Access logs have the size of each part, and what lifecycle rules remove; CloudTrail only has parts where data events are on.',
  blind: { cloudtrail: 'CloudTrail never records the unfinished uploads that lifecycle rules remove.' },
  parameters: z.object({
    prefix: keyPrefix,
    outcome: z
      .enum(['all', 'open', 'aborted'])
      .default('all')
      .describe('Open uploads have parts and neither end; their parts cost as stored objects do.')
      .meta({ title: 'Outcome' }),
  }),
  columns: columns('outcome* key* requester* parts* bytes* last* first upload_id failed', {
    bytes: 'Bytes of parts',
  }),
  figures:
    figures(`open | openBytes: Bytes of open uploads #bytes | oldestOpenSince: Oldest open since (UTC) #text |
    aborted | removed: Removed by lifecycle rules | completed | started`),
  statements({ prefix, outcome }) {
    const uploads = sql`SELECT key, CASE WHEN action = 'lifecycle-abort-upload' THEN 'by lifecycle' ELSE ${uploadId} END AS upload_id, max(${principal}) AS requester,
            min(event_time) AS first, max(event_time) AS last, ${tally(sql`${isPart} AND ${succeeded}`)} AS parts,
            coalesce(sum(CASE WHEN ${isPart} AND ${succeeded} THEN object_size END), 0) AS bytes, ${tally(sql`NOT ${succeeded}`)} AS failed,
            ${tally(sql`${isCompletion} AND ${succeeded}`)} AS completions, ${tally(sql`${isAbort} AND ${succeeded}`)} AS aborts, ${tally(sql`action = 'lifecycle-abort-upload'`)} AS removals
          FROM events WHERE ${all(sql`(${isPart} OR ${isCompletion} OR ${isAbort} OR action = 'lifecycle-abort-upload')`, keyBegins(prefix))} GROUP BY 1, 2`
    const judged = sql`SELECT *, CASE WHEN completions > 0 THEN 'completed' WHEN aborts > 0 THEN 'aborted' WHEN removals > 0 THEN 'removed by lifecycle'
            WHEN parts > 0 THEN 'open' ELSE 'nothing uploaded' END AS outcome FROM (${uploads}) AS uploads`
    const wanted = {
      all: ['aborted', 'removed by lifecycle', 'open'],
      open: ['open'],
      aborted: ['aborted', 'removed by lifecycle'],
    }[outcome]
    return {
      rows: sql`SELECT outcome, key, requester, parts, bytes, last, first, upload_id, failed FROM (${judged}) AS judged WHERE outcome IN ${wanted}`,
      order: sql`bytes DESC, last, key, upload_id`,
      aggregates: {
        totals: sql`SELECT count_if(outcome = 'open') AS open, count_if(outcome = 'aborted') AS aborted, sum(removals) AS removed, count_if(outcome = 'completed') AS completed,
            sum(CASE WHEN outcome = 'open' THEN bytes END) AS open_bytes, min(CASE WHEN outcome = 'open' THEN first END) AS oldest FROM (${judged}) AS judged`,
        started: sql`SELECT count(*) AS uploads FROM events WHERE ${all(isStart, succeeded, keyBegins(prefix))}`,
        top: sql`SELECT requester, count(*) AS uploads FROM (${judged}) AS judged WHERE outcome IN ${wanted} AND removals = 0 GROUP BY 1 ORDER BY uploads DESC, requester LIMIT 1`,
      },
    }
  },
  summarise({ aggregates, rowCount }, { bucket, reader }) {
    const totals = aggregates.totals?.[0]
    const top = aggregates.top?.[0]
    const [open, aborted] = [numberOf(totals, 'open'), numberOf(totals, 'aborted')]
    const removed = numberOf(totals, 'removed')
    const by = top
      ? `; the most, ${count(numberOf(top, 'uploads'))}, by ${requesterName(top.requester ?? '')}`
      : ''
    return {
      headline:
        rowCount === 0
          ? `No such unfinished upload in ${bucket} in this window; ${counted(numberOf(totals, 'completed'), 'upload')} in parts ${numberOf(totals, 'completed') === 1 ? 'was' : 'were'} completed.`
          : `${counted(open, 'upload')} to ${bucket} ${open === 1 ? 'was' : 'were'} not completed in this window (${bytes(numberOf(totals, 'open_bytes'))} of parts), ${count(aborted)} aborted, ${count(removed)} removed by lifecycle rules${by}.`,
      figures: {
        open,
        oldestOpenSince: bothTimes(totals?.oldest, reader),
        aborted,
        started: numberOf(aggregates.started?.[0], 'uploads'),
      },
      notes: [
        'An upload that is open at the end of the window may have been completed later; a lifecycle rule that removes unfinished uploads limits what they cost.',
        'Requests that start an upload, and what lifecycle removes, name no upload id: they are counted by key.',
      ],
    }
  },
})
