import * as z from 'zod'
import { countOf, instant } from './values.ts'

/** A message in Slack: claimed before it is posted, so that two passes cannot both post it. */
export const postSchema = z.object({
  claimedUntil: instant.optional(),
  channel: z.string().optional(),
  ts: z.string().optional(),
  /** Slack took it without its newer blocks. */
  plain: z.boolean().optional(),
})

/** The drawn charts of an answer: sent first, which nobody sees, then shown in the thread, once. */
export const drawnSchema = z.object({
  claimedUntil: instant.optional(),
  /** How often it was tried. */
  tries: countOf,
  /** Those that Slack has; absent until they are sent. */
  files: z.array(z.object({ id: z.string(), title: z.string() })).optional(),
  /** Shown, or given up. */
  doneAt: instant.optional(),
})
