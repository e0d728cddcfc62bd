import * as z from 'zod'
import { describe, getWorkGroup } from './describe.ts'
import { AthenaError, invalidRequest } from './errors.ts'
import type { Execution, Executions } from './executions.ts'
import { readResults } from './results.ts'
import { parse, type Service, unknownWorkGroup } from './service.ts'
import { start, startInput } from './start.ts'

/** Larger than any page of GetQueryResults may be. */
const PAGE_LIMIT = 1000
const id = z.string().min(1)
const idInput = z.strictObject({ QueryExecutionId: id })
const idsInput = z.strictObject({ QueryExecutionIds: z.array(id).min(1).max(50) })
const resultsInput = z.strictObject({
  QueryExecutionId: id,
  NextToken: z.string().optional(),
  MaxResults: z.number().int().min(1).max(PAGE_LIMIT).optional(),
  QueryResultType: z.literal('DATA_ROWS').optional(),
})
const listInput = z.strictObject({
  NextToken: z.string().optional(),
  MaxResults: z.number().int().min(0).max(50).optional(),
  WorkGroup: z.string().optional(),
})
const workGroupInput = z.strictObject({ WorkGroup: z.string() })

type Operation = (service: Service, input: unknown) => object

const ROUTES: Record<string, Operation> = {
  StartQueryExecution: (service, input) => start(service, parse(startInput, input)),
  GetQueryExecution: ({ executions, ...service }, input) => ({
    QueryExecution: describe(service, find(executions, parse(idInput, input).QueryExecutionId)),
  }),
  BatchGetQueryExecution: (service, input) => batchGet(service, parse(idsInput, input).QueryExecutionIds),
  GetQueryResults: (service, input) => results(service, parse(resultsInput, input)),
  StopQueryExecution: (service, input) => stop(service, parse(idInput, input).QueryExecutionId),
  GetWorkGroup: (service, input) => getWorkGroup(service, parse(workGroupInput, input).WorkGroup),
  ListQueryExecutions: (service, input) => list(service, parse(listInput, input)),
}

/** The operations there are; any other is refused by its name. */
export const OPERATIONS: readonly string[] = Object.keys(ROUTES)

/** Answers one operation; throws an AthenaError where Athena answers with an error. */
export function answer(service: Service, operation: string, input: unknown): object {
  const route = Object.hasOwn(ROUTES, operation) ? ROUTES[operation] : undefined
  if (!route)
    throw new AthenaError(
      'UnknownOperationException',
      `the embedded Athena does not know the operation ${operation}`,
    )
  return route(service, input)
}

function find(executions: Executions, queryId: string): Execution {
  const execution = executions.get(queryId)
  if (!execution) throw invalidRequest(`QueryExecution ${queryId} was not found`, 'INVALID_INPUT')
  return execution
}

function batchGet({ executions, ...service }: Service, ids: string[]): object {
  const found = ids.map(each => executions.get(each)).filter(execution => execution !== undefined)
  const missing = ids.filter(each => !found.some(execution => execution.id === each))
  return {
    QueryExecutions: found.map(execution => describe(service, execution)),
    UnprocessedQueryExecutionIds: missing.map(each => ({
      QueryExecutionId: each,
      ErrorCode: 'INVALID_INPUT',
      ErrorMessage: `QueryExecution ${each} was not found`,
    })),
  }
}

function results({ executions, world }: Service, input: z.infer<typeof resultsInput>): object {
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
  return readResults(world.store, execution, {
    token: input.NextToken,
    limit: input.MaxResults ?? PAGE_LIMIT,
  })
}

/** Stopping what has ended does nothing, as in Athena. */
function stop({ executions, queue }: Service, queryId: string): object {
  queue.stop(find(executions, queryId).id)
  return {}
}

function list({ executions, workgroup }: Service, input: z.infer<typeof listInput>): object {
  if ((input.WorkGroup ?? workgroup) !== workgroup) throw unknownWorkGroup(input.WorkGroup!)
  const limit = input.MaxResults || 50
  const ids = executions.ids({ limit: limit + 1, ...(input.NextToken && { before: input.NextToken }) })
  const page = ids.slice(0, limit)
  return { QueryExecutionIds: page, ...(ids.length > limit && { NextToken: page.at(-1) }) }
}
