import * as z from 'zod'

export const LEVELS = ['critical', 'high', 'medium', 'low'] as const

/** How to fix a finding. s3audit prints it and changes nothing itself. */
const fixSchema = z.object({
  /** What the fix does, and what to check first. */
  words: z.string(),
  /** Complete AWS CLI commands, ready to run. */
  commands: z.string().optional(),
  /** Whether someone must decide first, because others may rely on the current state: scripts comment it out. */
  decide: z.boolean().optional(),
  /** The same as CloudFormation YAML. */
  template: z.string().optional(),
  /** A JSON document to add elsewhere, such as a policy statement. */
  document: z.string().optional(),
})
export type Fix = z.infer<typeof fixSchema>

/** Something that is wrong with a bucket's auditing or could be better. Plain text throughout. */
export const findingSchema = z.object({
  /** The kind of finding: names the button and orders findings of the same level. */
  check: z.string(),
  level: z.enum(LEVELS),
  /** One sentence: what is the case. */
  what: z.string(),
  /** One or two sentences: why it matters in an investigation. */
  why: z.string(),
  fix: fixSchema,
})
export type Finding = z.infer<typeof findingSchema>

/** What a check found: a problem, or in a few words what is fine. */
export type Outcome = Finding | { well: string }

/** Which part of the requests a trail records. */
export type Coverage = 'all' | 'some' | 'none'

/** Whether logs will be there when they are needed. */
export interface Outlook {
  accessLogs: 'yes' | 'no' | 'unknown'
  reads: Coverage | 'unknown'
  writes: Coverage | 'unknown'
}
