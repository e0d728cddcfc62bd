import * as z from 'zod'
import { checkboxes, externalSelect, overflow, radioButtons, staticSelect } from './choices.ts'
import { actionable, focusable, placeholdable, plainText, styled, url } from './text.ts'

/** Buttons, pickers of conversations and times. https://docs.slack.dev/reference/block-kit/block-elements */

const button = z.strictObject({
  type: z.literal('button'),
  ...actionable,
  ...styled,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: url.optional(),
  accessibility_label: z.string().max(75).optional(),
})

const conversationsSelect = z.strictObject({
  type: z.literal('conversations_select'),
  ...actionable,
  ...focusable,
  ...placeholdable,
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
  initial_conversation: z.string().optional(),
})

/** Unix seconds, ten digits. */
export const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...actionable,
  ...focusable,
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
})

/** Elements of an `input` block on every surface; `datetimepicker` is for messages and modals only. */
export const inputElements = [
  staticSelect,
  externalSelect,
  checkboxes,
  radioButtons,
  conversationsSelect,
] as const

/** Elements of an `actions` block, and beside a section's text, on every surface. */
export const actionElements = [button, overflow, ...inputElements] as const
