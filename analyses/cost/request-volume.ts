import { failed } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis, followUp } from '../lib/analysis.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, principal, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { downloaded, perWidth, uploaded, width } from '../lib/shared/requests.ts'
import { isWriteRequest, lists, isRequest, reads } from '../lib/meaning/operation.ts'
import { sql } from '../lib/sql/sql.ts'
import { overTime, period } from '../lib/shared/time-chart.ts'
import { bytes, count, counted, instant, numberOf } from '../lib/words.ts'

const OF = {
  all: { where: isRequest, one: 'request' },
  reads: { where: sql`(${reads} AND ${isRequest})`, one: 'read' },
  writes: { where: isWriteRequest, one: 'write' },
  lists: { where: lists, one: 'listing' },
}

export default defineAnalysis({
  title: 'Requests over time',
  answers: 'How many requests were made, and how many bytes moved, in each hour or day?',
  group: 'Volume and cost',
  words: [
    'volume',
    'how many requests',
    'many requests',
    'traffic over time',
    'requests per hour',
    'load',
    'trend',
    'busiest hour',
  ],
  ...ONLY_ACCESS_LOGS,
  why: 'Access logs have every request with its bytes; CloudTrail has object requests only where data events are on.',
  presets: {
    'writes-per-hour': {
      title: 'Writes per hour',
      answers: 'How many writes were made, and how many bytes uploaded, in each hour?',
      words: ['writes', 'uploads over time', 'ingest', 'put rate'],
      parameters: { of: 'writes' },
    },
  },
  parameters: z.object({
    width,
    of: z
      .enum(['all', 'reads', 'writes', 'lists'])
      .default('all')
      .describe('Which requests: reads get an object, writes put or copy one or a part of one.')
      .meta({ title: 'Requests' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: ({ of }) => [
    ...columns('time* requests* failures*'),
    ...columns(of === 'writes' ? 'downloaded' : 'downloaded*'),
    ...columns(of === 'all' || of === 'writes' ? 'uploaded*' : 'uploaded'),
    ...columns('bytes_sent requesters* addresses keys'),
  ],
  figures: ({ width }) => ({
    requests: 'Requests',
    average: `On average per ${width} with any`,
    failures: 'Failures',
    downloaded: ['Downloaded', 'bytes'],
    uploaded: ['Uploaded', 'bytes'],
  }),
  statements({ width, of, prefix, requester }, { window }) {
    const asked = sql`FROM events WHERE ${all(OF[of].where, keyBegins(prefix), requesterHas(requester))}`
    const counts = sql`count(*) AS requests, count_if(${failed}) AS failures, ${downloaded} AS downloaded, ${uploaded} AS uploaded`
    return {
      rows: sql`SELECT ${perWidth(width)} AS time, ${counts}, coalesce(sum(bytes_sent), 0) AS bytes_sent,
          count(DISTINCT ${principal}) AS requesters, count(DISTINCT remote_ip) AS addresses, count(DISTINCT key) AS keys ${asked} GROUP BY 1`,
      order: sql`time`,
      aggregates: {
        totals: sql`SELECT ${counts}, count(DISTINCT ${perWidth(width)}) AS rows ${asked}`,
        busiest: sql`SELECT ${perWidth(width)} AS time, ${counts} ${asked} GROUP BY 1 ORDER BY requests DESC, time LIMIT 1`,
        times: sql`SELECT ${period(window)} AS period, ${counts} ${asked} GROUP BY 1 ORDER BY 1`,
      },
    }
  },
  summarise({ aggregates }, { bucket, window, reader }, { width, of }) {
    const totals = aggregates.totals?.[0]
    const busiest = aggregates.busiest?.[0]
    const requests = numberOf(totals, 'requests')
    const moved = numberOf(totals, of === 'writes' ? 'uploaded' : 'downloaded')
    return {
      headline:
        requests === 0
          ? `No ${OF[of].one} in ${bucket} in this window.`
          : `${counted(requests, OF[of].one)} in ${bucket}, ${bytes(moved)} ${of === 'writes' ? 'uploaded' : 'downloaded'}; the most in one ${width}, ${count(numberOf(busiest, 'requests'))}, from ${instant(busiest?.time, reader)} on.`,
      figures: { average: Math.round(requests / Math.max(1, numberOf(totals, 'rows'))) },
      charts: [
        requests > 0 &&
          overTime('Requests over time', aggregates.times ?? [], window, { [OF[of].one]: 'requests' }),
      ],
      notes: [
        `A ${width} without requests has no row. Uploaded bytes are of objects and parts; a copy inside S3 uploads nothing.`,
        of === 'all' && 'The keys of a batch deletion and what S3 does by itself are no requests.',
      ],
      next: [requests > 0 && followUp('requesters-by-operations', 'Who made these requests?')],
    }
  },
})
