// @ts-check
/** Element type -> drawing, for the interactive parts of blocks. */
import { el } from './dom.js'
import { renderButton, renderFeedback, renderIconButton } from './element-button.js'
import { renderCheckboxes, renderRadios } from './element-choice.js'
import { renderDate, renderDateTime, renderTime } from './element-date.js'
import { renderOverflow } from './element-overflow.js'
import { renderDirectorySelect, renderExternalSelect, renderStaticSelect } from './element-select.js'
import { renderRichTextInput, renderTextInput } from './element-text.js'
import { picture } from './picture.js'
import { controlId, dispatch, register, typedState } from './surface.js'
import { plainText } from './text.js'

/** @typedef {import('./surface.js').Surface} Surface */
/** @typedef {import('./surface.js').State} State */

/**
 * @typedef {object} ElementOptions
 * @property {boolean} dispatches whether using it tells the app at once
 * @property {string} [label] its name where no visible label is tied to it
 * @property {string} [labelledBy]
 * @property {string} [describedBy]
 * @property {boolean} [required]
 */

/**
 * The place of one element on a surface: all that a renderer needs.
 * @typedef {object} Slot
 * @property {Surface} surface
 * @property {string} blockId
 * @property {Record<string, any>} element as the app sent it
 * @property {ElementOptions} options
 * @property {string} id of the main control
 * @property {Record<string, any>} aria attributes that name and describe the control
 * @property {State | undefined} typed what was entered before an update
 * @property {(read: () => State) => void} holds makes the value part of the surface's state
 * @property {(state: State) => Promise<boolean>} act tells the app, where it wants to be told
 */

/** @typedef {(slot: Slot) => Node} Renderer */

/** @type {Record<string, Renderer>} */
const RENDERERS = {
  button: renderButton,
  checkboxes: renderCheckboxes,
  datepicker: renderDate,
  datetimepicker: renderDateTime,
  email_text_input: renderTextInput,
  external_select: renderExternalSelect,
  feedback_buttons: renderFeedback,
  icon_button: renderIconButton,
  image: slot => picture(slot.element, 'accessory-image'),
  multi_external_select: renderExternalSelect,
  multi_static_select: renderStaticSelect,
  number_input: renderTextInput,
  overflow: renderOverflow,
  plain_text_input: renderTextInput,
  radio_buttons: renderRadios,
  rich_text_input: renderRichTextInput,
  static_select: renderStaticSelect,
  timepicker: renderTime,
  url_text_input: renderTextInput,
}
for (const noun of ['users', 'channels', 'conversations']) {
  RENDERERS[`${noun}_select`] = renderDirectorySelect
  RENDERERS[`multi_${noun}_select`] = renderDirectorySelect
}

/** @param {Surface} surface @param {string} blockId @param {Record<string, any>} element @param {ElementOptions} options @returns {Slot} */
function slotOf(surface, blockId, element, options) {
  const name = options.labelledBy
    ? { 'aria-labelledby': options.labelledBy }
    : { 'aria-label': options.label || plainText(element.placeholder) || element.type.replaceAll('_', ' ') }
  return {
    surface,
    blockId,
    element,
    options,
    id: controlId(surface, blockId, element),
    aria: {
      ...name,
      'aria-describedby': options.describedBy,
      'aria-required': options.required ? 'true' : undefined,
    },
    typed: typedState(surface, blockId, element),
    holds: read => register(surface, { blockId, actionId: String(element.action_id ?? ''), read }),
    act: state => (options.dispatches ? dispatch(surface, blockId, element, state) : Promise.resolve(true)),
  }
}

/**
 * @param {Record<string, any>} element
 * @param {Surface} surface
 * @param {string} blockId
 * @param {ElementOptions} options
 * @returns {Node}
 */
export function renderElement(element, surface, blockId, options) {
  const renderer = RENDERERS[element.type]
  if (renderer) return renderer(slotOf(surface, blockId, element, options))
  return el(
    'div',
    { class: 'unknown', role: 'note' },
    el('strong', {}, `Unknown element type “${element.type}”`),
    el('pre', { tabindex: 0 }, JSON.stringify(element, null, 2)),
  )
}
