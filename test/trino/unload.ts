import { parseStatement } from '../../infra/local/athena/dialect/statement.ts'
import { TRINO_WORKSPACE } from './logs.ts'

export const isUnload = (sql: string): boolean => parseStatement(sql).type === 'unload'

/**
 * UNLOAD is Athena's own. In Trino the same SELECT makes a table of the same objects: under the same keys, in a
 * bucket that only Trino writes into.
 */
export function createTableAs(unload: string): string {
  const statement = parseStatement(unload)
  if (statement.type !== 'unload') throw new Error('Only an UNLOAD becomes a table')
  const { prefix } = statement.target
  const name = `unload_${prefix.replaceAll(/[^a-z0-9]+/g, '_')}`
  return `CREATE TABLE "${name}" WITH (format = 'PARQUET', external_location = 's3://${TRINO_WORKSPACE}/${prefix}') AS\n${statement.sql}`
}
