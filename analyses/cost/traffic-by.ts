import { isRequest } from '../lib/meaning/operation.ts'
import { failed } from '../lib/meaning/outcome.ts'
import * as z from 'zod'
import { defineAnalysis, followUp } from '../lib/analysis.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, requesterFilter, requesterHas } from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { downloaded, percent, uploaded } from '../lib/shared/requests.ts'
import { sql } from '../lib/sql/sql.ts'
import { bytes, count, counted, numberOf, share, ratio } from '../lib/words.ts'

const GROUPS = {
  operation: { value: sql`operation`, title: 'Operation', one: 'operation', many: 'operations' },
  address: {
    value: sql`coalesce(remote_ip, '(none logged)')`,
    title: 'From',
    one: 'address',
    many: 'addresses',
  },
  bucket: { value: sql`bucket`, title: 'Bucket', one: 'bucket', many: 'buckets' },
}

export default defineAnalysis({
  title: 'Traffic by …',
  answers: 'Which operations or addresses make the requests and move the bytes?',
  group: 'Volume and cost',
  words: ['traffic', 'bytes', 'transfer', 'bandwidth', 'top talkers'],
  ...ONLY_ACCESS_LOGS,
  why: 'Access logs have every request with its bytes; CloudTrail has object requests only where data events are on.',
  presets: {
    'request-mix': {
      title: 'Request mix',
      answers: 'What share of the requests is each operation?',
      words: ['mix', 'operations', 'kinds of requests', 'gets and puts'],
      parameters: { group: 'operation', by: 'requests' },
    },
    'data-transfer-by-operation': {
      title: 'Bytes by operation',
      answers: 'Which operations move how many bytes?',
      words: ['bytes per operation', 'transfer by operation'],
      parameters: { group: 'operation', by: 'bytes' },
    },
    'data-transfer-by-ip': {
      title: 'Bytes by address',
      answers: 'Which addresses download and upload how much?',
      words: ['bytes per ip', 'transfer by ip', 'top downloaders', 'bandwidth by ip'],
      parameters: { group: 'address', by: 'bytes' },
    },
    'traffic-by-bucket': {
      title: 'Traffic of the bucket',
      answers: 'How many requests, errors and bytes does the bucket have in all?',
      words: ['bucket totals', 'traffic per bucket', 'compare buckets'],
      parameters: { group: 'bucket', by: 'requests' },
    },
  },
  parameters: z.object({
    group: z
      .enum(['operation', 'address', 'bucket'])
      .default('operation')
      .describe('What makes a row.')
      .meta({ title: 'By' }),
    by: z
      .enum(['requests', 'bytes'])
      .default('requests')
      .describe('What comes first: the most requests or the most bytes.')
      .meta({ title: 'Ordered by' }),
    prefix: keyPrefix,
    requester: requesterFilter,
  }),
  columns: ({ group, by }) =>
    columns(
      `name* requests* share* downloaded* uploaded* failures* bytes_sent requesters addresses keys first_seen
    last_seen`,
      { name: GROUPS[group].title, share: by === 'bytes' ? '% of bytes' : '% of requests' },
    ),
  figures:
    figures(`requests | failures | share: Share of failures #share | downloaded #bytes | uploaded #bytes |
    bytesSent: Bytes sent in all #bytes`),
  statements({ group, by, prefix, requester }) {
    const { value } = GROUPS[group]
    const asked = sql`FROM events WHERE ${all(isRequest, keyBegins(prefix), requesterHas(requester))}`
    const counts = sql`count(*) AS requests, ${downloaded} AS downloaded, ${uploaded} AS uploaded, count_if(${failed}) AS failures, coalesce(sum(bytes_sent), 0) AS bytes_sent`
    // Bytes in either direction: what S3 sent, whatever it was, and what it was sent.
    const moved = sql`(coalesce(sum(bytes_sent), 0) + ${uploaded})`
    const weight = by === 'bytes' ? moved : sql`count(*)`
    const order =
      by === 'bytes' ? sql`bytes_sent + uploaded DESC, requests DESC, name` : sql`requests DESC, name`
    const rows = sql`SELECT ${value} AS name, ${counts}, ${percent(weight, sql`sum(${weight}) OVER ()`)} AS share,
        count(DISTINCT requester) AS requesters, count(DISTINCT remote_ip) AS addresses, count(DISTINCT key) AS keys, min(event_time) AS first_seen, max(event_time) AS last_seen
      ${asked} GROUP BY 1`
    return {
      rows,
      order,
      aggregates: {
        totals: sql`SELECT ${counts}, count(DISTINCT ${value}) AS groups ${asked}`,
        top: sql`SELECT * FROM (SELECT ${value} AS name, ${counts} ${asked} GROUP BY 1) AS g ORDER BY ${order} LIMIT 10`,
      },
    }
  },
  summarise({ aggregates }, { bucket }, { group, by }) {
    const totals = aggregates.totals?.[0]
    const top = aggregates.top ?? []
    const requests = numberOf(totals, 'requests')
    const moved = (row: (typeof top)[number] | undefined) =>
      numberOf(row, 'bytes_sent') + numberOf(row, 'uploaded')
    const most =
      by === 'bytes'
        ? `${share(moved(top[0]), moved(totals))} of the bytes`
        : `${share(numberOf(top[0], 'requests'), requests)} of the requests`
    const { one, many } = GROUPS[group]
    const all = `${counted(requests, 'request')} to ${bucket}: ${bytes(numberOf(totals, 'downloaded'))} downloaded, ${bytes(numberOf(totals, 'uploaded'))} uploaded, ${count(numberOf(totals, 'failures'))} failed`
    return {
      headline:
        requests === 0
          ? `No request to ${bucket} in this window.`
          : group === 'bucket'
            ? `${all}.`
            : `${all}; of ${counted(numberOf(totals, 'groups'), one, many)} ${top[0]?.name} made ${most}.`,
      figures: { share: ratio(numberOf(totals, 'failures'), requests) },
      ...(requests > 0 &&
        group !== 'bucket' && {
          charts: [
            {
              kind: 'bar' as const,
              title: by === 'bytes' ? 'Bytes' : 'Requests',
              categories: top.map(({ name }) => name ?? ''),
              series:
                by === 'bytes'
                  ? [
                      { name: 'sent', values: top.map(row => numberOf(row, 'bytes_sent')) },
                      { name: 'uploaded', values: top.map(row => numberOf(row, 'uploaded')) },
                    ]
                  : [{ name: 'requests', values: top.map(row => numberOf(row, 'requests')) }],
            },
          ],
        }),
      notes: [
        'Downloaded are the bytes of objects in successful reads; bytes sent are all that S3 sent, listings and error messages too. Uploaded are objects and parts; a copy inside S3 uploads nothing.',
        group === 'bucket' && 'An answer is of one bucket. To compare buckets, ask the same of each.',
      ],
      next: [requests > 0 && followUp('egress-cost', 'What do the bytes cost?')],
    }
  },
})
