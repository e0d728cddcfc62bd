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
import type { WorkingWorld } from '../services/working-world.ts'
import { passWatch } from '../watch/pass.ts'
import { quarantine, tellDamaged } from './damaged.ts'

/** One kind of stored work. */
interface Work<Item> {
  schema: z.ZodType<Item>
  /** Takes the item as far as it goes now. Anyone may call it at any time, twice, late or concurrently. */
  step: (item: Item, world: WorkingWorld) => Promise<void>
  /** Tells people that the item cannot go on, once; absent where nobody waits for it. */
  onDamaged?: (item: Record<string, unknown>, world: WorkingWorld) => Promise<void>
}

type Run = (item: Record<string, unknown>, world: WorkingWorld) => Promise<void>

const work =
  <Item>({ schema, step, onDamaged }: Work<Item>): Run =>
  (item, world) => {
    const parsed = schema.safeParse(item)
    return parsed.success ? step(parsed.data, world) : quarantine(item, parsed.error, world, onDamaged)
  }

const KINDS: Readonly<Record<Kind, Run>> = {
  investigation: work({
    schema: investigationSchema,
    step: (item, world) => reconcile(item, world, saved => refreshHome(saved, world)),
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
export async function takeStep(id: string, world: WorkingWorld): Promise<void> {
  const item = await world.work.load(id)
  const kind = item && kindOf(item)
  if (!kind) return
  try {
    await KINDS[kind](item, world)
  } catch (error) {
    // Another run saved first: what it saved triggers the next one.
    if (!(error instanceof Conflict)) throw error
  }
}
