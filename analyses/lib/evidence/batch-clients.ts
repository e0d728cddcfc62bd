import { EVIDENCE_COLUMNS } from './evidence.ts'
import { identifier, join, sql, type Sql } from '../sql/sql.ts'

/** What the record of a request says of its client. */
export const CLIENT_COLUMNS = ['user_agent', 'tool', 'tool_version', 'tool_command', 'sdk'] as const

const isClient = (name: string): boolean => CLIENT_COLUMNS.some(column => column === name)

/**
 * Events of an access log in which each key of a batch deletion has the client of the request: S3 writes the agent
 * into the request's record only. Where several requests share an id it names none of them.
 * @param events a SELECT of the evidence's events, each once
 * @param rows the evidence, as `FROM` and `WHERE` take it: `evidence WHERE …`
 */
export const withBatchClients = (events: Sql, rows: Sql): Sql => sql`SELECT ${join(
  EVIDENCE_COLUMNS.map(({ name }) =>
    isClient(name)
      ? sql`coalesce(records.${identifier(name)}, batches.${identifier(name)}) AS ${identifier(name)}`
      : sql`records.${identifier(name)}`,
  ),
  ', ',
)}
FROM (
${events}
) AS records
LEFT JOIN (
  SELECT request_id, ${join(
    CLIENT_COLUMNS.map(name => sql`max(${identifier(name)}) AS ${identifier(name)}`),
    ', ',
  )}
  FROM ${rows} AND kind = 'event' AND action = 'delete-batch'
  GROUP BY request_id HAVING count(DISTINCT record_hash) = 1
) AS batches ON starts_with(records.operation, 'BATCH.') AND batches.request_id = records.request_id`

/** Whether a statement says what client made a request: only then the join is worth its cost. */
export const readsClient = ({ text }: Sql): boolean =>
  new RegExp(String.raw`\b(?:${CLIENT_COLUMNS.join('|')})\b`).test(text)
