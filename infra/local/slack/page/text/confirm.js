// @ts-check
import { openDialog } from '../dom/dialog.js'
import { html } from '../dom/html.js'
import { plainText, renderText } from './text.js'

/** @import { Client } from '../state/client.js' */

/**
 * Asks with a confirmation object's own words.
 * @param {Record<string, any>} confirm
 * @param {Client} client
 * @returns {Promise<boolean>}
 */
export async function confirmed(confirm, client) {
  const style = confirm.style === 'danger' ? 'danger' : 'primary'
  const answer = await openDialog(
    plainText(confirm.title) || 'Are you sure?',
    html`<div class="confirm-text">${renderText(confirm.text, client)}</div>
      <div class="modal-foot">
        <button class="button" value="no">${plainText(confirm.deny) || 'Cancel'}</button>
        <button class=${`button button-${style}`} value="yes" data-focus>
          ${plainText(confirm.confirm) || 'Yes'}
        </button>
      </div>`,
  )
  return answer === 'yes'
}
