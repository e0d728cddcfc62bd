// @ts-check
/** Resets the workspace: asks first, says what goes, waits until the new one is there. */
import { getState, messageOf } from './api.js'
import { el, uniqueId } from './dom.js'

/** @typedef {import('./client.js').Client} Client */

const ASK_AGAIN_MS = 500
const PATIENCE_MS = 60_000

/** @param {string} run of the server that goes */
async function comesBack(run) {
  const until = Date.now() + PATIENCE_MS
  while (Date.now() < until) {
    await new Promise(resolve => setTimeout(resolve, ASK_AGAIN_MS))
    const state = await getState(null).catch(() => undefined)
    if (state && state.run !== run) return
  }
  throw new Error('it did not come back. See what the terminal says.')
}

/** @param {Client} client */
export function askToReset(client) {
  const { resetOffer, run } = client.store
  if (!resetOffer) return
  const titleId = uniqueId('reset')
  const cancel = el(
    'button',
    { class: 'button', type: 'button', on: { click: () => dialog.close() } },
    'Cancel',
  )
  const start = el(
    'button',
    { class: 'button button-danger', type: 'button', on: { click: () => void go() } },
    'Remove and start again',
  )
  const status = el('p', { role: 'status' })
  const dialog = el(
    'dialog',
    { class: 'modal confirm', 'aria-labelledby': titleId },
    el('h2', { id: titleId, class: 'modal-title' }, 'Reset this workspace?'),
    el(
      'div',
      { class: 'confirm-text' },
      el('p', {}, 'This removes, for everybody here:'),
      el(
        'ul',
        {},
        resetOffer.removes.map(each => el('li', {}, each)),
      ),
      el('p', {}, resetOffer.keeps),
      status,
    ),
    el('div', { class: 'modal-foot' }, cancel, start),
  )
  const opener = document.activeElement
  dialog.addEventListener('close', () => {
    dialog.remove()
    if (opener instanceof HTMLElement) opener.focus()
  })

  async function go() {
    start.disabled = true
    cancel.disabled = true
    status.textContent = 'Starting again …'
    try {
      await client.post('reset', {})
      await comesBack(run)
      // What is written or read so far in this browser belongs to what is gone.
      location.replace(`/?user=${client.me.id}`)
    } catch (error) {
      status.textContent = `Not started: ${messageOf(error)}`
      cancel.disabled = false
    }
  }

  document.body.append(dialog)
  dialog.showModal()
  cancel.focus()
}
