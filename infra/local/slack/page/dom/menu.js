// @ts-check
import { useId, useRef, useState } from 'preact/hooks'
import { html } from './html.js'
import { icon } from './icons.js'

/**
 * A button with three dots, and a menu under it that is used by mouse or by keyboard.
 * @param {{ id?: string, label: string, items: { text: string, choose: () => unknown }[] }} props
 */
export function Menu({ id, label, items }) {
  const menuId = `menu-${useId()}`
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null))
  const menu = useRef(/** @type {HTMLElement | null} */ (null))
  const [open, setOpen] = useState(false)

  /** @param {ToggleEvent} event */
  function onToggle(event) {
    setOpen(event.newState === 'open')
    if (event.newState !== 'open' || !button.current || !menu.current) return
    const box = button.current.getBoundingClientRect()
    const { style, offsetHeight, offsetWidth } = menu.current
    style.top = `${Math.min(box.bottom + 4, innerHeight - offsetHeight - 8)}px`
    style.left = `${Math.max(8, Math.min(box.left, innerWidth - offsetWidth - 8))}px`
    menu.current.querySelector('button')?.focus()
  }

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const entries = [...(menu.current?.querySelectorAll('button') ?? [])]
    entries.at((entries.findIndex(item => item === document.activeElement) + step) % entries.length)?.focus()
  }

  /** @param {() => unknown} act */
  const chosen = act => () => {
    menu.current?.hidePopover()
    button.current?.focus()
    return act()
  }

  return html`<button
      ref=${button}
      id=${id}
      class="icon-button"
      type="button"
      popovertarget=${menuId}
      aria-haspopup="menu"
      aria-expanded=${String(open)}
      aria-label=${label}
    >
      ${icon('more')}
    </button>
    <div
      ref=${menu}
      id=${menuId}
      class="menu"
      role="menu"
      popover="auto"
      aria-label=${label}
      onToggle=${onToggle}
      onKeyDown=${onKeyDown}
    >
      ${items.map(
        ({ text, choose }) =>
          html`<button class="menu-item" type="button" role="menuitem" tabindex="-1" onClick=${chosen(choose)}>
            ${text}
          </button>`,
      )}
    </div>`
}
