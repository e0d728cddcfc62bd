import { defined } from '../../analyses/lib/defined.ts'
import type { types } from '@slack/bolt'
import { truncate } from '../text/mrkdwn.ts'
import type { Field, Value } from './grammar/fields.ts'

/** The value of a switch's only box. */
const ON = 'yes'

/** The label of the person's recent choices, listed first. */
export const RECENT = 'Asked recently'

/** Which channels a select offers: those that people of other organizations read would be a leak by a slip. */
export const CHANNELS = {
  include: ['public', 'private'],
  exclude_external_shared_channels: true,
  exclude_bot_users: true,
} satisfies types.ConversationsSelect['filter']

/**
 * Whether the select of {@link CHANNELS} offers what was submitted. The id of a direct message, or of a person, was not
 * chosen in it: the answer would reach somebody else.
 */
export const isOffered = (id: string | undefined): id is string => id !== undefined && /^[CG]/.test(id)

export const plain = (text: string): types.PlainTextElement => ({ type: 'plain_text', text, emoji: false })

/** An option; Slack allows 75 characters for its text and its value. */
export const option = (value: string, text = value): types.PlainTextOption => ({
  text: plain(truncate(text, 75)),
  value,
})

/** The options with the chosen one selected; nothing is where the value is none of them. */
export function chosenFrom(
  options: types.PlainTextOption[],
  chosen: Value | undefined,
): { options: types.PlainTextOption[]; initial_option?: types.PlainTextOption } {
  const found = options.find(({ value }) => value === chosen)
  return { options, ...defined({ initial_option: found }) }
}

/** An input that must be filled in. */
export const block = (id: string, label: string, element: types.InputBlock['element']): types.InputBlock => ({
  type: 'input',
  block_id: id,
  label: plain(label),
  element,
})

/** The input of one parameter. All are optional: the schema has defaults, and says what an empty one means. */
export function inputOf(field: Field, id: string, value: Value | undefined): types.InputBlock {
  return {
    ...block(id, truncate(field.title, 100), elementOf(field, value ?? field.initial)),
    optional: true,
    ...(field.help !== undefined && { hint: plain(truncate(field.help, 300)) }),
  }
}

function elementOf(field: Field, value: Value | undefined): types.InputBlock['element'] {
  if (field.kind === 'choice') return choice(field, value)
  if (field.kind === 'switch') return checkbox(field, value)
  const shown = value === undefined ? '' : String(value)
  const common = {
    action_id: 'value',
    ...(field.placeholder !== undefined && { placeholder: plain(truncate(field.placeholder, 150)) }),
  }
  if (field.kind === 'text') {
    return {
      type: 'plain_text_input',
      ...common,
      ...(shown !== '' && { initial_value: truncate(shown, 3000) }),
    }
  }
  return {
    type: 'number_input',
    ...common,
    is_decimal_allowed: !field.whole,
    ...(field.min !== undefined && { min_value: String(field.min) }),
    ...(field.max !== undefined && { max_value: String(field.max) }),
    ...(isAllowed(field, shown) && { initial_value: shown }),
  }
}

/** Slack refuses a whole form whose number starts outside of its own bounds. */
function isAllowed({ min = -Infinity, max = Infinity, whole }: Field, shown: string): boolean {
  const number = Number(shown)
  return shown.trim() !== '' && number >= min && number <= max && (!whole || Number.isInteger(number))
}

function choice({ options }: Field, value: Value | undefined): types.StaticSelect {
  const named = options.map(name => option(name))
  return { type: 'static_select', action_id: 'value', ...chosenFrom(named, value) }
}

function checkbox({ title }: Field, value: Value | undefined): types.Checkboxes {
  const box = option(ON, title)
  const isOn = value === true || String(value).toLowerCase() === ON
  return { type: 'checkboxes', action_id: 'value', options: [box], ...(isOn && { initial_options: [box] }) }
}

/** One input's state, as Slack sends it with an action or a submission. */
export interface InputState {
  type: string
  value?: string | null
  selected_option?: { value: string } | null
  selected_options?: { value: string }[] | null
  selected_date_time?: number | null
  selected_conversation?: string | null
}

/** What a person put into an input; undefined where it is empty. */
export function valueOf(state: InputState | undefined): Value | undefined {
  if (state === undefined) return undefined
  if (state.type === 'checkboxes') return (state.selected_options ?? []).some(({ value }) => value === ON)
  return (
    state.selected_option?.value ??
    state.selected_conversation ??
    state.selected_date_time ??
    state.value ??
    undefined
  )
}
