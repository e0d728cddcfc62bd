import * as z from 'zod'
import { richText } from './rich-text.ts'
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

export const richTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  ...typed,
  initial_value: richText.optional(),
})

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be a number')

/** Offered in modals only. `file_input` is not among them: the embedded Slack stores no files. */
export const modalInputs = [
  z.strictObject({
    type: z.literal('number_input'),
    ...typed,
    is_decimal_allowed: z.boolean(),
    initial_value: decimal.optional(),
    min_value: decimal.optional(),
    max_value: decimal.optional(),
  }),
  z.strictObject({
    type: z.literal('email_text_input'),
    ...typed,
    initial_value: z.email('must be a valid email').optional(),
  }),
  z.strictObject({
    type: z.literal('url_text_input'),
    ...typed,
    initial_value: z
      .string()
      .refine(value => URL.canParse(value), 'must be a valid URL')
      .optional(),
  }),
] as const
