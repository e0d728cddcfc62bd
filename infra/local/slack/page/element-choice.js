// @ts-check
import { el, uniqueId } from './dom.js'
import { renderText } from './text.js'

/** @typedef {import('./elements.js').Slot} Slot */

/** @param {any} a @param {any} b options are the same when their values are */
const same = (a, b) => a?.value === b?.value

/**
 * @param {Slot} slot
 * @param {'radio' | 'checkbox'} type
 * @param {any[]} chosen options that are on
 * @param {() => void} changed
 */
function choices(slot, type, chosen, changed) {
  const name = uniqueId('choice')
  /** @type {{ option: any, input: HTMLInputElement }[]} */
  const inputs = []
  const rows = (slot.element.options ?? []).map(
    /** @param {any} option @param {number} index */ (option, index) => {
      const input = el('input', {
        id: index === 0 ? slot.id : `${slot.id}-${index}`,
        type,
        name,
        'aria-describedby': slot.options.describedBy,
        on: { change: changed },
      })
      input.checked = chosen.some(each => same(each, option))
      inputs.push({ option, input })
      const description =
        option.description &&
        el('span', { class: 'hint' }, renderText(option.description, slot.surface.client))
      return el(
        'label',
        { class: 'choice' },
        input,
        el('span', {}, renderText(option.text, slot.surface.client), description),
      )
    },
  )
  // In an input block the fieldset names the group; elsewhere the group names itself.
  const group = slot.options.labelledBy
    ? {}
    : { role: type === 'radio' ? 'radiogroup' : 'group', ...slot.aria }
  return { inputs, node: el('div', { class: 'choices', ...group }, rows) }
}

/** @param {Slot} slot */
export function renderRadios(slot) {
  const { element } = slot
  const chosen = slot.typed ? slot.typed.selected_option : element.initial_option
  const { inputs, node } = choices(slot, 'radio', chosen ? [chosen] : [], () => void slot.act(read()))
  const read = () => ({
    type: element.type,
    selected_option: inputs.find(each => each.input.checked)?.option ?? null,
  })
  slot.holds(read)
  return node
}

/** @param {Slot} slot */
export function renderCheckboxes(slot) {
  const { element } = slot
  const chosen = (slot.typed ? slot.typed.selected_options : element.initial_options) ?? []
  const { inputs, node } = choices(slot, 'checkbox', chosen, () => void slot.act(read()))
  const read = () => ({
    type: element.type,
    selected_options: inputs.filter(each => each.input.checked).map(each => each.option),
  })
  slot.holds(read)
  return node
}
