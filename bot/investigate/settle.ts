import { bytes as inBytes, count } from '../../analyses/lib/words.ts'
import { type Investigation } from '../model/investigation.ts'
import { type LogPlan, type Plan, type Source } from '../model/stored/plan.ts'
import { sumOf } from '../model/stored/values.ts'
import { countBytes } from '../access/limits.ts'
import { InvestigationProblem } from '../model/problem.ts'
import type { Deps } from '../services/deps.ts'
import { eachLog } from './source/each-log.ts'

/** Athena bills no query below this. */
const LEAST_BILLED = 10_000_000

/** All is listed: refuses what cannot be answered, chooses how to copy, and says what it will cost. */
export async function settle(investigation: Investigation, listed: Plan, deps: Deps): Promise<Plan> {
  const { request } = investigation
  const { settings, now } = deps
  const { gatherObjects, confirmBytes, scanBytes } = settings.limits
  const unasked = request.watch !== undefined ? Math.min(scanBytes, confirmBytes) : scanBytes
  const plan = await eachLog(listed, log => ({
    ...held(log),
    strategy: strategyOf(log, gatherObjects),
  }))
  const bytes = sumOf(plan.logs, log => log.bytes)
  // Nobody is there to confirm what a watch would read.
  if (bytes > unasked)
    throw new InvestigationProblem('too-large', {
      bytes: inBytes(bytes),
      objects: count(sumOf(plan.logs, log => log.objects)),
      limit: inBytes(unasked),
    })
  const billed = sumOf(plan.logs, log => Math.max(log.bytes, LEAST_BILLED))
  const at = now().toISOString()
  // What waits to be confirmed is counted once it is.
  if (bytes <= confirmBytes) await countBytes(investigation, bytes, deps)
  const dollars = (billed / 1e12) * settings.dollarsPerTerabyte
  return { ...plan, dollars, ...(bytes > confirmBytes ? { ask: { since: at } } : { doneAt: at }) }
}

/** @throws InvestigationProblem where a log has no object that can be read in this window */
function held(log: LogPlan): LogPlan {
  const { source, objects, archived } = log
  const place = `s3://${source.bucket}/${source.prefix}`
  if (objects > 0) return log
  throw archived > 0
    ? new InvestigationProblem('archived', { place, objects: count(archived) })
    : new InvestigationProblem('no-log-objects', { place, looked: lookedFor(source) })
}

function strategyOf({ source, objects }: LogPlan, gatherObjects: number): LogPlan['strategy'] {
  if (source.inPlace) return 'in-place'
  return objects <= gatherObjects ? 'gather' : 'batch-copy'
}

function lookedFor({ ranges, days }: Source): string {
  if (days) return `days ${days.first} to ${days.last}`
  const [first] = ranges
  return first?.before ? `keys from ${first.after} to ${first.before}` : `keys under ${first?.prefix ?? ''}`
}
