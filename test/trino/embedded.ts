import { setTimeout as sleep } from 'node:timers/promises'
import {
  type AthenaClient,
  type ColumnInfo,
  paginateGetQueryResults,
  GetQueryExecutionCommand,
} from '@aws-sdk/client-athena'
import type { Answer } from './compare.ts'

/**
 * The result of an execution of the embedded Athena, once it has ended.
 * @throws Error with the reason that it failed for
 */
export async function resultOf(client: AthenaClient, execution: string): Promise<Answer> {
  const id = { QueryExecutionId: execution }
  for (;;) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand(id))
    const { State: state, StateChangeReason: reason } = QueryExecution?.Status ?? {}
    if (state === 'SUCCEEDED') return rowsOf(client, id)
    if (state !== 'QUEUED' && state !== 'RUNNING') throw new Error(`${state}: ${reason}`)
    await sleep(5)
  }
}

async function rowsOf(client: AthenaClient, id: { QueryExecutionId: string }): Promise<Answer> {
  const rows: (string | null)[][] = []
  let columns: ColumnInfo[] = []
  for await (const { ResultSet } of paginateGetQueryResults({ client }, id)) {
    columns = ResultSet?.ResultSetMetadata?.ColumnInfo ?? columns
    rows.push(
      ...(ResultSet?.Rows ?? []).map(row => (row.Data ?? []).map(datum => datum.VarCharValue ?? null)),
    )
  }
  // The first row is the header.
  return { columns: columns.map(column), rows: rows.slice(1) }
}

const column = ({ Name = '', Type = '', Precision, Scale }: ColumnInfo): Answer['columns'][number] => ({
  name: Name,
  type: Type === 'decimal' ? `decimal(${Precision},${Scale})` : Type,
})
