import { answerFrom } from './answer.ts'
import { judgementFrom } from './judgement.ts'
import { advanceAll, allDone, type Stage } from './stage.ts'
import { firstRuns, runsFor } from './statements.ts'

/** Asks the analysis' statements of the evidence, all at once: the rows (the CSV) and the aggregates. */
export const query: Stage = async (investigation, deps) => {
  const before = investigation.query
  if (!before)
    return {
      ...investigation,
      query: { startedAt: deps.now().toISOString(), runs: firstRuns(investigation, deps) },
    }
  const runs = await advanceAll(before.runs, investigation, deps)
  if (runs === before.runs) return investigation
  if (!allDone(runs)) return { ...investigation, query: { ...before, runs } }
  if (!runs.rows) {
    const judgement = await judgementFrom(investigation, runs, deps)
    const all = { ...runs, ...runsFor(investigation, deps, judgement) }
    return { ...investigation, query: { ...before, runs: all } }
  }
  const answer = await answerFrom(investigation, runs, deps)
  return { ...investigation, query: { ...before, runs, answer, doneAt: deps.now().toISOString() } }
}
