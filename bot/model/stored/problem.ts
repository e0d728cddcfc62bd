import * as z from 'zod'
import { instant } from './values.ts'

export const problemSchema = z.object({
  code: z.string(),
  detail: z.record(z.string(), z.string()),
  at: instant,
})
export type Problem = z.infer<typeof problemSchema>
