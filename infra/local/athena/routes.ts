import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { parseStatement } from './dialect/statement.ts'
import { AthenaError, invalidRequest } from './errors.ts'
import type { Execution, Executions } from './executions.ts'
import type { Queue } from './queue.ts'
import { readResults } from './results.ts'
import type { QueryWorld } from './run.ts'

/** What the operations work on. */
export interface Service {
  world: QueryWorld
  executions: Executions
  queue: Queue
  workgroup: string
  /** Queries queued and running together, as Athena's quota of active queries. */
  activeLimit: number
}

/** Larger than any page of GetQueryResults may be. */
const PAGE_LIMIT = 1000
const QUERY_BYTES = 262_144

const id = z.string().min(1)
const tables = z.object({ Database: z.string().optional(), Catalog: z.string().optional() })

const startInput = z.strictObject({
  QueryString: z.string().min(1),
  ClientRequestToken: z.string().min(32).max(128).optional(),
  QueryExecutionContext: tables.optional(),
  WorkGroup: z.string().optional(),
  // The workgroup enforces its own configuration, as the deployed one does.
  ResultConfiguration: z.unknown().optional(),
})
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

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw invalidRequest(`${problems.length} validation errors detected: ${problems.join('; ')}`)
}

function find(executions: Executions, queryId: string): Execution {
  const execution = executions.get(queryId)
  if (!execution) throw invalidRequest(`QueryExecution ${queryId} was not found`, 'INVALID_INPUT')
  return execution
}

/** The same token with the same parameters names the execution that it made. */
function start(service: Service, input: z.infer<typeof startInput>): object {
  checkStart(service, input)
  const { QueryString: sql, ClientRequestToken: token = randomUUID() } = input
  const parameters = createHash('sha256')
    .update(JSON.stringify({ ...input, ClientRequestToken: '' }))
    .digest('hex')
  const known = service.executions.byToken(token)
  if (known && known.parameters !== parameters)
    throw invalidRequest('Idempotent parameters do not match', 'DUPLICATE_INPUT')
  if (known) return { QueryExecutionId: known.id }
  if (service.queue.active() >= service.activeLimit)
    throw new AthenaError(
      'TooManyRequestsException',
      'You have exceeded the limit for the number of queries you can run concurrently. Please reduce the number of concurrent queries submitted by this account.',
    )
  const execution = newExecution(sql, { token, parameters, submitted: service.world.now().getTime() })
  service.queue.add(execution)
  return { QueryExecutionId: execution.id }
}

function checkStart({ workgroup, world }: Service, input: z.infer<typeof startInput>): void {
  const bytes = Buffer.byteLength(input.QueryString)
  if (bytes > QUERY_BYTES)
    throw invalidRequest(`Query string length ${bytes} exceeds the maximum of ${QUERY_BYTES} bytes`)
  if ((input.WorkGroup ?? workgroup) !== workgroup) throw unknownWorkGroup(input.WorkGroup!)
  const { Database: database = world.database, Catalog: catalog = 'AwsDataCatalog' } =
    input.QueryExecutionContext ?? {}
  if (catalog.toLowerCase() !== 'awsdatacatalog') throw invalidRequest(`Catalog ${catalog} does not exist`)
  if (database.toLowerCase() !== world.database) throw invalidRequest(`Database ${database} does not exist`)
}

const unknownWorkGroup = (name: string): AthenaError => invalidRequest(`WorkGroup ${name} is not found.`)

function newExecution(
  sql: string,
  request: Pick<Execution, 'token' | 'parameters' | 'submitted'>,
): Execution {
  return {
    id: randomUUID(),
    sql,
    ...request,
    state: 'QUEUED',
    sequence: 0,
    statementType: 'DML',
    substatementType: substatementOf(sql),
    scannedBytes: 0,
  }
}

/** A statement that is neither is not refused here: as in Athena it fails when it is run. */
function substatementOf(sql: string): Execution['substatementType'] {
  try {
    return parseStatement(sql).type === 'unload' ? 'UNLOAD' : 'SELECT'
  } catch {
    return ''
  }
}

function describe({ world, workgroup }: Pick<Service, 'world' | 'workgroup'>, execution: Execution): object {
  const { started, submitted, completed = world.now().getTime() } = execution
  const running = started === undefined ? 0 : completed - started
  return {
    QueryExecutionId: execution.id,
    Query: execution.sql,
    StatementType: execution.statementType,
    SubstatementType: execution.substatementType,
    WorkGroup: workgroup,
    QueryExecutionContext: { Database: world.database, Catalog: 'awsdatacatalog' },
    ResultConfiguration: { OutputLocation: execution.outputLocation ?? expectedOutput(world, execution) },
    EngineVersion: { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'Athena engine version 3' },
    Status: {
      State: execution.state,
      StateChangeReason: execution.reason,
      SubmissionDateTime: submitted / 1000,
      CompletionDateTime: execution.completed === undefined ? undefined : execution.completed / 1000,
      AthenaError: execution.error,
    },
    Statistics: {
      DataScannedInBytes: execution.scannedBytes,
      DataManifestLocation: execution.manifestLocation,
      EngineExecutionTimeInMillis: running,
      TotalExecutionTimeInMillis: completed - submitted,
      QueryQueueTimeInMillis: (started ?? completed) - submitted,
      ServiceProcessingTimeInMillis: 0,
    },
  }
}

const expectedOutput = ({ outputLocation }: QueryWorld, { id: name, substatementType }: Execution): string =>
  `${outputLocation}${name}${substatementType === 'UNLOAD' ? '' : '.csv'}`

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

function getWorkGroup({ workgroup, world }: Service, name: string): object {
  if (name !== workgroup) throw unknownWorkGroup(name)
  return {
    WorkGroup: {
      Name: workgroup,
      State: 'ENABLED',
      Configuration: {
        EnforceWorkGroupConfiguration: true,
        ResultConfiguration: { OutputLocation: world.outputLocation },
        BytesScannedCutoffPerQuery: world.scanCutoffBytes,
        PublishCloudWatchMetricsEnabled: false,
        RequesterPaysEnabled: false,
        EngineVersion: { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: 'Athena engine version 3' },
      },
    },
  }
}

function list({ executions, workgroup }: Service, input: z.infer<typeof listInput>): object {
  if ((input.WorkGroup ?? workgroup) !== workgroup) throw unknownWorkGroup(input.WorkGroup!)
  const limit = input.MaxResults || 50
  const ids = executions.ids({ limit: limit + 1, ...(input.NextToken && { before: input.NextToken }) })
  const page = ids.slice(0, limit)
  return { QueryExecutionIds: page, ...(ids.length > limit && { NextToken: page.at(-1) }) }
}
