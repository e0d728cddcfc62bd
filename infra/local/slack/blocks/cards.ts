import * as z from 'zod'
import { button } from './elements.ts'
import { identifier, imageElement, text } from './text.ts'

/** `alert`, for modals only: Slack refuses a message that carries one. */
export const alert = z.strictObject({
  type: z.literal('alert'),
  block_id: identifier.optional(),
  text: text(200),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
})

/** https://docs.slack.dev/reference/block-kit/blocks/card-block */
export const card = z
  .strictObject({
    type: z.literal('card'),
    block_id: identifier.optional(),
    hero_image: imageElement.optional(),
    icon: imageElement.optional(),
    slack_icon: z.strictObject({ type: z.literal('icon'), name: z.string().min(1) }).optional(),
    title: text(150).optional(),
    subtitle: text(150).optional(),
    body: text(200).optional(),
    subtext: text(200).optional(),
    actions: z.array(button).min(1).max(3).optional(),
  })
  .superRefine((block, context) => {
    if (!block.hero_image && !block.title && !block.actions && !block.body)
      context.addIssue({
        code: 'custom',
        message: 'must provide at least one of `hero_image`, `title`, `actions` or `body`',
      })
  })

export const carousel = z.strictObject({
  type: z.literal('carousel'),
  block_id: identifier.optional(),
  elements: z.array(card).min(1).max(10),
})
