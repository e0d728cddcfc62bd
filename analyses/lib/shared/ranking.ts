import { failed } from '../meaning/outcome.ts'
import type { Chart, ResultColumn, Results } from '../analysis.ts'
import { columns } from '../columns.ts'
import { principal } from '../sql/fragments.ts'
import { identifier, sql, type Sql } from '../sql/sql.ts'
import { numberOf } from '../words.ts'

/** What those analyses have in common that count requests by something: by address, by client, by key. */

/** Behind the columns that say by what: how much, by how many, when. */
export const RANKING_COLUMNS: readonly ResultColumn[] = columns(
  'requests* errors* bytes_sent* requesters* addresses keys first_seen last_seen',
)

const MEASURES = sql`count(*) AS requests, count_if(${failed}) AS errors, coalesce(sum(bytes_sent), 0) AS bytes_sent,
    count(DISTINCT ${principal}) AS requesters, count(DISTINCT remote_ip) AS addresses, count(DISTINCT key) AS keys,
    min(event_time) AS first_seen, max(event_time) AS last_seen`

/**
 * Requests counted by one thing, the most first.
 * @param name the column that says by what
 * @param group its value over `events`, never NULL
 * @param from `FROM events WHERE …`
 * @param besides further aggregates with their names, for columns of the analysis' own
 */
export const ranking = (name: string, group: Sql, from: Sql, besides: Sql = sql``) => ({
  rows: sql`SELECT ${group} AS ${identifier(name)}, ${MEASURES}${besides} ${from} GROUP BY 1`,
  order: sql`requests DESC, ${identifier(name)}`,
  aggregates: {
    totals: sql`SELECT ${MEASURES}, count(DISTINCT ${group}) AS groups ${from}`,
    top: sql`SELECT ${group} AS name, ${MEASURES} ${from} GROUP BY 1 ORDER BY requests DESC, name LIMIT 10`,
  },
})

/** The ten with the most requests as bars; none where there are no requests. */
export function rankingCharts(
  title: string,
  { aggregates }: Results,
  nameOf = (name: string): string => name,
): Chart[] {
  const top = aggregates.top ?? []
  if (top.length === 0) return []
  const failed = top.map(row => numberOf(row, 'errors'))
  return [
    {
      kind: 'bar',
      title,
      categories: top.map(row => nameOf(row.name ?? '')),
      series: [
        { name: 'succeeded', values: top.map((row, i) => numberOf(row, 'requests') - (failed[i] ?? 0)) },
        { name: 'failed', values: failed },
      ],
    },
  ]
}
