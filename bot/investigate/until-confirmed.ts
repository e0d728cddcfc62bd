import { bytes as inBytes } from '../../analyses/lib/words.ts'
import { endsAt } from '../model/confirmation.ts'
import { type Investigation } from '../model/investigation.ts'
import { type Plan } from '../model/stored/plan.ts'
import { sumOf } from '../model/stored/values.ts'
import { announcement } from '../answer/progress.ts'
import { countBytes } from '../access/limits.ts'
import { InvestigationProblem } from '../model/problem.ts'
import type { Deps } from '../services/deps.ts'

/**
 * Waits for somebody to confirm, at no cost, for a day. That the question is shown is made sure of: no later step
 * would show it.
 */
export async function untilConfirmed(
  investigation: Investigation,
  plan: Plan & { ask: NonNullable<Plan['ask']> },
  deps: Deps,
): Promise<Investigation> {
  const { thread, now } = deps
  const { id, announcement: root, confirm } = investigation
  const bytes = sumOf(plan.logs, log => log.bytes)
  if (confirm) await countBytes(investigation, bytes, deps)
  if (confirm) return { ...investigation, plan: { ...plan, doneAt: now().toISOString() } }
  if (!plan.ask.told) {
    const mark = { investigation: id, part: 'announcement' } as const
    if (root.channel && root.ts) await thread.edit(root.channel, root.ts, announcement(investigation), mark)
    return { ...investigation, plan: { ...plan, ask: { ...plan.ask, told: true } } }
  }
  if (endsAt(plan.ask.since).toMillis() > now().getTime()) return investigation
  throw new InvestigationProblem('not-confirmed', { bytes: inBytes(bytes) })
}
