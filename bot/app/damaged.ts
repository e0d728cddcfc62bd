import { damagedReply } from '../answer/problem.ts'
import { slackRefusalOf } from '../calls/failures.ts'
import { log } from '../calls/log.ts'
import type { WorkingDeps } from '../services/working-deps.ts'

type Item = Record<string, unknown>

/**
 * A damaged item cannot go on: the people who wait for it are told, and it leaves the indexes that lead to it. Each step
 * changes the item, which triggers another run, so a claim makes sure that it is told once.
 */
export async function quarantine(
  item: Item,
  cause: unknown,
  deps: WorkingDeps,
  tell: (item: Item, deps: WorkingDeps) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const id = String(item.id)
  if (!(await deps.work.claimDamaged(id, deps.leaseSeconds))) return
  log('error', 'damaged-item', { item: id, damaged: String(cause) })
  try {
    await tell(item, deps)
  } catch (error) {
    if (!slackRefusalOf(error)) throw error
  }
  await deps.work.quarantine(id)
}

/** Tells it in the item's thread, or else in its channel. What is closed or deleted is told to nobody. */
export const tellDamaged =
  (kind: 'investigation' | 'check' | 'watch') =>
  async (item: Item, { thread }: WorkingDeps): Promise<void> => {
    const where = damagedReply.place(item)
    if (!where || item.closedAt !== undefined || item.deletedAt !== undefined) return
    const { channel, threadTs } = where
    const id = String(item.id)
    const message = damagedReply.message(id, { code: 'damaged-item', detail: { kind } })
    const mark = { investigation: id, part: 'reply' } as const
    // A run may have died after it had told.
    const told = threadTs && (await thread.find(channel, mark, { threadTs }))
    if (!told) await thread.post(channel, message, mark, threadTs)
    // Otherwise the thread's first message would show the last progress for ever.
    if (threadTs) await thread.edit(channel, threadTs, message, { ...mark, part: 'announcement' })
  }
