import { type Element, interactiveElements } from '../blocks/walk.ts'
import type { Block, StateValues } from '../model/protocol.ts'
import type { ViewRecord } from './views.ts'

/** By element type: the property of its state, the element's property that gives the first value, and "nothing yet". */
const STATES: Record<string, readonly [field: string, initial: string, nothing: null | []]> = {
  plain_text_input: ['value', 'initial_value', null],
  number_input: ['value', 'initial_value', null],
  static_select: ['selected_option', 'initial_option', null],
  external_select: ['selected_option', 'initial_option', null],
  radio_buttons: ['selected_option', 'initial_option', null],
  conversations_select: ['selected_conversation', 'initial_conversation', null],
  datetimepicker: ['selected_date_time', 'initial_date_time', null],
  checkboxes: ['selected_options', 'initial_options', []],
}

/**
 * `state.values` as Slack submits them: every element that holds a value, with what was `entered` or else its initial
 * value. What was entered into an element that is no longer there, or is of another type now, is dropped.
 */
export function stateValues(blocks: readonly Block[], entered: StateValues): StateValues {
  const values: StateValues = {}
  for (const { block, element } of interactiveElements(blocks)) {
    const state = stateOf(element, entered[block.block_id ?? '']?.[element.action_id ?? ''])
    if (state) (values[block.block_id ?? ''] ??= {})[element.action_id ?? ''] = state
  }
  return values
}

export function viewState(record: ViewRecord): StateValues {
  return stateValues(record.view.blocks, record.values)
}

/** Takes over what a person entered, block by block. */
export function mergeValues(older: StateValues, newer: StateValues): StateValues {
  const blocks = new Set([...Object.keys(older), ...Object.keys(newer)])
  return Object.fromEntries([...blocks].map(id => [id, { ...older[id], ...newer[id] }]))
}

/** The value in an element's state; null, an empty text or an empty list when there is none. */
export function enteredValue(state: Record<string, unknown>): unknown {
  const [field] = STATES[String(state.type)] ?? []
  return field === undefined ? null : state[field]
}

function stateOf(
  element: Element,
  entered: Record<string, unknown> | undefined,
): Record<string, unknown> | undefined {
  const { type } = element
  if (!STATES[type]) return undefined
  const [field, initial, nothing] = STATES[type]
  const current = entered?.type === type ? (entered[field] ?? nothing) : (element[initial] ?? nothing)
  // Slack submits an emptied text field as null.
  const value = current === '' ? nothing : current
  return { type, [field]: value }
}
