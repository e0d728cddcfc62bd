import { judge, type Judgement } from '../../analyses/lib/policy/judge.ts'
import { analysisOf } from '../model/analysis-asked.ts'
import type { Investigation } from '../model/investigation.ts'
import type { Run } from '../model/stored/run.ts'
import type { WorkingDeps } from '../services/working-deps.ts'
import { contextOf } from './context.ts'

/** What an analysis that judges makes of the values it asked for; nothing of one that does not. */
export async function judgementFrom(
  investigation: Investigation,
  { judged }: Record<string, Run>,
  deps: WorkingDeps,
): Promise<Judgement | undefined> {
  const analysis = analysisOf(investigation)
  if (!analysis.judges) return undefined
  const values = await deps.athena.rows(judged?.executionId ?? '', 999)
  return judge(analysis, values, contextOf(investigation, deps), investigation.request.parameters)
}
