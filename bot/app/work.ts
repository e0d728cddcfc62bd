import type * as z from 'zod'
import { runCheck } from '../check/step.ts'
import { refreshHome, showHome } from '../home/home-page.ts'
import { reconcile } from '../investigate/reconcile.ts'
import { Conflict } from '../items/items.ts'
import { personItemSchema } from '../items/people.ts'
import { type Kind, kindOf } from '../items/work.ts'
import { checkSchema } from '../model/check.ts'
import { investigationSchema } from '../model/investigation.ts'
import { watchSchema } from '../model/watch.ts'
import type { WorkingDeps } from '../services/working-deps.ts'
import { passWatch } from '../watch/pass.ts'
import { quarantine, tellDamaged } from './damaged.ts'

/** One kind of stored work. */
interface Work<Item> {
  schema: z.ZodType<Item>
  /** Takes the item as far as it goes now. Anyone may call it at any time, twice, late or concurrently. */
  step: (item: Item, deps: WorkingDeps) => Promise<void>
  /** Tells people that the item cannot go on, once; absent where nobody waits for it. */
  onDamaged?: (item: Record<string, unknown>, deps: WorkingDeps) => Promise<void>
}

type Run = (item: Record<string, unknown>, deps: WorkingDeps) => Promise<void>

const work =
  <Item>({ schema, step, onDamaged }: Work<Item>): Run =>
  (item, deps) => {
    const parsed = schema.safeParse(item)
    return parsed.success ? step(parsed.data, deps) : quarantine(item, parsed.error, deps, onDamaged)
  }

const KINDS: Readonly<Record<Kind, Run>> = {
  investigation: work({
    schema: investigationSchema,
    step: (item, deps) => reconcile(item, deps, saved => refreshHome(saved, deps)),
    onDamaged: tellDamaged('investigation'),
  }),
  check: work({ schema: checkSchema, step: runCheck, onDamaged: tellDamaged('check') }),
  watch: work({ schema: watchSchema, step: passWatch, onDamaged: tellDamaged('watch') }),
  person: work({ schema: personItemSchema, step: showHome }),
}

/**
 * Takes the next step of a stored item, whatever its kind. An id that is not stored, or whose kind is not known,
 * changes nothing.
 * @throws transient errors, so that the trigger tries again
 */
export async function takeStep(id: string, deps: WorkingDeps): Promise<void> {
  const item = await deps.work.load(id)
  const kind = item && kindOf(item)
  if (!kind) return
  try {
    await KINDS[kind](item, deps)
  } catch (error) {
    // Another run saved first: what it saved triggers the next one.
    if (!(error instanceof Conflict)) throw error
  }
}
