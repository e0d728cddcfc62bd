// @ts-check
/** The overflow menu: a button with three dots and a list of options under it. */
import { el, fragment, safeUrl, uniqueId } from './dom.js'
import { icon } from './icons.js'
import { plainText } from './text.js'

/** @typedef {import('./elements.js').Slot} Slot */

/** @param {Slot} slot */
export function renderOverflow(slot) {
  const { element } = slot
  const menuId = uniqueId('overflow')
  /** @type {HTMLElement[]} */
  const items = (element.options ?? []).map(
    /** @param {any} option */ option => {
      const choose = () => {
        menu.hidePopover()
        button.focus()
        const href = safeUrl(option.url)
        if (href) window.open(href, '_blank', 'noopener')
        return slot.act({ type: element.type, selected_option: option })
      }
      return el(
        'button',
        { class: 'menu-item', type: 'button', role: 'menuitem', tabindex: -1, on: { click: choose } },
        plainText(option.text),
      )
    },
  )
  const button = el(
    'button',
    {
      id: slot.id,
      class: 'icon-button',
      type: 'button',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-label': 'More actions',
    },
    icon('more'),
  )
  const menu = el(
    'div',
    { id: menuId, class: 'menu', role: 'menu', popover: 'auto', 'aria-label': 'More actions' },
    items,
  )
  button.setAttribute('popovertarget', menuId)
  menu.addEventListener('toggle', event => {
    const open = event.newState === 'open'
    button.setAttribute('aria-expanded', String(open))
    if (!open) return
    const box = button.getBoundingClientRect()
    menu.style.top = `${Math.min(box.bottom + 4, innerHeight - menu.offsetHeight - 8)}px`
    menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - menu.offsetWidth - 8))}px`
    items[0]?.focus()
  })
  menu.addEventListener('keydown', event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    items.at((items.findIndex(item => item === document.activeElement) + step) % items.length)?.focus()
  })
  return fragment(button, menu)
}
