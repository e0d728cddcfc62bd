import { setTimeout as sleep } from 'node:timers/promises'
import {
  type AthenaClient,
  type ColumnInfo,
  paginateGetQueryResults,
  GetQueryExecutionCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena'
import type { Answer } from './compare.ts'

/**
 * Runs a statement on the embedded Athena to its end.
 * @throws Error with the reason that the execution failed for
 */
export async function askAthena(client: AthenaClient, workgroup: string, sql: string): Promise<Answer> {
  const { QueryExecutionId } = await client.send(
    new StartQueryExecutionCommand({ QueryString: sql, WorkGroup: workgroup }),
  )
  const id = { QueryExecutionId }
  for (;;) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand(id))
    const { State: state, StateChangeReason: reason } = QueryExecution?.Status ?? {}
    if (state === 'SUCCEEDED') return resultOf(client, id)
    if (state !== 'QUEUED' && state !== 'RUNNING') throw new Error(`${state}: ${reason}`)
    await sleep(5)
  }
}

async function resultOf(client: AthenaClient, id: { QueryExecutionId: string | undefined }): Promise<Answer> {
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
