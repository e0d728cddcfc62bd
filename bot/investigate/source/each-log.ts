import type { LogPlan, Plan } from '../../model/stored/plan.ts'
import { InvestigationProblem } from '../../model/problem.ts'

/**
 * Takes every log a step further, side by side. One that cannot be read is named as missing where another can.
 * @throws InvestigationProblem that of the first, where none can be read
 */
export async function eachLog(plan: Plan, step: (log: LogPlan) => LogPlan | Promise<LogPlan>): Promise<Plan> {
  const outcomes = await Promise.all(
    (plan.logs ?? []).map(async log => {
      try {
        return { log: await step(log) }
      } catch (problem) {
        if (!(problem instanceof InvestigationProblem)) throw problem
        return { problem, missing: { log: log.source.log, code: problem.code, detail: problem.detail } }
      }
    }),
  )
  const logs = outcomes.flatMap(outcome => outcome.log ?? [])
  const [first] = outcomes.flatMap(outcome => outcome.problem ?? [])
  if (logs.length === 0 && first) throw first
  return { ...plan, logs, missing: [...plan.missing, ...outcomes.flatMap(outcome => outcome.missing ?? [])] }
}
