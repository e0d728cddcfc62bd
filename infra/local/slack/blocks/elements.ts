import * as z from 'zod'
import {
  checkboxes,
  externalSelect,
  multiExternalSelect,
  multiStaticSelect,
  overflow,
  radioButtons,
  staticSelect,
} from './choices.ts'
import {
  actionable,
  focusable,
  identifier,
  imageElement,
  placeholdable,
  plainText,
  styled,
  url,
} from './text.ts'

/** Buttons, pickers of people, conversations and times. https://docs.slack.dev/reference/block-kit/block-elements */

export const button = z.strictObject({
  type: z.literal('button'),
  ...actionable,
  ...styled,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: url.optional(),
  accessibility_label: z.string().max(75).optional(),
})

const picker = { ...actionable, ...focusable, ...placeholdable }
const many = { max_selected_items: z.int().min(1).optional() }
const conversations = {
  default_to_current_conversation: z.boolean().optional(),
  filter: z
    .strictObject({
      include: z
        .array(z.enum(['im', 'mpim', 'private', 'public']))
        .min(1)
        .optional(),
      exclude_external_shared_channels: z.boolean().optional(),
      exclude_bot_users: z.boolean().optional(),
    })
    .optional(),
}

const pickers = [
  z.strictObject({ type: z.literal('users_select'), ...picker, initial_user: z.string().optional() }),
  z.strictObject({
    type: z.literal('multi_users_select'),
    ...picker,
    ...many,
    initial_users: z.array(z.string()).optional(),
  }),
  z.strictObject({
    type: z.literal('conversations_select'),
    ...picker,
    ...conversations,
    initial_conversation: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('multi_conversations_select'),
    ...picker,
    ...many,
    ...conversations,
    initial_conversations: z.array(z.string()).optional(),
  }),
  z.strictObject({ type: z.literal('channels_select'), ...picker, initial_channel: z.string().optional() }),
  z.strictObject({
    type: z.literal('multi_channels_select'),
    ...picker,
    ...many,
    initial_channels: z.array(z.string()).optional(),
  }),
] as const

const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...picker,
  initial_date: z.iso.date('must be a valid date').optional(),
})
const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...picker,
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a valid time')
    .optional(),
  timezone: z.string().optional(),
})
/** Unix seconds, ten digits. */
const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...actionable,
  ...focusable,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
})

const choosing = [
  staticSelect,
  multiStaticSelect,
  externalSelect,
  multiExternalSelect,
  checkboxes,
  radioButtons,
] as const

/** Elements that fit beside a section's text. */
export const accessoryElements = [
  button,
  overflow,
  imageElement,
  datepicker,
  timepicker,
  ...choosing,
  ...pickers,
] as const

/** Elements of an `actions` block on every surface; `datetimepicker` is for messages and modals only. */
export const actionElements = [button, overflow, datepicker, timepicker, ...choosing, ...pickers] as const

/** Elements of an `input` block on every surface. */
export const inputElements = [datepicker, timepicker, ...choosing, ...pickers] as const

export { datetimepicker }

const feedback = z.strictObject({
  text: plainText(75),
  value: z.string().max(2000),
  accessibility_label: z.string().max(75).optional(),
})

/** Elements of a `context_actions` block. */
export const contextActionElements = [
  z.strictObject({
    type: z.literal('feedback_buttons'),
    action_id: identifier.optional(),
    positive_button: feedback,
    negative_button: feedback,
  }),
  z.strictObject({
    type: z.literal('icon_button'),
    ...actionable,
    icon: z.enum(['trash']),
    text: plainText(75),
    accessibility_label: z.string().max(75).optional(),
    value: z.string().max(2000).optional(),
    visible_to_user_ids: z.array(z.string()).optional(),
  }),
] as const
