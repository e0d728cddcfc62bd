// @ts-check
/** Panes over the right edge of the window, one at a time: the address says which. */
import { el } from './dom.js'
import { icon } from './icons.js'
import { goToPane, paneInAddress } from './route.js'

/** @type {Map<string, { show: () => void, hide: () => void }>} */
const panes = new Map()

/** Shows the pane that the address asks for, and no other. */
export function followPane() {
  const wanted = paneInAddress()
  for (const [name, { hide }] of panes) if (name !== wanted) hide()
  panes.get(wanted)?.show()
}

/**
 * @param {HTMLElement} host
 * @param {{ name: string, title: string, about: string, content: Node[], onOpen: () => void }} parts
 * @returns {{ toggle: () => void, isOpen: () => boolean }}
 */
export function createSidePane(host, { name, title, about, content, onOpen }) {
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

  function show() {
    if (!host.hidden) return
    opener = document.activeElement
    host.hidden = false
    close.focus()
    onOpen()
  }

  function hide() {
    if (host.hidden) return
    const hadFocus = host.contains(document.activeElement)
    host.hidden = true
    // Who came by a link opened it from nowhere.
    const back = opener?.isConnected && opener !== document.body ? opener : document.getElementById('main')
    if (hadFocus && back instanceof HTMLElement) back.focus()
  }

  function toggle() {
    goToPane(host.hidden ? name : undefined)
    followPane()
  }

  panes.set(name, { show, hide })
  host.addEventListener('keydown', event => {
    if (event.key === 'Escape' && !event.defaultPrevented) toggle()
  })
  return { toggle, isOpen: () => !host.hidden }
}
