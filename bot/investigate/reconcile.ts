import { log, logUnexpected } from '../calls/log.ts'
import { Conflict } from '../items/items.ts'
import { failureOf, isDefect, retryAfterOf } from '../calls/failures.ts'
import { OVERDUE } from '../model/log-kinds.ts'
import { InvestigationProblem, type ProblemCode } from '../model/problem.ts'
import { damagedReply } from '../answer/problem.ts'
import { announcement } from '../answer/progress.ts'
import { copy } from './copy.ts'
import { evidence } from './evidence.ts'
import { plan } from './plan.ts'
import { query } from './query.ts'
import { isPending } from './post-once.ts'
import { announce, lastAnnouncement, report } from './report.ts'
import type { Message } from '../slack/message.ts'
import type { Stage } from './stage.ts'
import { stopWork } from './stop.ts'
import { verifyAsker } from './verify-asker.ts'
import type { WorkingDeps } from '../services/working-deps.ts'
import { isOpen, isQuiet, stageOf, type Investigation, type StageName } from '../model/investigation.ts'
import { isShowDue } from '../model/showing.ts'

/**
 * Brings one investigation a step further: observes the services, takes the next step, and saves it if no other run
 * has. Anyone may call it at any time, twice, late or concurrently.
 * @param before the investigation as it was just loaded
 * @param onNews called after a step that its asker's Home tab shows
 * @throws Conflict, and transient errors, so that the trigger tries again
 */
export async function reconcile(
  before: Investigation,
  deps: WorkingDeps,
  onNews?: (saved: Investigation) => Promise<void>,
): Promise<void> {
  if (!isOpen(before)) return
  const after = await step(before, deps)
  if (after === before) return
  const saved = await deps.investigations.save(shown(before, after, deps))
  await showProgress(before, saved, deps)
  const isNews = !isOpen(saved) || saved.shownAt !== before.shownAt
  if (isNews && !isQuiet(saved)) await onNews?.(saved)
}

const STAGES: Record<StageName, Stage> = { plan, copy, evidence, query, report }

/** How long a stage may last before it is given up, in minutes. */
const DEADLINES: Partial<Record<StageName, number>> = { plan: 30, copy: 24 * 60, evidence: 120, query: 60 }

/** Failures that may pass are met again for this long before the investigation is given up. */
const PATIENCE_MS = 3 * 60_000

async function step(before: Investigation, deps: WorkingDeps): Promise<Investigation> {
  try {
    const after = await nextStep(before, deps)
    const { failingSince, ...well } = after
    return failingSince ? well : after
  } catch (error) {
    if (error instanceof Conflict) throw error
    return fail(before, error, deps)
  }
}

function nextStep(before: Investigation, deps: WorkingDeps): Promise<Investigation> {
  if (isHopeless(before, deps)) return Promise.resolve({ ...before, closedAt: deps.now().toISOString() })
  if (before.unverified && !before.problem && !before.cancel) return verifyAsker(before, deps)
  // A message that may be out is found first, or posted: whatever else is to be told goes to its thread.
  if (isPending(before.announcement)) return announce(before, deps)
  if (before.problem || isPending(before.reply)) return report(before, deps)
  // An answer that is out already is not taken back.
  if (before.cancel && !before.reply.ts) throw new InvestigationProblem('cancelled', { by: before.cancel.by })
  const stage = stageOf(before)
  refuseOverdue(before, stage, deps)
  const isShown = before.announcement.ts !== undefined || isQuiet(before)
  return (isShown ? STAGES[stage] : announce)(before, deps)
}

function refuseOverdue(investigation: Investigation, stage: StageName, { now }: WorkingDeps): void {
  // People take their time to confirm; the plan itself sees to it that this ends.
  if (stage === 'plan' && investigation.plan?.ask) return
  const minutes = DEADLINES[stage]
  const startedAt = stage === 'report' ? undefined : investigation[stage]?.startedAt
  if (!minutes || !startedAt || now().getTime() - Date.parse(startedAt) < minutes * 60_000) return
  log('error', OVERDUE, { investigation: investigation.id, stage })
  throw new InvestigationProblem('deadline', {
    stage,
    limit: minutes < 60 ? `${minutes} minutes` : `${minutes / 60} hours`,
  })
}

/** Slack is asked for a day to take what there is to tell; then the item alone keeps it. */
function isHopeless(
  { problem, query, announcement, createdAt }: Investigation,
  { now }: WorkingDeps,
): boolean {
  const since = problem?.at ?? query?.doneAt ?? (announcement.ts ? undefined : createdAt)
  return since !== undefined && now().getTime() - Date.parse(since) >= 24 * 3_600_000
}

/**
 * A problem is stored, and what still runs is stopped: the report tells it. A failure that may pass is noted
 * once and left to the next pass, until patience ends; a defect of our own would fail each time alike, and ends it.
 */
async function fail(before: Investigation, error: unknown, deps: WorkingDeps): Promise<Investigation> {
  if (error instanceof InvestigationProblem)
    return withProblem(error.observed ?? before, error.code, error.detail, deps)
  if (failureOf(error) === 'denied')
    return withProblem(before, 'permission', { stage: stageOf(before), reason: messageOf(error) }, deps)
  if (isDefect(error)) return endDefective(before, error, deps)
  // A full quota does not count as a failure: the next sweep retries, until the stage's deadline.
  if (failureOf(error) === 'throttled' && retryAfterOf(error) === undefined) {
    log('info', 'waiting', { investigation: before.id, stage: stageOf(before), error: messageOf(error) })
    return before
  }
  // Told later; no other problem takes its place, nor that of an answer that is out.
  if (before.problem || before.reply.ts) throw error
  if (!before.failingSince) {
    log('warn', 'failing', { investigation: before.id, stage: stageOf(before), error: messageOf(error) })
    return { ...before, failingSince: deps.now().toISOString() }
  }
  if (deps.now().getTime() - Date.parse(before.failingSince) < PATIENCE_MS) throw error
  return withProblem(before, 'unexpected', { reference: logged(before, error) }, deps)
}

/**
 * Ends what met a defect of ours, from what is stored now: this pass may have stored a claim before it. Where the
 * defect is in what tells the end, it is closed as it is, and its first message says so in the plainest words.
 */
async function endDefective(
  before: Investigation,
  error: unknown,
  deps: WorkingDeps,
): Promise<Investigation> {
  const { id } = before
  const now = (await deps.investigations.load(id)) ?? before
  const reference = logged(now, error)
  if (!now.problem && !now.reply.ts)
    return withProblem(now, 'defect', { stage: stageOf(now), reference }, deps)
  const { problem, announcement: root } = now
  const mark = { investigation: id, part: 'announcement' } as const
  if (root.channel && root.ts && problem)
    await deps.thread.edit(root.channel, root.ts, damagedReply.message(id, problem), mark)
  return { ...now, closedAt: deps.now().toISOString() }
}

/** Logs the cause. @returns the reference by which the log has it */
const logged = ({ id }: Investigation, error: unknown): string =>
  logUnexpected('defect', error, { investigation: id })

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

async function withProblem(
  before: Investigation,
  code: ProblemCode,
  detail: Record<string, string>,
  deps: WorkingDeps,
): Promise<Investigation> {
  await stopWork(before, deps)
  return {
    ...before,
    problem: { code, detail, at: deps.now().toISOString() },
  }
}

/** Notes the time of the edit that follows the save, so that no two passes edit within the interval. */
function shown(before: Investigation, after: Investigation, { now }: WorkingDeps): Investigation {
  return isShowDue(after, now()) || stageOf(before) !== stageOf(after)
    ? { ...after, shownAt: now().toISOString() }
    : after
}

/**
 * Best effort: an edit that fails is made good by the next one; the last is made before closing. One that was
 * slow may land after the last: so after an edit, check whether the investigation has ended meanwhile, and show that.
 */
async function showProgress(before: Investigation, after: Investigation, deps: WorkingDeps): Promise<void> {
  const { channel, ts } = after.announcement
  if (!channel || !ts || !isOpen(after) || after.shownAt === before.shownAt) return
  const show = (one: Investigation, message: Message) =>
    deps.thread.edit(channel, ts, message, { investigation: one.id, part: 'announcement' })
  try {
    await show(after, announcement(after))
    const latest = await deps.investigations.load(after.id)
    if (latest && !isOpen(latest)) await show(latest, await lastAnnouncement(latest, deps))
  } catch (error) {
    log('warn', 'update-failed', { investigation: after.id, error: messageOf(error) })
  }
}
