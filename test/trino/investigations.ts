import { setTimeout as sleep } from 'node:timers/promises'
import {
  newInvestigation,
  type Investigation,
  type StageName,
  stageOf,
} from '../../bot/model/investigation.ts'
import type { Request } from '../../bot/time/request.ts'
import { copy } from '../../bot/investigate/copy.ts'
import { evidence } from '../../bot/investigate/evidence.ts'
import { plan } from '../../bot/investigate/plan.ts'
import { query } from '../../bot/investigate/query.ts'
import type { Stage } from '../../bot/investigate/stage.ts'
import type { WorkingDeps } from '../../bot/services/working-deps.ts'
import type { Ground } from './grounds.ts'
import type { Asked } from './questions.ts'

const STAGES: Partial<Record<StageName, Stage>> = { plan, copy, evidence, query }

/** An investigation whose evidence has been written, by the product's own stages. */
export function investigate(
  { bucket, logs, held }: Pick<Ground, 'bucket' | 'logs' | 'held'>,
  deps: WorkingDeps,
): Promise<Investigation> {
  const request: Request = {
    // It can use either log, and compares with no time before.
    analysis: 'object-history',
    bucket,
    window: held,
    parameters: {},
    logs,
    channel: '',
    asker: { user: '', timeZone: 'UTC' },
  }
  return until('query', newInvestigation(request, `${bucket} ${held.from}`, deps.now()), deps)
}

/** Asks a question of evidence that is there, as a question that follows another does. */
export function askAgain(
  investigation: Investigation,
  { id, logs, parameters, settings }: Asked,
  { window }: Pick<Ground, 'window'>,
  deps: WorkingDeps,
): Promise<Investigation> {
  const request = { ...investigation.request, analysis: id, logs, parameters, window }
  const asking = { ...deps, settings: { ...deps.settings, analysis: settings } }
  return until('report', { ...investigation, request }, asking)
}

/** Polling more often would slow the engines down. */
const POLL_MS = 50

async function until(end: StageName, before: Investigation, deps: WorkingDeps): Promise<Investigation> {
  let investigation = before
  for (;;) {
    const name = stageOf(investigation)
    const stage = STAGES[name]
    if (name === end || !stage) return investigation
    const next = await stage(investigation, deps)
    if (next === investigation) await sleep(POLL_MS)
    investigation = next
  }
}
