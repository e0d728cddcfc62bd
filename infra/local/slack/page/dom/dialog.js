// @ts-check
/** Dialogs that ask one thing, above whatever is open. */
import { render } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { html, uniqueId } from './html.js'

/**
 * @param {{ title: string, children?: import('./html.js').Children, onClose: (answer: string) => void }} props
 *   a button of the children closes it with its value by `method="dialog"`; the one with `data-focus` has the focus
 */
function Dialog({ title, children, onClose }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null))
  const titleId = useRef(uniqueId('dialog')).current
  useLayoutEffect(() => {
    dialog.current?.showModal()
    const first = dialog.current?.querySelector('[data-focus]')
    if (first instanceof HTMLElement) first.focus()
  }, [])
  return html`<dialog
    ref=${dialog}
    class="modal confirm"
    aria-labelledby=${titleId}
    onClose=${() => onClose(dialog.current?.returnValue ?? '')}
  >
    <h2 id=${titleId} class="modal-title">${title}</h2>
    <form method="dialog">${children}</form>
  </dialog>`
}

/**
 * Opens a dialog and gives the focus back when it closes.
 * @param {string} title
 * @param {import('./html.js').Children} content
 * @returns {Promise<string>} the value of the button that closed it; empty after Escape
 */
export function openDialog(title, content) {
  const opener = document.activeElement
  const host = document.createElement('div')
  document.body.append(host)
  return new Promise(resolve => {
    const onClose = /** @param {string} answer */ answer => {
      render(null, host)
      host.remove()
      if (opener instanceof HTMLElement) opener.focus()
      resolve(answer)
    }
    render(html`<${Dialog} title=${title} onClose=${onClose}>${content}<//>`, host)
  })
}
