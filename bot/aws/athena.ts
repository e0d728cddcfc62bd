import {
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  InvalidRequestException,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
  type AthenaClient as Sdk,
} from '@aws-sdk/client-athena'
import type { Row } from '../../analyses/lib/analysis.ts'

export interface Execution {
  state: 'running' | 'succeeded' | 'failed' | 'cancelled'
  reason: string
  /** Athena says that the same query may succeed if it is asked again. */
  retryable: boolean
  scannedBytes: number
  /** Where the CSV lies, `s3://…`. */
  outputLocation: string
}

export interface AthenaClient {
  /** Starts a query; the same token and text give the same execution. @returns its id */
  start(sql: string, token: string): Promise<string>
  execution(id: string): Promise<Execution>
  /** The first rows of a finished SELECT, at most `limit` (999). */
  rows(id: string, limit: number): Promise<Row[]>
  /** Stops it if it still runs. */
  stop(id: string): Promise<void>
  /** The investigation that asked a query, if one of ours did, from the comment every query of ours carries. */
  investigationOf(id: string): Promise<string | undefined>
}

/** The SQL comment that names the query's owner, for the trigger and for readers of Athena's history. */
export const signed = (sql: string, investigation: string, purpose: string): string =>
  `-- s3audit ${investigation} ${purpose}\n${sql}`

export function athenaFrom(
  sdk: Sdk,
  { database, workgroup }: { database: string; workgroup: string },
): AthenaClient {
  const load = async (id: string) => {
    const { QueryExecution } = await sdk.send(new GetQueryExecutionCommand({ QueryExecutionId: id }))
    return QueryExecution ?? {}
  }
  return {
    async start(sql, token) {
      const { QueryExecutionId } = await sdk.send(
        new StartQueryExecutionCommand({
          QueryString: sql,
          ClientRequestToken: token,
          WorkGroup: workgroup,
          QueryExecutionContext: { Database: database },
        }),
      )
      if (!QueryExecutionId) throw new Error('Athena started a query but returned no id')
      return QueryExecutionId
    },
    async execution(id) {
      const { Status, Statistics, ResultConfiguration } = await load(id)
      return {
        state: STATES[Status?.State ?? 'QUEUED'],
        reason: Status?.StateChangeReason ?? Status?.AthenaError?.ErrorMessage ?? 'no reason given',
        retryable: Status?.AthenaError?.Retryable ?? false,
        scannedBytes: Statistics?.DataScannedInBytes ?? 0,
        outputLocation: ResultConfiguration?.OutputLocation ?? '',
      }
    },
    async rows(id, limit) {
      const { ResultSet } = await sdk.send(
        new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: limit + 1 }),
      )
      const [header, ...rows] = (ResultSet?.Rows ?? []).map(row =>
        (row.Data ?? []).map(cell => cell.VarCharValue ?? null),
      )
      return rows.map(row =>
        Object.fromEntries((header ?? []).map((name, i) => [name ?? '', row[i] ?? null])),
      )
    },
    async stop(id) {
      await sdk.send(new StopQueryExecutionCommand({ QueryExecutionId: id }))
    },
    async investigationOf(id) {
      try {
        return /-- s3audit ([0-9a-f]+) /.exec((await load(id)).Query ?? '')?.[1]
      } catch (error) {
        // Athena's way of saying that it knows no such query.
        if (error instanceof InvalidRequestException) return undefined
        throw error
      }
    },
  }
}

const STATES = {
  QUEUED: 'running',
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
} as const
