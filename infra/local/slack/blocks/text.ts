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

/** Formats other than PNG, JPEG and GIF are refused by Slack; only the file name can be judged here. */
const imageUrl = url.refine(
  value => !/\.(svg|webp)$/i.test(new URL(value).pathname),
  'downloading image failed',
)

const imageSource = {
  image_url: imageUrl.optional(),
  slack_file: z.union([z.strictObject({ id: z.string() }), z.strictObject({ url })]).optional(),
}

function oneSource(
  image: { image_url?: unknown; slack_file?: unknown },
  context: z.core.$RefinementCtx,
): void {
  if ((image.image_url === undefined) === (image.slack_file === undefined))
    context.addIssue({ code: 'custom', message: 'must provide exactly one of `image_url` or `slack_file`' })
}

export const imageElement = z
  .strictObject({ type: z.literal('image'), alt_text: z.string().min(1).max(2000), ...imageSource })
  .superRefine(oneSource)

export const imageBlock = z
  .strictObject({
    type: z.literal('image'),
    block_id: identifier.optional(),
    alt_text: z.string().min(1).max(2000),
    title: plainText(2000).optional(),
    ...imageSource,
  })
  .superRefine(oneSource)
