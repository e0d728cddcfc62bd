import { answerFrom } from './answer.ts'
import { judgementFrom } from './judgement.ts'
import { advanceAll, allDone, type Stage } from './stage.ts'
import { firstRuns, runsFor } from './statements.ts'

/** Asks the analysis' statements of the evidence, all at once: the rows (the CSV) and the aggregates. */
export const query: Stage = async (investigation, world) => {
  const before = investigation.query
  if (!before)
    return {
      ...investigation,
      query: { startedAt: world.now().toISOString(), runs: firstRuns(investigation, world) },
    }
  const runs = await advanceAll(before.runs, investigation, world)
  if (runs === before.runs) return investigation
  if (!allDone(runs)) return { ...investigation, query: { ...before, runs } }
  if (!runs.rows) {
    const judgement = await judgementFrom(investigation, runs, world)
    const all = { ...runs, ...runsFor(investigation, world, judgement) }
    return { ...investigation, query: { ...before, runs: all } }
  }
  const answer = await answerFrom(investigation, runs, world)
  return { ...investigation, query: { ...before, runs, answer, doneAt: world.now().toISOString() } }
}
