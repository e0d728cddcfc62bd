import * as z from 'zod'
import { submissionHash } from '../text/hash.ts'
import { findingSchema } from './finding.ts'
import { postSchema } from './stored/post.ts'
import { instant } from './stored/values.ts'

const coverage = z.enum(['all', 'some', 'none', 'unknown'])

/** What the message says about one bucket; the fixes are in a file. */
const judgedSchema = z.object({
  bucket: z.string(),
  outlook: z.object({ accessLogs: z.enum(['yes', 'no', 'unknown']), reads: coverage, writes: coverage }),
  findings: z.array(findingSchema.omit({ fix: true })),
  well: z.array(z.string()),
})
export type Judged = z.infer<typeof judgedSchema>

const resultSchema = z.object({
  doneAt: instant,
  /** Absent if the checks could not be completed. */
  judged: z.array(judgedSchema).optional(),
  /** Keys in the workspace: the findings with their fixes, and all commands as one script. */
  files: z.object({ fixes: z.string(), script: z.string() }).optional(),
})

/** The stored item of a check, of one bucket or of all that a person may ask about. */
export const checkSchema = z.object({
  id: z.string(),
  schema: z.literal(1),
  version: z.int().positive(),
  createdAt: instant,
  channel: z.string(),
  asker: z.object({ user: z.string(), team: z.string().optional() }),
  /** `all` ranks the buckets; `one` shows every finding of a single one. */
  of: z.enum(['one', 'all']),
  buckets: z.array(z.string()).min(1),
  result: resultSchema.optional(),
  /** Unused: a check posts one message, the reply. */
  announcement: postSchema,
  reply: postSchema,
  closedAt: instant.optional(),
})
export type Check = z.infer<typeof checkSchema>

/** What a person wants checked, and where. */
export type CheckRequest = Pick<Check, 'channel' | 'asker' | 'of' | 'buckets'>

const PREFIX = 'check-'

/** The same submission always gives the same id, however often Slack repeats it. */
export const checkId = ({ asker }: CheckRequest, submission: string): string =>
  `${PREFIX}${submissionHash(asker, submission)}`

export const newCheck = (request: CheckRequest, submission: string, now: Date): Check => ({
  ...request,
  id: checkId(request, submission),
  schema: 1,
  version: 1,
  createdAt: now.toISOString(),
  announcement: {},
  reply: {},
})

/** The contents of the file of fixes, in the order of the item's findings. */
export const fixesSchema = z.array(z.object({ bucket: z.string(), findings: z.array(findingSchema) }))
