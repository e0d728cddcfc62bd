// @ts-check
/** The stack of modals in one dialog. The browser's own modal dialog keeps focus in and the page out. */
import { el } from './dom.js'
import { createModalView } from './modal-view.js'

/** @typedef {import('./client.js').Client} Client */
/** @typedef {import('./modal-view.js').ModalView} ModalView */

/** @param {HTMLElement} form puts focus where a person would begin */
function focusFirst(form) {
  const first =
    form.querySelector('[autofocus]') ??
    form.querySelector('.modal-body :is(input, textarea, select, button, a)') ??
    form.querySelector('.modal-foot button')
  if (first instanceof HTMLElement) first.focus()
}

/**
 * A closing dialog focuses its opener while the page is still inert, and Chromium then leaves a text field without
 * a caret: typing does nothing. So it is focused anew, once the page is itself again.
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

/** @param {Client} client follows the store for as long as the page is open */
export function showModals(client) {
  const { store } = client
  const dialog = el('dialog', { class: 'modal' })
  document.body.append(dialog)
  /** @type {Map<string, ModalView>} */
  const views = new Map()
  /** Where focus was in each view when another came above it. @type {Map<string, Element | null>} */
  const focused = new Map()
  /** @type {Element | null} */
  let opener = null
  let top = ''

  /** @param {string} id */
  function close(id) {
    store.apply({ type: 'view_closed', view_id: id })
    void client.post('close', { view_id: id })
  }
  const closeTop = () => {
    const last = store.views.at(-1)
    if (last) close(last.id)
  }
  const closeAll = () => {
    const bottom = store.views[0]
    for (const { id } of store.views.toReversed()) store.apply({ type: 'view_closed', view_id: id })
    // Slack closes what stands above it as well.
    if (bottom) void client.post('close', { view_id: bottom.id })
  }

  function sync() {
    const open = store.views
    for (const id of views.keys()) if (!open.some(view => view.id === id)) views.delete(id)
    for (const view of open) {
      if (!views.has(view.id))
        views.set(view.id, createModalView(view, client, { close: () => close(view.id), closeAll }))
    }
    showTop(views.get(open.at(-1)?.id ?? ''))
  }

  /** @param {ModalView | undefined} view */
  function showTop(view) {
    if ((view?.id ?? '') === top) return
    if (dialog.contains(document.activeElement)) focused.set(top, document.activeElement)
    top = view?.id ?? ''
    if (!view) {
      dialog.close()
      dialog.replaceChildren()
      giveFocusBack(opener)
      return
    }
    dialog.replaceChildren(view.node)
    dialog.setAttribute('aria-labelledby', view.titleId)
    if (!dialog.open) {
      opener = document.activeElement
      dialog.showModal()
    }
    const before = focused.get(top)
    if (before instanceof HTMLElement && before.isConnected) before.focus()
    else focusFirst(view.node)
  }

  store.subscribe(event => {
    sync()
    if (event.type === 'view_updated') views.get(event.view.id)?.update(event.view)
    if (event.type === 'reset') for (const view of store.views) views.get(view.id)?.update(view)
    if (event.type === 'view_errors') views.get(event.view_id)?.showErrors(event.errors, event.message)
    if (event.type === 'view_pushed') views.get(event.view.previous_view_id ?? '')?.settle()
    if (event.type === 'notice' && event.level === 'error') {
      for (const view of views.values()) if (view.id === top) view.settle(event.text)
    }
  })
  dialog.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    closeTop()
  })
  // A link to a place here leads there, and what stands before it goes.
  dialog.addEventListener('click', event => {
    const link = event.target instanceof Element && event.target.closest('a[href^="#/"]')
    if (link) closeAll()
  })
  // Some browsers close on Escape whatever a page says; then the app must hear of it as well.
  dialog.addEventListener('cancel', event => {
    if (event.target !== dialog) return
    event.preventDefault()
    closeTop()
  })
  sync()
}
