// @ts-check
/** The list under a combobox: what is in it, which option the keyboard is on, and where it floats. */
import { el } from './dom.js'

/** @typedef {import('./combobox.js').Option} Option */
/** @typedef {import('./combobox.js').Group} Group */

const GAP = 4
const EDGE = 8

/** @param {HTMLElement} node @param {HTMLElement} anchor floats it below the anchor, or above where there is more room */
function float(node, anchor) {
  const box = anchor.getBoundingClientRect()
  const below = innerHeight - box.bottom - GAP - EDGE
  const above = box.top - GAP - EDGE
  const up = below < Math.min(node.scrollHeight, 200) && above > below
  node.style.maxHeight = `${Math.min(320, up ? above : below)}px`
  node.style.width = `${Math.max(box.width, 180)}px`
  node.style.left = `${Math.max(EDGE, Math.min(box.left, innerWidth - Math.max(box.width, 180) - EDGE))}px`
  node.style.top = up ? `${box.top - GAP - node.offsetHeight}px` : `${box.bottom + GAP}px`
}

/**
 * @param {{ id: string, input: HTMLElement, anchor: HTMLElement, multiple: boolean, pick: (option: Option) => void }} parts
 */
export function createOptionList({ id, input, anchor, multiple, pick }) {
  const node = el('ul', {
    id,
    class: 'options',
    role: 'listbox',
    popover: 'manual',
    'aria-multiselectable': multiple ? 'true' : undefined,
    'aria-label': 'Options',
  })
  /** @type {{ option: Option, item: HTMLElement }[]} */
  let items = []
  let active = -1
  let open = false
  const reposition = () => float(node, anchor)

  /** @param {number} index */
  function activate(index) {
    active = items.length === 0 ? -1 : (index + items.length) % items.length
    for (const [at, { item }] of items.entries()) item.classList.toggle('active', at === active)
    const item = items[active]?.item
    if (item) input.setAttribute('aria-activedescendant', item.id)
    else input.removeAttribute('aria-activedescendant')
    item?.scrollIntoView({ block: 'nearest' })
  }

  /** A plain text field, as the composer is one, has no such state. @param {boolean} expanded */
  function tell(expanded) {
    if (input.getAttribute('role') === 'combobox') input.setAttribute('aria-expanded', String(expanded))
  }

  function reveal() {
    if (!open) {
      open = true
      node.showPopover()
      tell(true)
      addEventListener('scroll', reposition, true)
      addEventListener('resize', reposition)
    }
    reposition()
  }

  function close() {
    if (!open) return
    open = false
    if (node.isConnected) node.hidePopover()
    tell(false)
    activate(-1)
    input.removeAttribute('aria-activedescendant')
    removeEventListener('scroll', reposition, true)
    removeEventListener('resize', reposition)
  }

  /** @param {Option} option @param {boolean} chosen */
  function row(option, chosen) {
    const item = el(
      'li',
      { id: `${id}-${items.length}`, class: 'option', role: 'option', 'aria-selected': String(chosen) },
      el('span', { class: 'option-text' }, option.text),
      option.hint && el('span', { class: 'option-hint' }, option.hint),
      option.description && el('span', { class: 'option-description' }, option.description),
    )
    // A press on the mouse must not take focus from the field, or the list would close before the click.
    item.addEventListener('mousedown', event => event.preventDefault())
    item.addEventListener('click', () => pick(option))
    items.push({ option, item })
    return item
  }

  /** @param {string} text instead of options */
  function say(text) {
    items = []
    node.replaceChildren(el('li', { class: 'option-note', role: 'option', 'aria-disabled': 'true' }, text))
    reveal()
  }

  /** @param {Group[]} groups @param {(option: Option) => boolean} isChosen */
  function show(groups, isChosen) {
    if (groups.length === 0) return say('No matches')
    items = []
    node.replaceChildren(
      ...groups.flatMap(group => [
        ...(group.label ? [el('li', { class: 'option-group', role: 'presentation' }, group.label)] : []),
        ...group.options.map(option => row(option, isChosen(option))),
      ]),
    )
    reveal()
    activate(
      Math.max(
        0,
        items.findIndex(({ option }) => isChosen(option)),
      ),
    )
  }

  function choose() {
    const item = items[active]
    if (item) pick(item.option)
  }

  /** @param {KeyboardEvent} event */
  function handleKey(event) {
    if (!open) return
    const steps = /** @type {Record<string, () => void>} */ ({
      ArrowDown: () => activate(active + 1),
      ArrowUp: () => activate(active - 1),
      Escape: close,
      Enter: choose,
      Tab: choose,
    })
    const step = steps[event.key]
    if (!step) return
    event.preventDefault()
    event.stopPropagation()
    step()
  }

  return { node, show, say, close, handleKey, isOpen: () => open }
}
