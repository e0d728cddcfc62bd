import * as z from 'zod'

/**
 * Text and the other composition objects. Slack counts characters; we count UTF-16 units, which are never fewer,
 * so a text we accept is one Slack accepts. https://docs.slack.dev/reference/block-kit/composition-objects
 */

export const plainText = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  })

const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  })

/** A text object of either kind. */
export const text = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)])

export const identifier = z.string().min(1).max(255)

/** An absolute URL of at most 3000 characters. */
export const url = z
  .string()
  .min(1)
  .max(3000)
  .refine(value => URL.canParse(value), 'must be a valid URL')

const style = z.enum(['primary', 'danger'])

const confirm = z.strictObject({
  title: plainText(100).optional(),
  text: text(300),
  confirm: plainText(30).optional(),
  deny: plainText(30).optional(),
  style: style.optional(),
})

/** What every element a person can use may carry. */
export const actionable = { action_id: identifier.optional(), confirm: confirm.optional() }
export const focusable = { focus_on_load: z.boolean().optional() }
export const placeholdable = { placeholder: plainText(150).optional() }
export const styled = { style: style.optional() }
