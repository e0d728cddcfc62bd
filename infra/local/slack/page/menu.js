// @ts-check
/** A button with three dots, and a menu under it that is used by mouse or by keyboard. */
import { el, uniqueId } from './dom.js'
import { icon } from './icons.js'

/**
 * @param {{ id?: string, label: string, items: { text: string, choose: () => unknown }[] }} parts
 * @returns {[HTMLButtonElement, HTMLElement]} the button and its menu, to be placed beside each other
 */
export function createMenu({ id, label, items }) {
  const menuId = uniqueId('menu')
  const entries = items.map(({ text, choose }) => {
    const chosen = () => {
      menu.hidePopover()
      button.focus()
      return choose()
    }
    return el(
      'button',
      { class: 'menu-item', type: 'button', role: 'menuitem', tabindex: -1, on: { click: chosen } },
      text,
    )
  })
  const button = el(
    'button',
    {
      id,
      class: 'icon-button',
      type: 'button',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-label': label,
    },
    icon('more'),
  )
  const menu = el(
    'div',
    { id: menuId, class: 'menu', role: 'menu', popover: 'auto', 'aria-label': label },
    entries,
  )
  button.setAttribute('popovertarget', menuId)
  menu.addEventListener('toggle', event => {
    const open = event.newState === 'open'
    button.setAttribute('aria-expanded', String(open))
    if (!open) return
    const box = button.getBoundingClientRect()
    menu.style.top = `${Math.min(box.bottom + 4, innerHeight - menu.offsetHeight - 8)}px`
    menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - menu.offsetWidth - 8))}px`
    entries[0]?.focus()
  })
  menu.addEventListener('keydown', event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    entries.at((entries.findIndex(item => item === document.activeElement) + step) % entries.length)?.focus()
  })
  return [button, menu]
}
