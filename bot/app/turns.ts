/**
 * Lets passes over one investigation take turns within a process: while one is under way, any number of
 * further calls become one more pass behind it. Only saves work (two passes at once are harmless, but each
 * would gather the same objects); between processes the stored version decides.
 */
export function inTurns(pass: (id: string) => Promise<void>): (id: string) => Promise<void> {
  const running = new Map<string, Promise<void>>()
  const waiting = new Map<string, Promise<void>>()
  const start = (id: string): Promise<void> => {
    waiting.delete(id)
    const turn = pass(id).finally(() => running.delete(id))
    running.set(id, turn)
    return turn
  }
  return id => {
    const current = running.get(id)
    if (!current) return start(id)
    const next =
      waiting.get(id) ??
      current.then(
        () => start(id),
        () => start(id),
      )
    waiting.set(id, next)
    return next
  }
}
