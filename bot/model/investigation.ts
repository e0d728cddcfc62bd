import { submissionHash } from '../text/hash.ts'
import * as z from 'zod'
import { requestSchema, type Request } from '../time/request.ts'
import { copySchema } from './stored/copy.ts'
import { evidenceSchema } from './stored/evidence.ts'
import { planSchema } from './stored/plan.ts'
import { drawnSchema, postSchema } from './stored/post.ts'
import { problemSchema, type Problem } from './stored/problem.ts'
import { querySchema } from './stored/query.ts'
import type { Run } from './stored/run.ts'
import { instant } from './stored/values.ts'

/** The stored item. Nothing in it says which stage it is in; that follows from what was observed. */
export const investigationSchema = z.object({
  id: z.string(),
  schema: z.literal(1),
  version: z.int().positive(),
  createdAt: instant,
  request: requestSchema,
  /** The investigation whose evidence this one asks; absent where it reads its own. */
  follows: z.string().optional(),
  /** Slack did not answer when this was asked: how its asker is to be checked before anything is read. */
  unverified: z
    .object({ surface: z.enum(['command', 'submission']), presence: z.enum(['proven', 'seen', 'claimed']) })
    .optional(),
  announcement: postSchema,
  /** When progress was last shown, so that edits stay rare. */
  shownAt: instant.optional(),
  plan: planSchema.optional(),
  copy: copySchema.optional(),
  evidence: evidenceSchema.optional(),
  query: querySchema.optional(),
  reply: postSchema,
  drawn: drawnSchema.optional(),
  cancel: z.object({ by: z.string(), at: instant }).optional(),
  /** Who let it read as much as the plan says. */
  confirm: z.object({ by: z.string(), at: instant }).optional(),
  problem: problemSchema.optional(),
  /** Since when passes have failed for a reason that may pass. */
  failingSince: instant.optional(),
  /** What people said is wrong with the answer. */
  feedback: z.array(z.object({ by: z.string(), at: instant, text: z.string(), id: z.string() })).optional(),
  closedAt: instant.optional(),
})
export type Investigation = z.infer<typeof investigationSchema>

/** What a follow-up takes over of the investigation whose evidence it asks. */
export type Taken = Partial<Pick<Investigation, 'follows' | 'plan' | 'copy' | 'evidence' | 'unverified'>>

/** The same submission always gives the same id, however often Slack repeats it. */
export const investigationId = ({ asker }: Pick<Request, 'asker'>, submission: string): string =>
  submissionHash(asker, submission)

export function newInvestigation(
  request: Request,
  submission: string,
  now: Date,
  taken: Taken = {},
): Investigation {
  return {
    ...taken,
    id: investigationId(request, submission),
    schema: 1,
    version: 1,
    createdAt: now.toISOString(),
    request,
    announcement: {},
    reply: {},
  }
}

export const STAGES = ['plan', 'copy', 'evidence', 'query', 'report'] as const
export type StageName = (typeof STAGES)[number]

export const isOpen = (investigation: Investigation): boolean => investigation.closedAt === undefined

/** Whether it posts nothing by itself: its owner reads the answer and posts what matters. */
export const isQuiet = ({ request }: Pick<Investigation, 'request'>): boolean => request.watch !== undefined

/** The stage an open investigation is in, derived from what was observed. */
export function stageOf(
  investigation: Pick<Investigation, 'plan' | 'copy' | 'evidence' | 'query'> & {
    problem?: Problem | undefined
  },
): StageName {
  const { plan, copy, evidence, query, problem } = investigation
  if (problem) return 'report'
  if (!plan?.doneAt) return 'plan'
  if (!copy?.doneAt) return 'copy'
  if (!evidence?.doneAt) return 'evidence'
  return query?.doneAt ? 'report' : 'query'
}

/** All queries of its own that were asked for so far, wherever they stand. */
export const runsOf = ({ follows, evidence, query }: Investigation): Run[] => [
  ...(evidence && !follows
    ? [
        ...Object.values(evidence.parts).map(({ unload }) => unload),
        ...Object.values(evidence.describe ?? {}),
      ]
    : []),
  ...Object.values(query?.runs ?? {}),
]

export const scannedBytes = (investigation: Investigation): number =>
  runsOf(investigation).reduce((sum, run) => sum + (run.scannedBytes ?? 0), 0)
