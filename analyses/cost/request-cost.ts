import * as z from 'zod'
import { defineAnalysis, followUp } from '../lib/analysis.ts'
import { bars } from '../lib/shared/time-chart.ts'
import { figures } from '../lib/figures.ts'
import { columns } from '../lib/columns.ts'
import { all, keyBegins, keyPrefix, principal } from '../lib/sql/fragments.ts'
import { ONLY_ACCESS_LOGS } from '../lib/evidence/logs.ts'
import { estimateNote, tier } from '../lib/shared/prices.ts'
import { folder, folderDepth, percent } from '../lib/shared/requests.ts'
import { sql } from '../lib/sql/sql.ts'
import { counted, dollars, numberOf, requesterName, share } from '../lib/words.ts'

const TITLES = { requester: 'Requester', prefix: 'Prefix', operation: 'Operation', key: 'Key' }
const inTier = (name: string) => sql`count_if(tier = ${name})`

export default defineAnalysis({
  title: 'Request cost (estimate)',
  answers: 'What do the requests cost, and whose or which prefix’s are they?',
  group: 'Volume and cost',
  words: ['cost', 'price', 'bill', 'request charges', 'tier 1', 'expensive', 'dollars'],
  ...ONLY_ACCESS_LOGS,
  why: 'Access logs have every request; CloudTrail has object requests only where data events are on.',
  parameters: z.object({
    group: z
      .enum(['requester', 'prefix', 'operation', 'key'])
      .default('requester')
      .describe('What makes a row.')
      .meta({ title: 'By' }),
    depth: folderDepth,
    prefix: keyPrefix,
  }),
  columns: ({ group }) =>
    columns('name* cost* share* writes* reads* free* transitions main_operation', {
      name: TITLES[group],
      share: '% of cost',
      writes: 'PUT COPY POST LIST',
      reads: 'GET and others',
    }),
  figures:
    figures(`cost: Estimate #dollars | writes: PUT, COPY, POST and LIST requests | reads: GET and other requests |
    free | transitions: Lifecycle transitions (not priced)`),
  statements({ group, depth, prefix }, { settings: { prices } }) {
    const name = {
      requester: principal,
      prefix: folder(depth),
      operation: sql`operation`,
      key: sql`coalesce(key, '(no key)')`,
    }[group]
    const asked = sql`FROM (SELECT ${name} AS name, operation, ${tier} AS tier FROM events WHERE ${all(sql`TRUE`, keyBegins(prefix))}) AS e`
    const cost = sql`(1e0 * ${inTier('writes')} * ${prices.writesPerThousand} / 1000 + 1e0 * ${inTier('reads')} * ${prices.readsPerThousand} / 1000)`
    const counts = sql`${inTier('writes')} AS writes, ${inTier('reads')} AS reads, ${inTier('free')} AS free, ${inTier('transition')} AS transitions, round(${cost}, 6) AS cost`
    return {
      rows: sql`SELECT name, ${counts}, ${percent(cost, sql`sum(${cost}) OVER ()`)} AS share, max_by(operation, (n, operation)) AS main_operation
        FROM (SELECT name, operation, tier, count(*) OVER (PARTITION BY name, operation) AS n ${asked}) AS o GROUP BY name`,
      order: sql`cost DESC, transitions DESC, free DESC, name`,
      aggregates: {
        totals: sql`SELECT ${counts}, count(DISTINCT name) AS names, count(*) AS records ${asked}`,
        top: sql`SELECT * FROM (SELECT name, ${counts} ${asked} GROUP BY name) AS g ORDER BY cost DESC, name LIMIT 10`,
      },
    }
  },
  summarise({ aggregates }, { bucket, settings }, { group }) {
    const totals = aggregates.totals?.[0]
    const top = aggregates.top ?? []
    const cost = numberOf(totals, 'cost')
    const billed = numberOf(totals, 'writes') + numberOf(totals, 'reads')
    const nameOf = (name: string | null | undefined) =>
      group === 'requester' ? requesterName(name ?? '') : (name ?? '')
    return {
      headline:
        billed === 0
          ? `No request to ${bucket} that is charged for in this window.`
          : `${counted(billed, 'request')} to ${bucket} cost about ${dollars(cost)}; ${nameOf(top[0]?.name)} made ${share(numberOf(top[0], 'cost'), cost)} of that.`,

      charts: [
        billed > 0 && bars('Estimated cost in dollars', top, row => nameOf(row.name), { dollars: 'cost' }),
      ],
      notes: [
        `$${settings.prices.writesPerThousand} per 1,000 PUT, COPY, POST and LIST requests, $${settings.prices.readsPerThousand} per 1,000 GET and others, as for S3 Standard. ${estimateNote(settings)}`,
        'Deletions (in batches, too), abandoned uploads, 5xx answers, redirects, malformed and unauthenticated requests and AccessDenied for anonymous callers are free; other AccessDenied answers are free for callers outside your organization, which no log tells.',
        'Lifecycle transitions are charged by storage class, retrieval from colder classes by bytes (storage-class-reads): neither is in the estimate.',
      ],
      next: [billed > 0 && followUp('egress-cost', 'And what do the bytes cost?')],
    }
  },
})
