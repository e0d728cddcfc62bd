import * as z from 'zod'

export const LEVELS = ['critical', 'high', 'medium', 'low'] as const

/** How to put something right. s3audit prints it and changes nothing itself. */
const fixSchema = z.object({
  /** What it does, and what to look at before, in plain words. */
  words: z.string(),
  /** Commands of the AWS CLI, complete: to be run as they are. */
  commands: z.string().optional(),
  /** Whether somebody must decide first, as others may rely on how it is: a script leaves it commented out. */
  decide: z.boolean().optional(),
  /** The same in CloudFormation, as YAML. */
  template: z.string().optional(),
  /** A JSON document to add elsewhere, such as a statement of a policy. */
  document: z.string().optional(),
})
export type Fix = z.infer<typeof fixSchema>

/** Something that is wrong, or could be better, with a bucket that is to be audited. Plain text throughout. */
export const findingSchema = z.object({
  /** What it is, the same for all of its kind: names the button and orders equals. */
  check: z.string(),
  level: z.enum(LEVELS),
  /** A sentence: what is. */
  what: z.string(),
  /** A sentence or two: why it matters when one asks what happened. */
  why: z.string(),
  fix: fixSchema,
})
export type Finding = z.infer<typeof findingSchema>

/** What a check found: something wrong, or in a few words what is well. */
export type Outcome = Finding | { well: string }

/** How much of the requests a trail records. */
export type Coverage = 'all' | 'some' | 'none'

/** Whether logs will be there when they are needed. */
export interface Outlook {
  accessLogs: 'yes' | 'no' | 'unknown'
  reads: Coverage | 'unknown'
  writes: Coverage | 'unknown'
}
