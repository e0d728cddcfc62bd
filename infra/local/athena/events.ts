import { defined } from '../../../analyses/lib/defined.ts'
import { randomUUID } from 'node:crypto'
import type { Execution } from './executions.ts'

/** EventBridge's `Athena Query State Change`, which Athena sends at each change of a query's state. */
export interface QueryStateChange {
  version: '0'
  id: string
  source: 'aws.athena'
  'detail-type': 'Athena Query State Change'
  account: string
  region: string
  /** ISO 8601. */
  time: string
  resources: []
  detail: {
    versionId: '0'
    currentState: Execution['state']
    previousState?: Execution['state']
    queryExecutionId: string
    workgroupName: string
    /** Counts the changes of one query, as text; a repeated event has the same. */
    sequenceNumber: string
    statementType: Execution['statementType']
  }
}

export function stateChange(
  execution: Execution,
  previousState: Execution['state'] | undefined,
  { workgroup, now }: { workgroup: string; now: () => Date },
): QueryStateChange {
  return {
    version: '0',
    id: randomUUID(),
    source: 'aws.athena',
    'detail-type': 'Athena Query State Change',
    account: '000000000000',
    region: 'local',
    time: now().toISOString(),
    resources: [],
    detail: {
      versionId: '0',
      currentState: execution.state,
      ...defined({ previousState }),
      queryExecutionId: execution.id,
      workgroupName: workgroup,
      sequenceNumber: String(execution.sequence),
      statementType: execution.statementType,
    },
  }
}
