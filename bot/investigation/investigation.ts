import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { LogKind } from '../../analyses/lib/tables.ts'
import { requestSchema, type Request } from '../request/request.ts'

const instant = z.iso.datetime()
const countOf = z.int().nonnegative()
const logKind = z.enum(['access-log', 'cloudtrail'])

/** A message in Slack: claimed before it is posted, so that two passes cannot both post it. */
const postSchema = z.object({
  claimedUntil: instant.optional(),
  channel: z.string().optional(),
  ts: z.string().optional(),
  /** Slack took it without its newer blocks. */
  plain: z.boolean().optional(),
})

/** The drawn charts of an answer: sent first, which nobody sees, then shown in the thread, once. */
const drawnSchema = z.object({
  claimedUntil: instant.optional(),
  /** How often it was tried. */
  tries: countOf,
  /** Those that Slack has; absent until they are sent. */
  files: z.array(z.object({ id: z.string(), title: z.string() })).optional(),
  /** Shown, or given up. */
  doneAt: instant.optional(),
})

/** A query in Athena. What it will be asked is stored before it is asked, so a repeat is the same call. */
const runSchema = z.object({
  sql: z.string(),
  attempt: countOf,
  executionId: z.string().optional(),
  /** So far, while it runs. */
  scannedBytes: countOf.optional(),
  outputLocation: z.string().optional(),
  done: z.boolean().optional(),
})
export type Run = z.infer<typeof runSchema>

/** Where the logs of the bucket lie: an Athena table to read in place, or a prefix to copy from. */
const sourceSchema = z.object({
  log: logKind,
  bucket: z.string(),
  prefix: z.string(),
  table: z.string(),
  /** Static predicates on the table's injected partition columns. */
  partitions: z.record(z.string(), z.array(z.string())),
  /** The days that hold the window's records, `yyyy/MM/dd`, both inclusive; only where keys have days. */
  days: z.object({ first: z.string(), last: z.string() }).optional(),
  inPlace: z.boolean(),
  /** Whether the name of a log object has the time of its delivery. */
  stamped: z.boolean(),
  /** Which keys to list: those under each prefix that sort after `after` and before `before`. */
  ranges: z.array(
    z.object({ prefix: z.string(), after: z.string().optional(), before: z.string().optional() }),
  ),
  /** The delivery slack: how much later than the window a log object may have come. */
  slackHours: z.number(),
})
export type Source = z.infer<typeof sourceSchema>

/** One log of the bucket: where it lies, what of it may hold records of the window, and how it is brought in. */
const logPlanSchema = z.object({
  source: sourceSchema,
  /** Where the listing goes on; absent when all is listed. */
  cursor: z.object({ range: countOf, token: z.string().optional() }).optional(),
  objects: countOf,
  bytes: countOf,
  /** Objects in an archive class, which must be restored before anyone can read them. */
  archived: countOf,
  /** The keys of the manifests of objects to gather: one for each part that will be made. */
  manifests: z.array(z.string()),
  strategy: z.enum(['in-place', 'gather', 'batch-copy']).optional(),
})
export type LogPlan = z.infer<typeof logPlanSchema>

/** A log that was wanted and cannot be read, though another can: a problem, as `problem.ts` has words for it. */
const missingSchema = z.object({
  log: logKind,
  code: z.string(),
  detail: z.record(z.string(), z.string()),
})
export type Missing = z.infer<typeof missingSchema>

const planSchema = z.object({
  startedAt: instant,
  /** The logs that are read, the analysis' preferred one first; absent until they are found. */
  logs: z.array(logPlanSchema).optional(),
  missing: z.array(missingSchema),
  /** Of the bucket that is asked about, where it is known. */
  region: z.string().optional(),
  dollars: z.number().optional(),
  /** Since when a person is asked to confirm how much is read, and whether the message shows it. */
  ask: z.object({ since: instant, told: z.boolean().optional() }).optional(),
  doneAt: instant.optional(),
})
export type Plan = z.infer<typeof planSchema>

/** How late records were delivered: how many were measured, and how many came within each bound of `lag.ts`. */
const lagSchema = z.object({ records: countOf, within: z.array(countOf) })
export type Lag = z.infer<typeof lagSchema>

/** Stretches of hours without events: how many there are, and the longest ones. */
const gapsSchema = z.object({
  count: countOf,
  longest: z.array(z.object({ from: z.string(), to: z.string() })),
})
export type Gaps = z.infer<typeof gapsSchema>

const skippedSchema = z.object({
  count: countOf,
  samples: z.array(z.object({ key: z.string(), reason: z.string() })),
})

/** What was brought in of one log. */
const logCopySchema = z.object({
  /** How many manifests have been gathered. */
  gathered: countOf,
  jobId: z.string().optional(),
  objects: countOf,
  bytes: countOf,
  /** What Athena has to read, where that is less: gathered objects are compressed on the way. */
  compressed: countOf.optional(),
  skipped: skippedSchema,
  /** Measured while objects are gathered; what is read where it lies tells it by its paths. */
  lag: lagSchema.optional(),
  doneAt: instant.optional(),
})
export type LogCopy = z.infer<typeof logCopySchema>

const copySchema = z.object({
  startedAt: instant,
  /** One for each log of the plan, in its order. */
  logs: z.array(logCopySchema),
  doneAt: instant.optional(),
})

/** What the evidence holds of one log. */
export const coverageSchema = z.object({
  log: logKind,
  lines: countOf,
  events: countOf,
  duplicates: countOf,
  outside: countOf,
  unparsed: countOf,
  samples: z.array(z.string()),
  firstEvent: z.string().nullable(),
  lastEvent: z.string().nullable(),
  hoursWithEvents: countOf,
  gaps: gapsSchema,
  /** Absent where the names of the log objects do not tell when they were delivered. */
  lag: lagSchema.optional(),
})
export type Coverage = z.infer<typeof coverageSchema>

const border = z.string().optional()

/** A part of one raw log and the query that writes it as evidence. */
const partSchema = z.object({
  log: logKind,
  range: z.object({
    days: z.object({ first: z.string(), last: z.string() }).optional(),
    paths: z.object({ from: border, to: border }).optional(),
  }),
  unload: runSchema,
  /** Log objects that cannot be read, stepped over: their S3 URIs and why. */
  excluded: z.array(z.object({ path: z.string(), reason: z.string() })),
})

const evidenceSchema = z.object({
  startedAt: instant,
  /** One for each log; several, read side by side, where a window holds much. */
  parts: z.record(z.string(), partSchema),
  describe: z.record(z.string(), runSchema).optional(),
  /** One for each log of the plan, in its order. */
  coverage: z.array(coverageSchema).optional(),
  doneAt: instant.optional(),
})
export type Evidence = z.infer<typeof evidenceSchema>

/** The log objects that Athena could not read: of one log, or of all. */
export const excludedOf = (
  evidence: Evidence | undefined,
  log?: LogKind,
): { path: string; reason: string }[] =>
  Object.values(evidence?.parts ?? {})
    .filter(part => log === undefined || part.log === log)
    .flatMap(({ excluded }) => excluded)

/** The sum of a count over the logs. */
export const sumOf = <Item>(items: readonly Item[] | undefined, countIn: (item: Item) => number): number =>
  (items ?? []).reduce((sum, item) => sum + countIn(item), 0)

/** Of two logs, which told of how many of the joined rows. */
const joinedSchema = z.object({ both: countOf, accessLog: countOf, cloudTrail: countOf })
export type Joined = z.infer<typeof joinedSchema>

const answerSchema = z.object({
  joined: joinedSchema.optional(),
  headline: z.string(),
  figures: z.array(z.object({ label: z.string(), value: z.string() })),
  notes: z.array(z.string()),
  rowCount: countOf,
  rows: z.array(z.record(z.string(), z.string().nullable())),
  charts: z.array(
    z.object({
      kind: z.enum(['bar', 'line']),
      title: z.string(),
      categories: z.array(z.string()),
      axis: z.string().optional(),
      series: z.array(z.object({ name: z.string(), values: z.array(z.number()) })),
    }),
  ),
  severity: z.object({ level: z.enum(['critical', 'high', 'medium', 'low']), why: z.string() }).optional(),
  /** What one may ask next, by the buttons below the answer. */
  next: z.array(
    z.object({
      analysis: z.string(),
      parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      label: z.string(),
    }),
  ),
})
export type Answer = z.infer<typeof answerSchema>

const querySchema = z.object({
  startedAt: instant,
  runs: z.record(z.string(), runSchema),
  answer: answerSchema.optional(),
  doneAt: instant.optional(),
})

export const problemSchema = z.object({
  code: z.string(),
  detail: z.record(z.string(), z.string()),
  at: instant,
})
export type Problem = z.infer<typeof problemSchema>

/** The stored item. Nothing in it says which stage it is in; that follows from what was observed. */
export const investigationSchema = z.object({
  id: z.string(),
  schema: z.literal(1),
  version: z.int().positive(),
  createdAt: instant,
  request: requestSchema,
  /** The investigation whose evidence this one asks; absent where it reads its own. */
  follows: z.string().optional(),
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
export type Taken = Partial<Pick<Investigation, 'follows' | 'plan' | 'copy' | 'evidence'>>

/** The same submission always gives the same id, however often Slack repeats it. */
export const investigationId = ({ asker }: Pick<Request, 'asker'>, submission: string): string =>
  createHash('sha256')
    .update(`${asker.team ?? ''}:${submission}`)
    .digest('hex')
    .slice(0, 16)

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

/** Whether it says nothing by itself: whoever asked looks at its answer and tells what matters. */
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
