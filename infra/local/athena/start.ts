import { createHash, randomUUID } from 'node:crypto'
import * as z from 'zod'
import { parseStatement } from './dialect/statement.ts'
import { serviceError } from '../http/service-error.ts'
import { invalidRequest } from './errors.ts'
import type { Execution } from './executions.ts'
import type { Service } from './service.ts'

const QUERY_BYTES = 262_144

const context = z.object({ Database: z.string().optional(), Catalog: z.string().optional() })

export const startInput = z.strictObject({
  QueryString: z.string().min(1),
  ClientRequestToken: z.string().min(32).max(128).optional(),
  QueryExecutionContext: context.optional(),
  WorkGroup: z.string().optional(),
  // The workgroup enforces its own configuration, as the deployed one does.
  ResultConfiguration: z.unknown().optional(),
})

/**
 * StartQueryExecution. The same token with the same parameters names the execution that it made.
 */
export function start(service: Service, input: z.infer<typeof startInput>): object {
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
    throw serviceError(
      'TooManyRequestsException',
      'You have exceeded the limit for the number of queries you can run concurrently. Please reduce the number of concurrent queries submitted by this account.',
    )
  const execution = newExecution(sql, { token, parameters, submitted: service.deps.now().getTime() })
  service.queue.add(execution)
  return { QueryExecutionId: execution.id }
}

function checkStart({ workgroup, deps }: Service, input: z.infer<typeof startInput>): void {
  const bytes = Buffer.byteLength(input.QueryString)
  if (bytes > QUERY_BYTES)
    throw invalidRequest(`Query string length ${bytes} exceeds the maximum of ${QUERY_BYTES} bytes`)
  if ((input.WorkGroup ?? workgroup) !== workgroup)
    throw invalidRequest(`WorkGroup ${input.WorkGroup} is not found.`)
  const { Database: database = deps.database, Catalog: catalog = 'AwsDataCatalog' } =
    input.QueryExecutionContext ?? {}
  if (catalog.toLowerCase() !== 'awsdatacatalog') throw invalidRequest(`Catalog ${catalog} does not exist`)
  if (database.toLowerCase() !== deps.database) throw invalidRequest(`Database ${database} does not exist`)
}

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
