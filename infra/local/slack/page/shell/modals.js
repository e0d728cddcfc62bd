// @ts-check
/** The stack of modals in one dialog. The browser's own modal dialog keeps focus in and the page out. */
import { useLayoutEffect, useRef } from 'preact/hooks'
import { html } from '../dom/html.js'
import { ModalView } from './modal-view.js'

/** @import { Client } from '../state/client.js' */

/**
 * A closing dialog focuses its opener while the page is still inert, and Chromium then leaves a text field without
 * a caret: typing does nothing. So it is focused again, once the page is itself again.
 * @param {Element | null} opener
 */
function giveFocusBack(opener) {
  requestAnimationFrame(() => {
    if (!(opener instanceof HTMLElement) || !opener.isConnected || document.querySelector('dialog[open]'))
      return
    opener.blur()
    opener.focus()
  })
}

/** @param {{ client: Client }} props */
export function Modals({ client }) {
  const { store } = client
  const { views } = store
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null))
  const opener = useRef(/** @type {Element | null} */ (null))
  const top = views.at(-1)
  const isOpen = top !== undefined
  /** The view on top asks for it before it takes the focus, which nothing in a closed dialog can. */
  function open() {
    if (!dialog.current || dialog.current.open) return
    opener.current = document.activeElement
    dialog.current.showModal()
  }
  useLayoutEffect(() => {
    if (isOpen) return () => giveFocusBack(opener.current)
    dialog.current?.close()
    return undefined
  }, [isOpen])

  /** @param {string} id */
  function close(id) {
    store.apply({ type: 'view_closed', view_id: id })
    void client.post('close', { view_id: id })
  }
  function closeAll() {
    const bottom = views[0]
    for (const { id } of views.toReversed()) store.apply({ type: 'view_closed', view_id: id })
    // Slack also closes the views above it.
    if (bottom) void client.post('close', { view_id: bottom.id })
  }
  /** @param {Event} event */
  function closeTop(event) {
    event.preventDefault()
    if (top) close(top.id)
  }

  return html`<dialog
    ref=${dialog}
    class="modal"
    aria-labelledby=${top && `title-${top.id}`}
    onKeyDown=${
      /** @param {KeyboardEvent} event */ event => {
        if (event.key === 'Escape' && !event.defaultPrevented) closeTop(event)
      }
    }
    onClick=${
      /** @param {Event} event */ ({ target }) => {
        // A link to a place here leads there, and what stands before it goes.
        if (target instanceof Element && target.closest('a[href^="#/"]')) closeAll()
      }
    }
    onCancel=${
      /** @param {Event} event */ event => {
        // Some browsers close on Escape whatever a page says; then the app must hear of it as well.
        if (event.target === event.currentTarget) closeTop(event)
      }
    }
  >
    ${views.map(
      view =>
        html`<${ModalView}
          key=${view.id}
          opened=${view}
          client=${client}
          isTop=${view === top}
          titleId=${`title-${view.id}`}
          open=${open}
          close=${() => close(view.id)}
          closeAll=${closeAll}
        />`,
    )}
  </dialog>`
}
