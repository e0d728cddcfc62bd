// @ts-check
import { el, uniqueId } from './dom.js'
import { plainText, renderText } from './text.js'

/** @typedef {import('./client.js').Client} Client */

/**
 * Asks with a confirmation object's own words.
 * @param {Record<string, any>} confirm
 * @param {Client} client
 * @returns {Promise<boolean>}
 */
export function confirmed(confirm, client) {
  const titleId = uniqueId('confirm')
  const deny = el(
    'button',
    { class: 'button', type: 'button', value: 'no' },
    plainText(confirm.deny) || 'Cancel',
  )
  const style = confirm.style === 'danger' ? 'danger' : 'primary'
  const accept = el(
    'button',
    { class: `button button-${style}`, type: 'button', value: 'yes' },
    plainText(confirm.confirm) || 'Yes',
  )
  const dialog = el(
    'dialog',
    { class: 'modal confirm', 'aria-labelledby': titleId },
    el('h2', { id: titleId, class: 'modal-title' }, plainText(confirm.title) || 'Are you sure?'),
    el('div', { class: 'confirm-text' }, renderText(confirm.text, client)),
    el('div', { class: 'modal-foot' }, deny, accept),
  )
  const opener = document.activeElement
  document.body.append(dialog)
  dialog.showModal()
  accept.focus()
  return new Promise(resolve => {
    dialog.addEventListener('close', () => {
      dialog.remove()
      if (opener instanceof HTMLElement) opener.focus()
      resolve(dialog.returnValue === 'yes')
    })
    for (const button of [deny, accept]) button.addEventListener('click', () => dialog.close(button.value))
  })
}
