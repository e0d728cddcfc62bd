import type { ClientEvent } from '../model/protocol.ts'

type Listener = (event: ClientEvent) => void

export type Broadcast = ReturnType<typeof openBroadcast>

/**
 * Tells clients what happened. An event is for everybody, or for some users only (ephemeral messages, views,
 * notices); a listener without a user hears everything.
 */
export function openBroadcast() {
  const listeners = new Set<{ user: string | undefined; tell: Listener }>()
  return {
    emit(event: ClientEvent, onlyFor?: readonly string[]): void {
      for (const { user, tell } of listeners)
        if (user === undefined || !onlyFor || onlyFor.includes(user)) tell(event)
    },

    /** Returns the function that ends the subscription. */
    listen(tell: Listener, user?: string): () => void {
      const entry = { user, tell }
      listeners.add(entry)
      return () => listeners.delete(entry)
    },
  }
}
