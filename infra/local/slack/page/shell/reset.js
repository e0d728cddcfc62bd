// @ts-check
/** Resets the workspace: asks first, says what goes, waits until the new one is there. */
import { useState } from 'preact/hooks'
import { getState, messageOf } from '../state/api.js'
import { openDialog } from '../dom/dialog.js'
import { html } from '../dom/html.js'

/** @import { Client } from '../state/client.js' */

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

/** @param {{ client: Client, offer: { removes: readonly string[], keeps: string } }} props */
function Question({ client, offer }) {
  const [busy, setBusy] = useState(false)
  const [status, setStatus] = useState('')

  async function start() {
    setBusy(true)
    setStatus('Starting again …')
    try {
      const { run } = client.store
      await client.post('reset', {})
      await comesBack(run)
      // What is written or read so far in this browser belongs to what is gone.
      location.replace(`/?user=${client.me.id}`)
    } catch (error) {
      setStatus(`Not started: ${messageOf(error)}`)
      setBusy(false)
    }
  }

  return html`<div class="confirm-text">
      <p>This removes, for everybody here:</p>
      <ul>
        ${offer.removes.map(each => html`<li>${each}</li>`)}
      </ul>
      <p>${offer.keeps}</p>
      <p role="status">${status}</p>
    </div>
    <div class="modal-foot">
      <button class="button" data-focus disabled=${busy}>Cancel</button>
      <button class="button button-danger" type="button" disabled=${busy} onClick=${start}>
        Remove and start again
      </button>
    </div>`
}

/** @param {Client} client */
export function askToReset(client) {
  const offer = client.store.resetOffer
  if (offer) void openDialog('Reset this workspace?', html`<${Question} client=${client} offer=${offer} />`)
}
