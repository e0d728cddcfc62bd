// @ts-check
import { html } from '../dom/html.js'
import { plainText } from '../text/text.js'
import { useField } from './surface.js'

/** @import { ElementProps } from './elements.js' */

/** plain_text_input and number_input. The server judges what is valid, as it must. @param {ElementProps} props */
export function TextInput(props) {
  const { element, options, id, aria, act } = props
  const [state, set] = useField(props, {
    value: element.initial_value ? String(element.initial_value) : null,
  })

  /** @param {{ currentTarget: HTMLInputElement | HTMLTextAreaElement }} event */
  function onInput({ currentTarget: { value } }) {
    set({ value: value === '' ? null : value })
  }

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    if (event.key !== 'Enter' || !options.dispatches) return
    event.preventDefault()
    void act(state)
  }

  const attributes = {
    id,
    class: 'text-input',
    ...aria,
    autocomplete: 'off',
    placeholder: plainText(element.placeholder) || undefined,
    maxlength: element.max_length,
    value: state.value ?? '',
    onInput,
  }
  if (element.multiline) return html`<textarea ...${attributes} rows="4"></textarea>`
  const inputmode = element.type === 'number_input' ? 'decimal' : undefined
  return html`<input ...${attributes} type="text" inputmode=${inputmode} onKeyDown=${onKeyDown} />`
}
