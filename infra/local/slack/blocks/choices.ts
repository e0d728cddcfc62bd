import * as z from 'zod'
import { actionable, focusable, placeholdable, plainText, text, url } from './text.ts'

/** Elements that let a person choose among options that the app lists. Option texts and values: 75 characters. */

const option = z.strictObject({
  text: plainText(75),
  value: z.string().max(75),
  description: plainText(75).optional(),
})
const richOption = option.extend({ text: text(75), description: text(75).optional() })
const linkOption = option.extend({ url: url.optional() })

const choices = {
  options: z.array(option).min(1).max(100).optional(),
  option_groups: z
    .array(z.strictObject({ label: plainText(75), options: z.array(option).min(1).max(100) }))
    .min(1)
    .max(100)
    .optional(),
}

interface Option {
  text: { text: string }
  value: string
}
interface Choosing {
  options?: Option[] | undefined
  option_groups?: { options: Option[] }[] | undefined
  initial_option?: Option | undefined
  initial_options?: Option[] | undefined
}

function eitherOptionsOrGroups(element: Choosing, context: z.core.$RefinementCtx): void {
  if ((element.options === undefined) === (element.option_groups === undefined))
    context.addIssue({ code: 'custom', message: 'must provide exactly one of `options` or `option_groups`' })
}

/** Slack refuses an initial option that is not, in full, one of the options. */
function initialAmongOptions(element: Choosing, context: z.core.$RefinementCtx): void {
  const offered = new Set(
    [...(element.options ?? []), ...(element.option_groups ?? []).flatMap(group => group.options)].map(
      canonical,
    ),
  )
  const field = element.initial_option ? 'initial_option' : 'initial_options'
  const initial = element.initial_option ? [element.initial_option] : (element.initial_options ?? [])
  if (initial.some(chosen => !offered.has(canonical(chosen))))
    context.addIssue({ code: 'custom', path: [field], message: 'must match one of the provided options' })
}

/** What two options must have in common to be the same. */
function canonical(choice: Option): string {
  return JSON.stringify([choice.text.text, choice.value])
}

const select = { ...actionable, ...focusable, ...placeholdable }

export const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    ...select,
    ...choices,
    initial_option: option.optional(),
  })
  .superRefine(eitherOptionsOrGroups)
  .superRefine(initialAmongOptions)

export const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  ...select,
  min_query_length: z.int().min(0).optional(),
  initial_option: option.optional(),
})

const boxes = { ...actionable, ...focusable, options: z.array(richOption).min(1).max(10) }

export const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...boxes,
    initial_options: z.array(richOption).min(1).max(10).optional(),
  })
  .superRefine(initialAmongOptions)

export const radioButtons = z
  .strictObject({ type: z.literal('radio_buttons'), ...boxes, initial_option: richOption.optional() })
  .superRefine(initialAmongOptions)

export const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...actionable,
  options: z.array(linkOption).min(1).max(5),
})

/** What an app may answer to a `block_suggestion`: at most 100 options, or at most 100 groups of them. */
export const suggestionAnswer = z
  .strictObject({
    options: z.array(option).max(100).optional(),
    option_groups: z
      .array(z.strictObject({ label: plainText(75), options: z.array(option).max(100) }))
      .max(100)
      .optional(),
  })
  .superRefine(eitherOptionsOrGroups)
export type SuggestionAnswer = z.infer<typeof suggestionAnswer>
