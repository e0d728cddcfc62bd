import * as z from 'zod'
import { richText, richTextLength } from './rich-text.ts'
import { identifier } from './text.ts'

/**
 * `table`: `{ type, rows: [[cell]], column_settings?: [{ align?, is_wrapped? } | null] }`, a cell being
 * `{ type: 'raw_text', text }`, `{ type: 'raw_number', value, text }` or a `rich_text` block. An empty cell is refused.
 * https://docs.slack.dev/reference/block-kit/blocks/table-block
 */
const CHARACTERS = 10_000

const rawText = z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) })
const rawNumber = z.strictObject({
  type: z.literal('raw_number'),
  value: z.number(),
  text: z.string().min(1),
})
const cell = z.discriminatedUnion('type', [rawText, rawNumber, richText])

export const table = z
  .strictObject({
    type: z.literal('table'),
    block_id: identifier.optional(),
    rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
    column_settings: z
      .array(
        z
          .strictObject({
            align: z.enum(['left', 'center', 'right']).optional(),
            is_wrapped: z.boolean().optional(),
          })
          .nullable(),
      )
      .max(20)
      .optional(),
  })
  .superRefine(limitedCharacters)

function limitedCharacters(block: { rows: unknown[][] }, context: z.core.$RefinementCtx): void {
  if (richTextLength(block.rows) > CHARACTERS)
    context.addIssue({
      code: 'custom',
      path: ['rows'],
      message: `must be less than ${CHARACTERS + 1} characters in all cells`,
    })
}
