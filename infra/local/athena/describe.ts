import type { Execution } from './executions.ts'
import type { QueryDeps } from './run.ts'
import type { Service } from './service.ts'

/** An execution as GetQueryExecution shows it. */
export function describe(
  { deps, workgroup }: Pick<Service, 'deps' | 'workgroup'>,
  execution: Execution,
): object {
  const { started, submitted, completed = deps.now().getTime() } = execution
  const running = started === undefined ? 0 : completed - started
  return {
    QueryExecutionId: execution.id,
    Query: execution.sql,
    StatementType: execution.statementType,
    SubstatementType: execution.substatementType,
    WorkGroup: workgroup,
    QueryExecutionContext: { Database: deps.database, Catalog: 'awsdatacatalog' },
    ResultConfiguration: { OutputLocation: execution.outputLocation ?? expectedOutput(deps, execution) },
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

const expectedOutput = ({ outputLocation }: QueryDeps, { id: name, substatementType }: Execution): string =>
  `${outputLocation}${name}${substatementType === 'UNLOAD' ? '' : '.csv'}`
