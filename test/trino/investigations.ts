import { setTimeout as sleep } from 'node:timers/promises'
import {
  newInvestigation,
  type Investigation,
  type StageName,
  stageOf,
} from '../../bot/investigation/investigation.ts'
import type { Request } from '../../bot/request/request.ts'
import { copy } from '../../bot/stages/copy.ts'
import { evidence } from '../../bot/stages/evidence.ts'
import { plan } from '../../bot/stages/plan.ts'
import type { Stage } from '../../bot/stages/stage.ts'
import type { World } from '../../bot/world.ts'
import type { Ground } from './grounds.ts'

const STAGES: Partial<Record<StageName, Stage>> = { plan, copy, evidence }

/** An investigation whose evidence has been written, by the product's own stages. */
export async function investigate(
  { bucket, log, held }: Pick<Ground, 'bucket' | 'log' | 'held'>,
  world: World,
): Promise<Investigation> {
  const request: Request = {
    // Any that compares with no time before: the evidence is the same for all.
    analysis: 'object-deletion',
    bucket,
    window: held,
    parameters: {},
    logs: log,
    channel: '',
    asker: { user: '', timeZone: 'UTC' },
  }
  let investigation = newInvestigation(request, `${bucket} ${log}`, world.now())
  for (;;) {
    const stage = STAGES[stageOf(investigation)]
    if (!stage) return investigation
    const next = await stage(investigation, world)
    if (next === investigation) await sleep(20)
    investigation = next
  }
}
