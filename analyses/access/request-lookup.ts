import * as z from 'zod'
import { defineAnalysis, type ResultColumn } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { items, typedLine, who } from '../lib/sql/fragments.ts'
import { requestColumns, requestOrder, requestRows, whatElseDid } from '../lib/shared/request-list.ts'
import { isBatchKey } from '../lib/meaning/operation.ts'
import { identifier, sql } from '../lib/sql/sql.ts'
import { counted, instant, numberOf, requesterName } from '../lib/words.ts'

/** What one request has besides, told of one request only. */
const OWN: readonly ResultColumn[] = columns(
  `source error_message total_ms turnaround_ms requester_account vpc_endpoint_id host_header source_region
  access_point_arn signature_version request_parameters host_id`,
  { source: 'In' },
)

export default defineAnalysis({
  title: 'Find a request',
  answers: 'What is known of the request with this id?',
  group: 'Who accesses',
  words: ['request id', 'x-amz-request-id', 'find request', 'lookup', 'aws support', 'one request'],
  reads: ['access-log', 'cloudtrail'],
  together: true,
  why: 'Access logs have every request with its status and times; CloudTrail adds the identity, the parameters and why it was refused.',
  blind: {
    'access-log': 'Access logs are delivered on a best-effort basis: a record may come late or never.',
    cloudtrail: 'CloudTrail has object requests only where the trail records data events for this bucket.',
  },
  parameters: z.object({
    id: typedLine
      .optional()
      .describe('The x-amz-request-id of a response or an error message; several, with spaces between them.')
      .meta({ title: 'Request id', placeholder: '3E57427F33A59F07' }),
  }),
  columns: requestColumns('event_time source operation key status requester', OWN),
  figures: figures('asked: Ids asked for | requests: Requests found | records'),
  statements({ id }) {
    const ids = items(id?.toUpperCase())
    const from = sql`FROM events WHERE ${ids.length > 0 ? sql`upper(request_id) IN ${ids}` : sql`FALSE`}`
    return {
      rows: requestRows(
        from,
        OWN.map(({ name }) => identifier(name)),
      ),
      order: requestOrder,
      aggregates: {
        totals: sql`SELECT count(*) AS records, count(DISTINCT request_id) AS requests ${from}`,
        first: sql`SELECT operation, key, status, error_code, error_message, ${who} AS requester, remote_ip, event_time ${from}
          ORDER BY CASE WHEN ${isBatchKey} THEN 1 ELSE 0 END, event_time, request_id, operation, key LIMIT 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, reader }, { id }) {
    const [totals, first] = [aggregates.totals?.[0], aggregates.first?.[0]]
    const records = numberOf(totals, 'records')
    const requests = numberOf(totals, 'requests')
    const asked = items(id).length
    const outcome = first?.error_code
      ? `failed with ${first.error_code}${first.error_message ? ` (${first.error_message})` : ''}`
      : `answered${first?.status ? ` with ${first.status}` : ''}`
    const did = `${first?.operation}${first?.key ? ` of ${first.key}` : ''} by ${requesterName(first?.requester ?? '')}${first?.remote_ip ? ` from ${first.remote_ip}` : ''} at ${instant(first?.event_time, reader)}, ${outcome}`
    return {
      headline:
        asked === 0
          ? 'No request id was given. Ask again with one.'
          : records === 0
            ? `No such request to ${bucket} is in the logs of this window.`
            : `${requests === 1 ? `Request ${items(id)[0]}` : `${counted(requests, 'request')}, the first`}: ${did}${records > requests ? `; ${counted(records, 'record')} in all` : ''}.`,
      figures: { asked, requests, records },
      notes: [
        records === 0 &&
          asked > 0 &&
          'Access logs may come hours late, and a request outside the window is not looked for.',
        'A batch deletion and a copy leave several records under one id.',
      ],
      next: whatElseDid(first?.requester),
    }
  },
})
