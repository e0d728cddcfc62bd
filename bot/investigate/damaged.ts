import { log } from '../calls/log.ts'
import { slackRefusalOf } from '../calls/failures.ts'
import type { DamagedItem } from '../items/items.ts'
import { damagedReply } from '../answer/problem.ts'
import type { World } from '../services/world.ts'

/**
 * A damaged item cannot go on: the person is told, if possible, and it leaves the open ones, kept as it is for
 * whoever looks into it. Each step changes the item, which brings the next pass: a claim makes it one telling.
 */
export async function setAside(id: string, { item, cause }: DamagedItem, world: World): Promise<void> {
  const { investigations, leaseSeconds } = world
  if (!(await investigations.claimDamaged(id, leaseSeconds))) return
  log('error', 'damaged-item', { investigation: id, damaged: String(cause) })
  try {
    await tellDamaged(id, item, world)
  } catch (error) {
    if (!slackRefusalOf(error)) throw error
  }
  await investigations.setAside(id)
}

async function tellDamaged(id: string, item: Record<string, unknown>, { thread }: World): Promise<void> {
  const where = damagedReply.place(item)
  if (!where) return
  const { channel, threadTs } = where
  const message = damagedReply.message(id)
  const mark = { investigation: id, part: 'reply' } as const
  // A pass may have died after it had told.
  const told = threadTs && (await thread.find(channel, mark, { threadTs }))
  if (!told) await thread.post(channel, message, mark, threadTs)
  // The progress it showed last would stand there for ever.
  if (threadTs) await thread.edit(channel, threadTs, message, { ...mark, part: 'announcement' })
}
