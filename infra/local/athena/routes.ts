import * as z from 'zod'
import { describe } from './describe.ts'
import { invalidRequest } from './errors.ts'
import type { Execution, Executions } from './executions.ts'
import { readResults } from './results.ts'
import { parse, type Service } from './service.ts'
import { start, startInput } from './start.ts'

/** Larger than any page of GetQueryResults may be. */
const PAGE_LIMIT = 1000
const id = z.string().min(1)
const idInput = z.strictObject({ QueryExecutionId: id })
const resultsInput = z.strictObject({
  QueryExecutionId: id,
  NextToken: z.string().optional(),
  MaxResults: z.number().int().min(1).max(PAGE_LIMIT).optional(),
  QueryResultType: z.literal('DATA_ROWS').optional(),
})

type Operation = (service: Service, input: unknown) => object

/** The operations there are; they throw a ServiceError where Athena answers with an error. */
export const ROUTES: Readonly<Record<string, Operation>> = {
  StartQueryExecution: (service, input) => start(service, parse(startInput, input)),
  GetQueryExecution: ({ executions, ...service }, input) => ({
    QueryExecution: describe(service, find(executions, parse(idInput, input).QueryExecutionId)),
  }),
  GetQueryResults: (service, input) => results(service, parse(resultsInput, input)),
  StopQueryExecution: (service, input) => stop(service, parse(idInput, input).QueryExecutionId),
}

/** The operations there are; any other is refused by its name. */
export const OPERATIONS: readonly string[] = Object.keys(ROUTES)

function find(executions: Executions, queryId: string): Execution {
  const execution = executions.get(queryId)
  if (!execution) throw invalidRequest(`QueryExecution ${queryId} was not found`, 'INVALID_INPUT')
  return execution
}

function results({ executions, deps }: Service, input: z.infer<typeof resultsInput>): object {
  const execution = find(executions, input.QueryExecutionId)
  const { state } = execution
  if (state === 'QUEUED' || state === 'RUNNING')
    throw invalidRequest(
      `Query has not yet finished. Current state: ${state}`,
      'INVALID_QUERY_EXECUTION_STATE',
    )
  if (state !== 'SUCCEEDED')
    throw invalidRequest(
      `Query did not finish successfully. Final query state: ${state}`,
      'INVALID_QUERY_EXECUTION_STATE',
    )
  return readResults(deps.store, execution, {
    token: input.NextToken,
    limit: input.MaxResults ?? PAGE_LIMIT,
  })
}

/** Stopping what has ended does nothing, as in Athena. */
function stop({ executions, queue }: Service, queryId: string): object {
  queue.stop(find(executions, queryId).id)
  return {}
}
