// @ts-check
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { html } from './html.js'
import { icon } from './icons.js'
import { useOptionList } from './option-list.js'

/** @import { Group, Option } from './option-list.js' */

/**
 * @typedef {object} ComboboxProps
 * @property {string} id
 * @property {Record<string, any>} aria
 * @property {boolean} clearable an emptied field means no choice
 * @property {number} minQuery characters before `load` is asked
 * @property {string} placeholder
 * @property {Option | undefined} chosen
 * @property {(query: string) => Group[] | Promise<Group[]>} load
 * @property {unknown} source of the options: where it changes, an open list is filled again
 * @property {(chosen: Option | undefined) => void} onChange
 */

/** A text field with a list, after the ARIA combobox pattern. @param {ComboboxProps} props */
export function Combobox({ id, aria, clearable, minQuery, placeholder, chosen, load, source, onChange }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null))
  /** What is typed; undefined where the field shows what is chosen. */
  const [typed, setTyped] = useState(/** @type {string | undefined} */ (undefined))
  const asked = useRef(0)
  const isChosen = /** @param {Option} option */ option => option.value === chosen?.value
  const list = useOptionList({ id: `options-${useId()}`, pick, isChosen })

  /** @param {Option | undefined} option */
  function set(option) {
    setTyped(undefined)
    if (option?.value !== chosen?.value) onChange(option)
  }

  /** @param {Option} option */
  function pick(option) {
    list.close()
    set(option)
  }

  /** @param {string} query */
  async function offer(query) {
    asked.current += 1
    const turn = asked.current
    if (query.length < minQuery) return list.say(`Type ${minQuery} or more characters`)
    const answer = load(query)
    if (answer instanceof Promise && !list.isOpen) list.say('Loading…')
    const groups = await answer
    if (turn === asked.current && document.activeElement === input.current) list.show(groups)
  }

  function openAll() {
    if (!list.isOpen) void offer('')
  }

  function onBlur() {
    asked.current += 1
    list.close()
    set(clearable && typed === '' ? undefined : chosen)
  }

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    if (list.isOpen || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return list.handleKey(event)
    event.preventDefault()
    openAll()
  }

  useEffect(() => {
    if (list.isOpen) void offer(typed ?? '')
  }, [source])

  return html`<div class="combobox">
    <input
      ref=${input}
      id=${id}
      class="combobox-input"
      type="text"
      role="combobox"
      autocomplete="off"
      spellcheck=${false}
      placeholder=${chosen ? '' : placeholder}
      value=${typed ?? chosen?.text ?? ''}
      aria-expanded=${String(list.isOpen)}
      ...${list.aria}
      ...${aria}
      onInput=${
        /** @param {{ currentTarget: HTMLInputElement }} event */ ({ currentTarget: { value } }) => {
          setTyped(value)
          void offer(value)
        }
      }
      onFocus=${() => input.current?.select()}
      onClick=${() => {
        openAll()
        input.current?.select()
      }}
      onBlur=${onBlur}
      onKeyDown=${onKeyDown}
    />
    ${icon('down')} ${list.view}
  </div>`
}
