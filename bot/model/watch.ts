import { submissionHash } from '../text/hash.ts'
import { DateTime } from 'luxon'
import * as z from 'zod'
import { UNITS } from '../../analyses/lib/analysis.ts'
import { requestSchema, windowSchema } from '../time/request.ts'
import { toInstant } from '../time/time.ts'
import { conditionSchema } from './condition.ts'
import { countOf, instant } from './stored/values.ts'
import { jitterOf, nextAfter, periodOf, scheduleSchema } from '../time/schedule.ts'

/** What is not told for a while, because somebody has seen it: everything, one requester, keys of one prefix. */
const muteSchema = z.object({
  kind: z.enum(['all', 'requester', 'prefix']),
  value: z.string(),
  by: z.string(),
  until: instant.optional(),
})
export type Mute = z.infer<typeof muteSchema>

/** A run under way, planned before anything of it is begun. */
const runSchema = z.object({
  number: countOf,
  /** The time of the schedule that it is for. */
  scheduledAt: instant,
  window: windowSchema,
  startedAt: instant,
  /** Who wanted it now, and so is told also where there is nothing to tell. */
  by: z.string().optional(),
  investigation: z.string().optional(),
})
export type Run = z.infer<typeof runSchema>

/** Something to post, with all that its words need; claimed before it is posted. */
const noteSchema = z.object({
  number: countOf,
  kind: z.enum(['finding', 'update', 'failed', 'well', 'paused', 'digest', 'quiet']),
  at: instant,
  investigation: z.string().optional(),
  /** What happened, in words. */
  lines: z.array(z.string()),
  /** The person it is for alone: where the channel takes nothing, or where only they asked. */
  to: z.string().optional(),
  claimedUntil: instant.optional(),
})
export type Note = z.infer<typeof noteSchema>

/** A message that was posted. */
const postedSchema = z.object({ channel: z.string(), ts: z.string(), at: instant })

const pastRunSchema = z.object({
  at: instant,
  to: z.string(),
  hours: z.number(),
  outcome: z.enum(['quiet', 'told', 'muted', 'failed', 'unknown']),
  value: z.number().optional(),
  /** What the value counts. Version 0.1 stored none, and of figures what their rounded text said. */
  unit: z.enum(UNITS).optional(),
  investigation: z.string().optional(),
})
export type PastRun = z.infer<typeof pastRunSchema>

/** An analysis repeated on a schedule: the stored item. */
export const watchSchema = z.object({
  id: z.string(),
  schema: z.literal(1),
  version: z.int().positive(),
  createdAt: instant,
  /** What each run asks, as the watch's owner asked it; the window is the run's. */
  request: requestSchema.omit({ window: true, watch: true }),
  schedule: scheduleSchema,
  condition: conditionSchema,
  /** How long records are given to be delivered: a run looks at nothing younger. */
  waitHours: z.number().nonnegative(),
  weeklyDigest: z.object({ nextAt: instant }).optional(),
  /** All before it has been looked at, once and completely. */
  coveredTo: windowSchema.shape.from,
  scheduledAt: instant,
  dueAt: instant,
  /** Who wants it to run now. */
  asked: z.string().optional(),
  paused: z.object({ at: instant, by: z.string().optional() }).optional(),
  runs: countOf,
  run: runSchema.optional(),
  /** To be posted, the first first. */
  notes: z.array(noteSchema),
  noted: countOf,
  /** The message of the finding that still stands, which updates go below. */
  finding: postedSchema.optional(),
  /** Whether what was looked for was there at the last run. */
  standing: z.boolean(),
  mutes: z.array(muteSchema),
  /** What the last message shows and can be muted by. */
  shown: z.object({ requester: z.string().optional(), prefix: z.string().optional() }).optional(),
  /** Marks of the rows that were seen, the latest last; only where new rows matter. */
  seen: z.array(z.string()).optional(),
  /** Runs that failed one after the other, and the message that says so. */
  failures: countOf,
  failing: postedSchema.optional(),
  /** Since when no log object came at all. */
  silentSince: windowSchema.shape.from.optional(),
  /** Windows are one period long for now: longer ones held too much. */
  inSteps: z.boolean().optional(),
  history: z.array(pastRunSchema),
  deletedAt: instant.optional(),
})
export type Watch = z.infer<typeof watchSchema>

/** What a person decides about a watch. */
export type WatchWish = Pick<Watch, 'request' | 'schedule' | 'condition' | 'waitHours'> & { digest: boolean }

const PREFIX = 'watch#'

/** The same submission always gives the same watch. Its first run looks one period further back. */
export function newWatch(wish: WatchWish, submission: string, now: Date): Watch {
  const { request, schedule, condition, waitHours, digest } = wish
  const at = DateTime.fromJSDate(now, { zone: 'utc' })
  const id = `${PREFIX}${submissionHash(request.asker, submission, 12)}`
  return {
    id,
    schema: 1,
    version: 1,
    createdAt: now.toISOString(),
    request,
    schedule,
    condition,
    waitHours,
    coveredTo: toInstant(at.minus({ hours: waitHours }).minus(periodOf(schedule))),
    ...dueNext({ id, schedule }, at),
    ...(digest && { weeklyDigest: { nextAt: nextDigest(schedule.zone, at) } }),
    runs: 0,
    notes: [],
    noted: 0,
    standing: false,
    mutes: [],
    failures: 0,
    history: [],
  }
}

/** When it runs next, after a moment. */
export function dueNext(
  { id, schedule }: Pick<Watch, 'id' | 'schedule'>,
  after: DateTime,
): Pick<Watch, 'scheduledAt' | 'dueAt'> {
  const scheduled = nextAfter(schedule, after)
  return {
    scheduledAt: toInstant(scheduled),
    dueAt: toInstant(scheduled.plus({ seconds: jitterOf(id) })),
  }
}

/** Mondays at seven. */
export const nextDigest = (zone: string, after: DateTime): string =>
  toInstant(nextAfter({ every: 'week', at: '07:00', zone, weekday: 'monday' }, after))

/** Where it stands: what the index over the watches is keyed by. */
export function stateOf({ run, notes, paused }: Watch): 'running' | 'waiting' | 'paused' {
  if (run !== undefined || notes.length > 0) return 'running'
  return paused === undefined ? 'waiting' : 'paused'
}

/** With one more message to post. */
export const withNote = (watch: Watch, note: Omit<Note, 'number'>): Watch => ({
  ...watch,
  notes: [...watch.notes, { ...note, number: watch.noted + 1 }],
  noted: watch.noted + 1,
})
