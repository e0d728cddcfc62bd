import type { Results } from '../analysis.ts'
import { isUnknownChange } from '../meaning/operation.ts'
import { succeeded } from '../meaning/outcome.ts'
import { sql, type Sql } from '../sql/sql.ts'
import { counted, numberOf } from '../words.ts'

/**
 * Operations that s3audit does not know and that may change something. An answer that says that nothing was deleted,
 * written or set has to mention them: AWS adds operations, and other stores have names of their own.
 */

/** How many there are and which, for the aggregates of an analysis. */
export const unknownChanges: Record<'unknownChanges', Sql> = {
  unknownChanges: sql`SELECT operation, sum(count(*)) OVER () AS requests, count(*) OVER () AS operations
    FROM events WHERE ${isUnknownChange} AND ${succeeded} GROUP BY operation ORDER BY count(*) DESC, operation LIMIT 5`,
}

/** ` 7 requests have operations that s3audit does not know (A, B), which may have changed something.`; empty where none has. */
export function unknownChangesTold({ aggregates }: Pick<Results, 'aggregates'>): string {
  const rows = aggregates.unknownChanges ?? []
  const requests = numberOf(rows[0], 'requests')
  if (requests === 0) return ''
  const more = numberOf(rows[0], 'operations') > rows.length ? ', …' : ''
  return ` ${counted(requests, 'request')} ${requests === 1 ? 'has an operation' : 'have operations'} that s3audit does not know (${rows.map(row => row.operation).join(', ')}${more}), which may have changed something.`
}
