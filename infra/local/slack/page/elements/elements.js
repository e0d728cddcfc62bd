// @ts-check
/** Element type -> drawing, for the interactive parts of blocks. */
import { html } from '../dom/html.js'
import { plainText } from '../text/text.js'
import { Button } from './button.js'
import { Checkboxes, Radios } from './choice.js'
import { DateTime } from './date.js'
import { Overflow } from './overflow.js'
import { ConversationsSelect, ExternalSelect, StaticSelect } from './select.js'
import { controlId, dispatch } from './surface.js'
import { TextInput } from './text-input.js'

/** @import { State, Surface } from './surface.js' */

/**
 * @typedef {object} ElementOptions
 * @property {boolean} dispatches whether using it tells the app at once
 * @property {string} [label] its name where no visible label is tied to it
 * @property {string} [labelledBy]
 * @property {string} [describedBy]
 * @property {boolean} [required]
 * @property {boolean} [invalid] an error is shown next to it
 */

/**
 * All that an element needs to know of where it stands.
 * @typedef {object} ElementProps
 * @property {Surface} surface
 * @property {string} blockId
 * @property {Record<string, any>} element as the app sent it
 * @property {ElementOptions} options
 * @property {string} id of the main control
 * @property {Record<string, any>} aria attributes that name and describe the control
 * @property {(state: State) => Promise<void>} act tells the app, where it wants to be told
 */

/** @type {Record<string, import('preact').FunctionComponent<ElementProps>>} */
const COMPONENTS = {
  button: Button,
  checkboxes: Checkboxes,
  conversations_select: ConversationsSelect,
  datetimepicker: DateTime,
  external_select: ExternalSelect,
  number_input: TextInput,
  overflow: Overflow,
  plain_text_input: TextInput,
  radio_buttons: Radios,
  static_select: StaticSelect,
}

/** @param {Pick<ElementProps, 'surface' | 'blockId' | 'element' | 'options'>} props */
export function Element({ surface, blockId, element, options }) {
  const component = COMPONENTS[element.type]
  if (!component)
    return html`<div class="unknown" role="note">
      <strong>${`Unknown element type “${element.type}”`}</strong>
      <pre tabindex="0">${JSON.stringify(element, null, 2)}</pre>
    </div>`
  const { label, labelledBy, describedBy, required, invalid } = options
  const name = labelledBy
    ? { 'aria-labelledby': labelledBy }
    : { 'aria-label': label || plainText(element.placeholder) || element.type.replaceAll('_', ' ') }
  const aria = {
    ...name,
    'aria-describedby': describedBy,
    'aria-required': required ? 'true' : undefined,
    'aria-invalid': invalid ? 'true' : undefined,
  }
  const act = /** @param {State} state */ async state => {
    if (options.dispatches) await dispatch(surface, blockId, element, state)
  }
  const id = controlId(surface, blockId, element)
  return html`<${component} ...${{ surface, blockId, element, options, id, aria, act }} />`
}
