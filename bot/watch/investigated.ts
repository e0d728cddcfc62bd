import { DamagedItem } from '../items/items.ts'
import type { Investigation } from '../model/investigation.ts'
import type { Deps } from '../services/deps.ts'

/** An investigation; undefined where there is none, or none that can be read. */
export async function investigated(
  id: string,
  { investigations }: Pick<Deps, 'investigations'>,
): Promise<Investigation | undefined> {
  try {
    return await investigations.load(id)
  } catch (error) {
    if (error instanceof DamagedItem) return undefined
    throw error
  }
}
