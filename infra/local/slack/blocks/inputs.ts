import * as z from 'zod'
import { focusable, identifier, placeholdable } from './text.ts'

/** Elements a person types into. They have no `confirm`. */

const typed = {
  action_id: identifier.optional(),
  ...focusable,
  ...placeholdable,
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z
        .array(z.enum(['on_enter_pressed', 'on_character_entered']))
        .min(1)
        .optional(),
    })
    .optional(),
}

export const plainTextInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...typed,
    initial_value: z.string().max(3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
  })
  .superRefine((input, context) => {
    if ((input.initial_value?.length ?? 0) > (input.max_length ?? 3000))
      context.addIssue({
        code: 'custom',
        path: ['initial_value'],
        message: `must be less than ${(input.max_length ?? 3000) + 1} characters`,
      })
  })

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be a number')

/** Offered in modals only. */
export const numberInput = z.strictObject({
  type: z.literal('number_input'),
  ...typed,
  is_decimal_allowed: z.boolean(),
  initial_value: decimal.optional(),
  min_value: decimal.optional(),
  max_value: decimal.optional(),
})
