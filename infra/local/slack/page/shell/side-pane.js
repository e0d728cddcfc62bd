// @ts-check
import { useLayoutEffect, useRef } from 'preact/hooks'
import { goToPane } from '../dom/route.js'
import { html } from '../dom/html.js'
import { icon } from '../dom/icons.js'

/** @param {KeyboardEvent} event */
function onKeyDown(event) {
  if (event.key === 'Escape' && !event.defaultPrevented) goToPane(undefined)
}

/**
 * A pane over the right edge of the window. It takes the focus when it opens and gives it back when it closes.
 * @param {{ title: string, about: string, children?: import('../dom/html.js').Children }} props
 */
export function SidePane({ title, about, children }) {
  const host = useRef(/** @type {HTMLElement | null} */ (null))
  const close = useRef(/** @type {HTMLElement | null} */ (null))
  useLayoutEffect(() => {
    const opener = document.activeElement
    close.current?.focus()
    return () => {
      if (!host.current?.contains(document.activeElement)) return
      // Who came by a link opened it from nowhere.
      const back = opener?.isConnected && opener !== document.body ? opener : document.getElementById('main')
      if (back instanceof HTMLElement) back.focus()
    }
  }, [])

  return html`<aside ref=${host} class="side-pane" aria-label=${title} onKeyDown=${onKeyDown}>
    <header class="pane-head">
      <h1>${title}</h1>
      <span class="quiet thread-place">${about}</span>
      <button
        ref=${close}
        class="icon-button"
        type="button"
        aria-label=${`Close ${title.toLowerCase()}`}
        onClick=${() => goToPane(undefined)}
      >
        ${icon('close')}
      </button>
    </header>
    ${children}
  </aside>`
}
