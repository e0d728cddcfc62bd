import * as z from 'zod'
import { richText } from './rich-text.ts'
import { identifier, url } from './text.ts'

/**
 * ```
 * { type: 'plan', title, tasks?: [task_card] }
 * { type: 'task_card', task_id, title, status, details?: rich_text, output?: rich_text,
 *   sources?: [{ type: 'url', url, text }] }
 * ```
 * Titles are bare strings: a text object is refused. A task may be `pending` only inside a plan.
 * https://docs.slack.dev/reference/block-kit/blocks/plan-block
 */
const task = <S extends string>(statuses: readonly S[]) =>
  z.strictObject({
    type: z.literal('task_card'),
    block_id: identifier.optional(),
    task_id: z.string().min(1),
    title: z.string().min(1),
    details: richText.optional(),
    output: richText.optional(),
    sources: z.array(z.strictObject({ type: z.literal('url'), url, text: z.string().min(1) })).optional(),
    status: z.enum(statuses),
  })

export const taskCard = task(['in_progress', 'complete', 'error'])

export const plan = z.strictObject({
  type: z.literal('plan'),
  block_id: identifier.optional(),
  title: z.string().min(1),
  tasks: z.array(task(['pending', 'in_progress', 'complete', 'error'])).optional(),
  // Slack takes a plan's own status and shows nothing for it.
  status: z.enum(['pending', 'in_progress', 'complete', 'error']).optional(),
})
