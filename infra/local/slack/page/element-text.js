// @ts-check
import { el } from './dom.js'
import { plainText } from './text.js'

/** @typedef {import('./elements.js').Slot} Slot */

const CHARACTER_MS = 300

/** The browser's own type gives phones the right keyboard; the server judges what is valid, as it must. */
const KEYBOARDS = /** @type {Record<string, string>} */ ({
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'decimal',
})

/** @param {Slot} slot */
function control(slot) {
  const { element } = slot
  const attributes = {
    id: slot.id,
    class: 'text-input',
    ...slot.aria,
    autocomplete: 'off',
    placeholder: plainText(element.placeholder) || undefined,
    maxlength: element.max_length,
    autofocus: element.focus_on_load === true,
  }
  if (element.multiline || element.type === 'rich_text_input')
    return el('textarea', { ...attributes, rows: 4 })
  return el('input', { ...attributes, type: 'text', inputmode: KEYBOARDS[element.type] })
}

/**
 * Tells the app on Enter, and on each character where the element asks for it.
 * @param {Slot} slot @param {HTMLInputElement | HTMLTextAreaElement} input @param {() => Record<string, any>} read
 */
function tellWhile(slot, input, read) {
  if (!slot.options.dispatches) return
  const when = slot.element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed']
  if (when.includes('on_enter_pressed') && input instanceof HTMLInputElement) {
    input.addEventListener('keydown', event => {
      if (event.key !== 'Enter') return
      event.preventDefault()
      void slot.act(read())
    })
  }
  if (!when.includes('on_character_entered')) return
  let timer = 0
  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(() => void slot.act(read()), CHARACTER_MS)
  })
}

/** plain_text_input, number_input, email_text_input and url_text_input. @param {Slot} slot */
export function renderTextInput(slot) {
  const { element } = slot
  const input = control(slot)
  input.value = slot.typed ? (slot.typed.value ?? '') : String(element.initial_value ?? '')
  const read = () => ({ type: element.type, value: input.value === '' ? null : input.value })
  slot.holds(read)
  tellWhile(slot, input, read)
  return input
}

/** @param {any} rich @returns {string} */
function textOf(rich) {
  return typeof rich?.text === 'string' ? rich.text : (rich?.elements ?? []).map(textOf).join('')
}

/** rich_text_input: typed as plain text, submitted as rich text. @param {Slot} slot */
export function renderRichTextInput(slot) {
  const { element } = slot
  const input = control(slot)
  input.value = textOf(slot.typed ? slot.typed.rich_text_value : element.initial_value)
  const read = () => {
    const section = { type: 'rich_text_section', elements: [{ type: 'text', text: input.value }] }
    return {
      type: element.type,
      rich_text_value: input.value === '' ? null : { type: 'rich_text', elements: [section] },
    }
  }
  slot.holds(read)
  tellWhile(slot, input, read)
  return input
}
