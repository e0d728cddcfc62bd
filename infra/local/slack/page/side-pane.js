// @ts-check
/** A pane over the right edge of the window, opened from the sidebar; one at a time. */
import { el } from './dom.js'
import { icon } from './icons.js'

/** @type {Set<() => void>} closes each pane there is */
const panes = new Set()

/**
 * @param {HTMLElement} host
 * @param {{ title: string, about: string, content: Node[], onOpen: () => void }} parts
 * @returns {{ toggle: () => void, isOpen: () => boolean }}
 */
export function createSidePane(host, { title, about, content, onOpen }) {
  const close = el(
    'button',
    {
      class: 'icon-button',
      type: 'button',
      'aria-label': `Close ${title.toLowerCase()}`,
      on: { click: () => toggle() },
    },
    icon('close'),
  )
  const head = el(
    'header',
    { class: 'pane-head' },
    el('h1', {}, title),
    el('span', { class: 'quiet thread-place' }, about),
    close,
  )
  host.append(head, ...content)
  /** @type {Element | null} */
  let opener = null
  const hide = () => {
    host.hidden = true
  }
  panes.add(hide)

  function toggle() {
    if (!host.hidden) {
      hide()
      if (opener instanceof HTMLElement) opener.focus()
      return
    }
    for (const other of panes) other()
    opener = document.activeElement
    host.hidden = false
    close.focus()
    onOpen()
  }

  host.addEventListener('keydown', event => {
    if (event.key === 'Escape' && !event.defaultPrevented) toggle()
  })
  return { toggle, isOpen: () => !host.hidden }
}
