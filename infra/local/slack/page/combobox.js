// @ts-check
/** A text field with a list, after the ARIA combobox pattern: one choice, or several shown as chips. */
import { el, uniqueId } from './dom.js'
import { icon } from './icons.js'
import { createOptionList } from './option-list.js'

/** @typedef {{ text: string, value: string, hint?: string, description?: string, source?: any }} Option `source` is Slack's own option object */
/** @typedef {{ label?: string, options: Option[] }} Group */

/**
 * @typedef {object} ComboboxParts
 * @property {string} id
 * @property {Record<string, any>} aria
 * @property {boolean} multiple
 * @property {boolean} clearable an emptied field means no choice
 * @property {number} [max] most choices of a multiple one
 * @property {number} minQuery characters before `load` is asked
 * @property {string} placeholder
 * @property {Option[]} chosen at the start
 * @property {(query: string) => Group[] | Promise<Group[]>} load
 * @property {() => void} changed
 */

/**
 * @param {ComboboxParts} parts
 * @returns {{ node: HTMLElement, chosen: () => Option[] }}
 */
export function combobox(parts) {
  let chosen = parts.chosen
  const listId = uniqueId('list')
  const input = el('input', {
    id: parts.id,
    class: 'combobox-input',
    type: 'text',
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': listId,
    ...parts.aria,
  })
  const chips = el('ul', { class: 'chips', 'aria-label': 'Chosen' })
  const node = el('div', { class: 'combobox' }, parts.multiple && chips, input, icon('down'))
  const list = createOptionList({ id: listId, input, anchor: node, multiple: parts.multiple, pick })
  node.append(list.node)

  const isChosen = /** @param {Option} option */ option => chosen.some(each => each.value === option.value)

  function show() {
    input.placeholder = chosen.length === 0 ? parts.placeholder : ''
    if (!parts.multiple) input.value = chosen[0]?.text ?? ''
    else chips.replaceChildren(...chosen.map(chip))
  }

  /** @param {Option} option */
  function chip(option) {
    const remove = () => {
      set(chosen.filter(each => each.value !== option.value))
      input.focus()
    }
    return el(
      'li',
      { class: 'chip' },
      option.text,
      el(
        'button',
        { type: 'button', 'aria-label': `Remove ${option.text}`, on: { click: remove } },
        icon('close'),
      ),
    )
  }

  /** @param {Option[]} options */
  function set(options) {
    const differs = options.length !== chosen.length || options.some(option => !isChosen(option))
    chosen = options
    show()
    if (!differs) return
    input.dispatchEvent(new Event('change', { bubbles: true }))
    parts.changed()
  }

  /** @param {Option} option */
  function pick(option) {
    if (!parts.multiple) {
      list.close()
      return set([option])
    }
    input.value = ''
    const without = chosen.filter(each => each.value !== option.value)
    const full = parts.max !== undefined && chosen.length >= parts.max
    if (without.length < chosen.length) set(without)
    else if (!full) set([...chosen, option])
    void offer('')
  }

  let asked = 0
  /** @param {string} query */
  async function offer(query) {
    asked += 1
    const turn = asked
    if (query.length < parts.minQuery) return list.say(`Type ${parts.minQuery} or more characters`)
    const answer = parts.load(query)
    if (answer instanceof Promise) list.say('Loading…')
    const groups = await answer
    if (turn === asked && document.activeElement === input) list.show(groups, isChosen)
  }

  const openAll = () => {
    if (!list.isOpen()) void offer('')
  }
  input.addEventListener('input', () => void offer(input.value))
  // What is typed replaces what was chosen, however one came here.
  input.addEventListener('focus', () => input.select())
  input.addEventListener('click', () => {
    openAll()
    input.select()
  })
  input.addEventListener('blur', () => {
    asked += 1
    list.close()
    if (!parts.multiple && parts.clearable && input.value === '' && chosen.length > 0) set([])
    else if (parts.multiple) input.value = ''
    else show()
  })
  input.addEventListener('keydown', event => {
    if (event.key === 'Backspace' && parts.multiple && input.value === '' && chosen.length > 0)
      return set(chosen.slice(0, -1))
    if (!list.isOpen() && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault()
      return openAll()
    }
    list.handleKey(event)
  })
  show()
  return { node, chosen: () => chosen }
}
