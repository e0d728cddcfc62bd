import { isBatchDeletion, isDeletion } from './operation.ts'
import { succeeded } from './outcome.ts'
import { all, principal } from '../sql/fragments.ts'
import { sql, type Sql } from '../sql/sql.ts'

/**
 * A SELECT of the DeleteObjects requests whose keys this log does not name. CloudTrail records their keys only where
 * per-key events are on, and of an access log the records of the keys may be missing. Each can delete 1,000 keys.
 * @param conditions what else must be true of them
 */
export const unnamedBatches = (...conditions: (Sql | undefined)[]): Sql =>
  sql`SELECT * FROM events WHERE ${all(isBatchDeletion, ...conditions)} AND (request_id IS NULL OR request_id NOT IN
    (SELECT request_id FROM events WHERE ${isDeletion} AND request_id IS NOT NULL))`

/** How many of {@link unnamedBatches} were carried out, how many failed, and who made the most: one row, or none. */
export const unnamedBatchTotals = (batches: Sql): Sql =>
  sql`SELECT requester, batches, first, last, sum(batches) OVER () AS all_batches, sum(failures) OVER () AS all_failures, count_if(batches > 0) OVER () AS requesters
    FROM (SELECT ${principal} AS requester, count_if(${succeeded}) AS batches, count_if(NOT ${succeeded}) AS failures,
        min(CASE WHEN ${succeeded} THEN event_time END) AS first, max(CASE WHEN ${succeeded} THEN event_time END) AS last
      FROM (${batches}) AS batches GROUP BY 1) AS each_requester ORDER BY batches DESC, requester LIMIT 1`
