import * as z from 'zod'
import { identifier, url } from './text.ts'

/** `rich_text`: literal text, never read as mrkdwn. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */

const style = z.strictObject({
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  strike: z.boolean().optional(),
  underline: z.boolean().optional(),
  highlight: z.boolean().optional(),
  client_highlight: z.boolean().optional(),
  unlink: z.boolean().optional(),
  code: z.boolean().optional(),
})
const styled = { style: style.optional() }

const literal = z.strictObject({ type: z.literal('text'), ...styled, text: z.string().min(1) })
const link = z.strictObject({
  type: z.literal('link'),
  ...styled,
  url,
  text: z.string().optional(),
  unsafe: z.boolean().optional(),
})

const inline = z.discriminatedUnion('type', [
  literal,
  link,
  z.strictObject({ type: z.literal('broadcast'), ...styled, range: z.enum(['here', 'channel', 'everyone']) }),
  z.strictObject({ type: z.literal('color'), ...styled, value: z.string().regex(/^#[0-9a-f]{6}$/i) }),
  z.strictObject({ type: z.literal('channel'), ...styled, channel_id: z.string() }),
  z.strictObject({
    type: z.literal('date'),
    ...styled,
    timestamp: z.int(),
    format: z.string().min(1),
    url: url.optional(),
    fallback: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('emoji'),
    ...styled,
    name: z.string().min(1),
    unicode: z.string().optional(),
    url: url.optional(),
  }),
  z.strictObject({ type: z.literal('team'), ...styled, team_id: z.string() }),
  z.strictObject({ type: z.literal('user'), ...styled, user_id: z.string() }),
  z.strictObject({ type: z.literal('usergroup'), ...styled, usergroup_id: z.string() }),
])

const border = { border: z.union([z.literal(0), z.literal(1)]).optional() }
const section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(inline) })

export const richText = z.strictObject({
  type: z.literal('rich_text'),
  block_id: identifier.optional(),
  elements: z
    .array(
      z.discriminatedUnion('type', [
        section,
        z.strictObject({
          type: z.literal('rich_text_list'),
          ...border,
          style: z.enum(['bullet', 'ordered']),
          indent: z.int().min(0).max(8).optional(),
          offset: z.int().min(0).optional(),
          elements: z.array(section),
        }),
        z.strictObject({ type: z.literal('rich_text_quote'), ...border, elements: z.array(inline) }),
        z.strictObject({
          type: z.literal('rich_text_preformatted'),
          ...border,
          language: z.string().optional(),
          elements: z.array(z.discriminatedUnion('type', [literal, link])),
        }),
      ]),
    )
    .min(1),
})

/** How many characters of text a rich text shows: what the limits of a table add up. */
export function richTextLength(node: unknown): number {
  if (Array.isArray(node)) return node.reduce<number>((sum, child) => sum + richTextLength(child), 0)
  if (typeof node !== 'object' || node === null) return 0
  const { text, elements } = node as { text?: unknown; elements?: unknown }
  return (typeof text === 'string' ? text.length : 0) + richTextLength(elements)
}
