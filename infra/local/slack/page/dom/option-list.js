// @ts-check
/** The list under a text field: what is in it, which option the keyboard is on, and where it floats. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { classes, html } from './html.js'

/** @typedef {{ text: string, value: string, hint?: string, description?: string, source?: any }} Option `source` is Slack's own option object */
/** @typedef {{ label?: string, options: Option[] }} Group */
/** @typedef {ReturnType<typeof useOptionList>} OptionList */

const GAP = 4
const EDGE = 8

/** @param {HTMLElement} node @param {Element} anchor floats it below the anchor, or above where there is more room */
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
 * @param {{ id: string, pick: (option: Option) => void, isChosen?: (option: Option) => boolean }} parts
 *   The list is in the element above which or below which it floats.
 */
export function useOptionList({ id, pick, isChosen = () => false }) {
  const node = useRef(/** @type {HTMLElement | null} */ (null))
  /** What is shown; undefined while the list is closed. A text replaces missing options. */
  const [shown, setShown] = useState(/** @type {Group[] | string | undefined} */ (undefined))
  const [active, setActive] = useState(-1)
  const isOpen = shown !== undefined
  const groups = typeof shown === 'object' ? shown : []
  const options = groups.flatMap(group => group.options)

  useLayoutEffect(() => {
    const list = node.current
    if (!list || !isOpen) return undefined
    const reposition = () => list.parentElement && float(list, list.parentElement)
    list.showPopover()
    addEventListener('scroll', reposition, true)
    addEventListener('resize', reposition)
    return () => {
      removeEventListener('scroll', reposition, true)
      removeEventListener('resize', reposition)
      if (list.isConnected) list.hidePopover()
    }
  }, [isOpen])
  useLayoutEffect(() => {
    if (isOpen && node.current?.parentElement) float(node.current, node.current.parentElement)
    node.current?.querySelector('.active')?.scrollIntoView({ block: 'nearest' })
  }, [shown, active])

  const close = () => setShown(undefined)
  const choose = () => {
    const option = options[active]
    if (option) pick(option)
  }
  /** @param {number} index */
  const activate = index => setActive(options.length === 0 ? -1 : (index + options.length) % options.length)

  /** @param {Option} option @param {number} index */
  const row = (option, index) =>
    html`<li
      id=${`${id}-${index}`}
      class=${classes('option', index === active && 'active')}
      role="option"
      aria-selected=${String(isChosen(option))}
      onClick=${() => pick(option)}
    >
      <span class="option-text">${option.text}</span>
      ${option.hint && html`<span class="option-hint">${option.hint}</span>`}
      ${option.description && html`<span class="option-description">${option.description}</span>`}
    </li>`

  return {
    isOpen,
    close,
    say: setShown,
    /** @param {Group[]} now */
    show(now) {
      setShown(now.length === 0 ? 'No matches' : now)
      setActive(Math.max(0, now.flatMap(group => group.options).findIndex(isChosen)))
    },
    /** @param {KeyboardEvent} event moves, picks or closes, where the list is open */
    handleKey(event) {
      const steps = /** @type {Record<string, () => void>} */ ({
        ArrowDown: () => activate(active + 1),
        ArrowUp: () => activate(active - 1),
        Escape: close,
        Enter: choose,
        Tab: choose,
      })
      const step = steps[event.key]
      if (!isOpen || !step) return
      event.preventDefault()
      event.stopPropagation()
      step()
    },
    /** What the text field says of its list. */
    aria: {
      'aria-autocomplete': 'list',
      'aria-controls': id,
      'aria-activedescendant': isOpen && options[active] ? `${id}-${active}` : undefined,
    },
    // A press on the mouse must not take focus from the field, or the list would close before the click.
    view: html`<ul
      ref=${node}
      id=${id}
      class="options"
      role="listbox"
      popover="manual"
      aria-label="Options"
      onMouseDown=${/** @param {Event} event */ event => event.preventDefault()}
    >
      ${
        typeof shown === 'string' &&
        html`<li class="option-note" role="option" aria-disabled="true">${shown}</li>`
      }
      ${groups.map(
        group =>
          html`${group.label && html`<li class="option-group" role="presentation">${group.label}</li>`}
          ${group.options.map(option => row(option, options.indexOf(option)))}`,
      )}
    </ul>`,
  }
}
