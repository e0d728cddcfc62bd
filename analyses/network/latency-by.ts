import { isRequest } from '../lib/meaning/operation.ts'
import * as z from 'zod'
import { defineAnalysis, followUp } from '../lib/analysis.ts'
import { bars } from '../lib/shared/time-chart.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, principal } from '../lib/sql/fragments.ts'
import {
  METRIC_WORDS,
  metricParameter,
  milliseconds,
  operationFilter,
  operationIs,
  percentiles,
  PERCENTILES_NOTE,
} from '../lib/sql/latency.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { atLeast } from '../lib/shared/requests.ts'
import { sql } from '../lib/sql/sql.ts'
import { count, counted, numberOf, requesterName } from '../lib/words.ts'

const GROUPS = {
  operation: { value: sql`operation`, title: 'Operation', one: 'operation', many: 'operations' },
  key: { value: sql`key`, title: 'Key', one: 'key', many: 'keys' },
  requester: { value: principal, title: 'Requester', one: 'requester', many: 'requesters' },
  address: { value: sql`remote_ip`, title: 'From', one: 'address', many: 'addresses' },
}

export default defineAnalysis({
  title: 'Latency by …',
  answers: 'How long do the requests of each operation, key, requester or address take?',
  group: 'Network and latency',
  words: ['latency by', 'percentiles', 'p95', 'p99', 'response time'],
  ...ONLY_ACCESS_LOGS,
  why: 'Only access logs have the time that a request took.',
  presets: {
    'latency-by-operation': {
      title: 'Latency by operation',
      answers: 'How long does each operation take: mean, median, p95, p99 and longest?',
      words: ['average latency', 'operation latency'],
      parameters: { group: 'operation' },
    },
    'slowest-keys': {
      title: 'Slowest keys',
      answers: 'Which keys are slow again and again (p95)?',
      words: ['slow keys', 'slow objects', 'slow files'],
      parameters: { group: 'key', requests: 10 },
    },
  },
  parameters: z.object({
    group: z
      .enum(['operation', 'key', 'requester', 'address'])
      .default('operation')
      .describe('What makes a row.')
      .meta({ title: 'By' }),
    metric: metricParameter,
    requests: atLeast(1, 'requests'),
    operation: operationFilter,
    prefix: keyPrefix,
  }),
  columns: ({ group }) =>
    columns('name* requests* p50_ms* p95_ms* p99_ms* max_ms* mean_ms mean_bytes', {
      name: GROUPS[group].title,
    }),
  figures:
    figures(`requests | meanMs: Mean #milliseconds | p50Ms: Median #milliseconds | p95Ms: p95 #milliseconds |
    p99Ms: p99 #milliseconds | maxMs: Longest #milliseconds |
    meanBytes: Bytes sent on average by the slowest #bytes`),
  statements({ group, metric, requests, operation, prefix }) {
    const { value } = GROUPS[group]
    const ms = milliseconds(metric)
    const timed = sql`FROM events WHERE ${all(isRequest, sql`${ms} IS NOT NULL AND ${value} IS NOT NULL`, operationIs(operation), keyBegins(prefix))}`
    const rows = sql`SELECT ${value} AS name, ${percentiles(metric)}, CAST(round(avg(coalesce(bytes_sent, 0))) AS bigint) AS mean_bytes
      ${timed} GROUP BY 1 HAVING count(*) >= ${requests}`
    return {
      rows,
      order: sql`p95_ms DESC, requests DESC, name`,
      aggregates: {
        totals: sql`SELECT ${percentiles(metric)} ${timed}`,
        found: sql`SELECT count(*) AS found FROM (${rows}) AS g`,
        top: sql`SELECT * FROM (${rows}) AS g ORDER BY p95_ms DESC, requests DESC, name LIMIT 10`,
      },
    }
  },
  summarise({ aggregates }, { bucket }, { group, metric, requests }) {
    const totals = aggregates.totals?.[0]
    const top = aggregates.top ?? []
    const found = numberOf(aggregates.found?.[0], 'found')
    const { one, many } = GROUPS[group]
    const nameOf = (name: string | null | undefined) =>
      group === 'requester' ? requesterName(name ?? '') : (name ?? '')
    const ms = (name: string) => `${count(numberOf(totals, name))} ms`
    return {
      headline:
        found === 0
          ? `No ${one} in ${bucket} with at least ${counted(requests, 'request')} in this window.`
          : `The slowest of ${counted(found, one, many)} in ${bucket} is ${nameOf(top[0]?.name)}: 95 % of its ${counted(numberOf(top[0], 'requests'), 'request')} took at most ${count(numberOf(top[0], 'p95_ms'))} ms ${METRIC_WORDS[metric]} (median ${count(numberOf(top[0], 'p50_ms'))} ms); of all requests, ${ms('p95_ms')}.`,
      figures: { meanBytes: found > 0 ? numberOf(top[0], 'mean_bytes') : undefined },
      charts: [
        found > 0 &&
          bars(`Milliseconds ${METRIC_WORDS[metric]}`, top, row => nameOf(row.name), {
            median: 'p50_ms',
            p95: 'p95_ms',
          }),
      ],
      notes: [PERCENTILES_NOTE],
      next: [found > 0 && followUp('latency-slowest', 'Which single requests took longest?', { metric })],
    }
  },
})
