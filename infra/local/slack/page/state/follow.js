// @ts-check
/** Keeps the store current: the whole state each time the stream opens, and every event after it. */
import { getState, listen } from './api.js'

/** @import { ClientEvent } from '../../model/protocol.ts' */
/** @import { Store } from './store.js' */

/**
 * Something may have happened before the stream opened, so the state is read again then. That answer may be
 * older than an event that overtakes it: events wait until it is here, and none is lost.
 * @param {Store} store
 * @param {string} user
 * @param {{ onOpen: () => void, onLost: () => void }} handlers
 */
export function follow(store, user, { onOpen, onLost }) {
  let opened = 0
  /** @type {ClientEvent[] | undefined} */
  let waiting
  listen(user, {
    onEvent: event => (waiting ? waiting.push(event) : store.apply(event)),
    onOpen() {
      onOpen()
      void readState()
    },
    onLost,
  })

  async function readState() {
    const turn = ++opened
    waiting ??= []
    const state = await getState(user).catch(console.error)
    if (turn !== opened) return
    if (state) store.reset(state)
    const events = waiting
    waiting = undefined
    for (const event of events) store.apply(event)
  }
}
