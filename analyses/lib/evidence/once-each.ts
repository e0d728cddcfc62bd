import { EVIDENCE_COLUMNS } from './evidence.ts'
import { identifier, join, sql, type Sql } from '../sql/sql.ts'

/** Records that are there more than once: delivered again, by several trails and accounts, or corrected later. */

/**
 * Which record of several is kept: a correction, then one that names the requester by an ARN, which
 * CloudTrail gives the caller's account only. The rest is what the record hash leaves out: among records that
 * differ only in these the choice is deterministic.
 */
const BEST = sql`CASE WHEN corrects IS NULL THEN 1 ELSE 0 END, CASE WHEN requester LIKE 'arn:%' THEN 0 ELSE 1 END,
  event_time, request_uri, referrer, user_agent, host_id, event_id, log_object`

/** Of a request across accounts, the account of the bucket and not the caller's: who calls from elsewhere is foreign to it. */
const RECIPIENT = sql`coalesce(min(CASE WHEN recipient_account <> requester_account THEN recipient_account END) OVER (PARTITION BY source, record_hash), recipient_account)`

/**
 * A SELECT of the events of each log, each once.
 * @param rows the evidence, as `FROM` and `WHERE` take it: `evidence WHERE …`
 * @param isRepeated whether some are known to be there more than once; to look for them costs
 * @param hasTrail whether CloudTrail's events are among them, which may be corrected
 */
export function onceEach(
  rows: Sql,
  kind: 'event' | 'account',
  { isRepeated, hasTrail }: { isRepeated: boolean; hasTrail: boolean },
): Sql {
  const own = sql`${rows} AND kind = ${kind}`
  const corrected = hasTrail
    ? sql` AND (event_id IS NULL OR event_id NOT IN (SELECT corrects FROM ${own} AND corrects IS NOT NULL))`
    : sql``
  if (!isRepeated) return sql`SELECT * FROM ${own}${corrected}`
  const columns = join(
    EVIDENCE_COLUMNS.map(({ name }) => identifier(name)),
    ', ',
  )
  const kept = EVIDENCE_COLUMNS.map(({ name }) =>
    name === 'recipient_account' ? sql`${RECIPIENT} AS recipient_account` : identifier(name),
  )
  return sql`SELECT ${columns} FROM (
  SELECT ${join(kept, ', ')}, row_number() OVER (PARTITION BY source, record_hash ORDER BY ${BEST}) AS delivery FROM ${own}${corrected}
) AS delivered WHERE delivery = 1`
}
