import { defined } from '../../analyses/lib/defined.ts'
import { DateTime } from 'luxon'
import type { ResultColumn } from '../../analyses/lib/analysis.ts'
import type { Problem } from '../model/stored/problem.ts'
import { problemWords } from '../model/problem.ts'
import type { Window } from '../time/request.ts'
import { toInstant } from '../time/time.ts'
import { windowSeconds } from '../time/window.ts'
import { type Judged, mutableBy, rowLines } from './finding.ts'
import { lastBefore, periodOf } from '../time/schedule.ts'
import { dueNext, nextDigest, type PastRun, type Run, type Watch, withNote } from '../model/watch.ts'

/**
 * The runs of a watch, as bookkeeping. The run at T looks at everything from where the one before it ended up to T
 * less the wait for late records: the windows follow each other without a gap and without an overlap, so every
 * record that comes within the wait is looked at by exactly one run. What a run could not answer stays uncovered,
 * and is part of the next one's window: after an outage one run catches up on all that was missed.
 */

/** Runs that are kept for the history and for what is usual. */
const HISTORY = 30
/** A run that failed is tried again after this, or at its next time. */
const RETRY_MINUTES = 60
/** Without any log object for this long, somebody should look whether logs are still written. */
const SILENT_HOURS = 48
/** What a shorter window may cure. */
const TOO_MUCH = new Set(['too-large', 'scan-limit', 'deadline', 'not-confirmed'])

/** The run that is due; undefined where it is not time yet, or nothing is left to look at. */
export function planRun(watch: Watch, now: DateTime, windowDays: number): Run | undefined {
  if (watch.paused || watch.run || DateTime.fromISO(watch.dueAt) > now) return undefined
  // Asked for by hand, it is for now.
  const isEarly = DateTime.fromISO(watch.scheduledAt) > now
  const scheduled = isEarly ? now : lastBefore(watch.schedule, now)
  const from = utc(watch.coveredTo)
  const longest = watch.inSteps ? from.plus(periodOf(watch.schedule)) : from.plus({ days: windowDays })
  const to = DateTime.min(scheduled.minus({ hours: watch.waitHours }), longest)
  if (toInstant(to) <= watch.coveredTo) return undefined
  return {
    number: watch.runs + 1,
    scheduledAt: toInstant(scheduled),
    window: { from: watch.coveredTo, to: toInstant(to) },
    startedAt: toInstant(now),
    ...defined({ by: watch.asked }),
  }
}

const utc = (instant: string): DateTime => DateTime.fromISO(instant, { zone: 'utc' })

/** The watch with its next run begun; or, where there is nothing to look at, waiting for the one after. */
export function begin(watch: Watch, now: DateTime, windowDays: number): Watch {
  const run = planRun(watch, now, windowDays)
  const { asked, ...rest } = watch
  if (run) return { ...rest, run, runs: run.number }
  return quietly(
    { ...rest, ...dueNext(watch, now) },
    asked,
    'all records that are old enough to be complete have been checked already.',
    now.toJSDate(),
  )
}

/** Tells the person who pressed “Run now”, and nobody else, that there is nothing to report. */
function quietly(watch: Watch, user: string | undefined, why: string, now: Date, run?: Run): Watch {
  if (user === undefined) return watch
  const { investigation } = run ?? {}
  return withNote(watch, {
    kind: 'quiet',
    at: now.toISOString(),
    lines: [why],
    to: user,
    ...defined({ investigation }),
  })
}

/**
 * An answer has arrived: what to report, and when the next run is.
 * @param unknown why finding nothing does not mean that nothing happened; undefined where all is known
 */
export function answered(
  watch: Watch,
  {
    run,
    judged,
    columns,
    unknown,
  }: { run: Run; judged: Judged; columns: readonly ResultColumn[]; unknown?: string | undefined },
  now: Date,
): Watch {
  const { matters, muted, rows, seen } = judged
  const isUnknown = unknown !== undefined && !matters && !muted
  const outcome = matters ? 'told' : muted ? 'muted' : isUnknown ? 'unknown' : 'quiet'
  const { inSteps: _, silentSince: __, ...rest } = covering(watch, run, now)
  const next: Watch = {
    ...rest,
    failures: 0,
    // What is not known yet ends no finding that stands.
    standing: matters || muted || (isUnknown && watch.standing),
    history: withPast(watch, run, {
      at: now.toISOString(),
      outcome,
      // A count over missing records would distort what is usual.
      ...(judged.value !== undefined && !isUnknown && { value: judged.value, unit: judged.unit }),
    }),
    ...(seen && { seen }),
    ...(matters && { shown: mutableBy(rows) }),
  }
  const why = muted ? 'everything it found is muted.' : (unknown ?? 'it found nothing to report.')
  const quiet = quietly(muted || isUnknown ? next : closed(next), run.by, why, now, run)
  const told = matters ? tellFinding(next, watch, run, rowLines(rows, columns), now) : quiet
  return digested(recovered(told, now), now)
}

/** While it stands, a finding is one message and what came since is told below it. */
function tellFinding(next: Watch, before: Watch, run: Run, lines: string[], now: Date): Watch {
  const { finding, standing, condition } = before
  const stands = finding && standing && condition.kind !== 'always' && isRecent(finding.at, now)
  return withNote(stands ? next : closed(next), {
    kind: stands ? 'update' : 'finding',
    at: now.toISOString(),
    lines,
    ...defined({ investigation: run.investigation }),
  })
}

/** Nobody reads on in a thread of weeks ago. */
const isRecent = (at: string, now: Date): boolean => now.getTime() - Date.parse(at) < 7 * 86_400_000

function closed(watch: Watch): Watch {
  const { finding: _, ...rest } = watch
  return rest
}

/** A run is over and its window is looked at. Where more is left than one window holds, the rest comes at once. */
function covering(watch: Watch, run: Run, now: Date): Watch {
  const { run: _, ...rest } = watch
  const at = DateTime.fromJSDate(now, { zone: 'utc' })
  const left = utc(run.scheduledAt).minus({ hours: watch.waitHours })
  const isBehind = run.window.to < toInstant(left)
  return {
    ...rest,
    coveredTo: run.window.to,
    ...(isBehind ? { scheduledAt: run.scheduledAt, dueAt: toInstant(at) } : dueNext(watch, at)),
  }
}

/** It works again, where somebody was told that it does not. */
function recovered(watch: Watch, now: Date): Watch {
  return watch.failing ? withNote(watch, { kind: 'well', at: now.toISOString(), lines: [] }) : watch
}

function digested(watch: Watch, now: Date): Watch {
  const { weeklyDigest, schedule } = watch
  if (!weeklyDigest || new Date(weeklyDigest.nextAt) > now) return watch
  const nextAt = nextDigest(schedule.zone, DateTime.fromJSDate(now, { zone: 'utc' }))
  return withNote(
    { ...watch, weeklyDigest: { nextAt } },
    { kind: 'digest', at: now.toISOString(), lines: [] },
  )
}

const withPast = (
  watch: Watch,
  { window, investigation }: Run,
  past: Pick<PastRun, 'at' | 'outcome' | 'value' | 'unit'>,
) =>
  [
    ...watch.history,
    {
      to: window.to,
      hours: windowSeconds(window) / 3600,
      ...past,
      ...defined({ investigation }),
    },
  ].slice(-HISTORY)

/**
 * There is no answer. The second time in a row it is told, and a defect of ours at once: it does not pass. The window
 * stays for the next run to cover.
 */
export function failed(watch: Watch, run: Run, problem: Pick<Problem, 'code' | 'detail'>, now: Date): Watch {
  if (problem.code === 'no-log-objects') return silent(watch, run, problem, now)
  const { run: _, ...rest } = watch
  // The person who cancelled the run knows.
  const failures = problem.code === 'cancelled' ? watch.failures : watch.failures + 1
  const retry = DateTime.fromJSDate(now, { zone: 'utc' }).plus({ minutes: RETRY_MINUTES })
  const usual = dueNext(watch, DateTime.fromJSDate(now, { zone: 'utc' }))
  const next: Watch = {
    ...rest,
    failures,
    ...(toInstant(retry) < usual.dueAt ? { scheduledAt: run.scheduledAt, dueAt: toInstant(retry) } : usual),
    ...(TOO_MUCH.has(problem.code) && { inSteps: true }),
    history: withPast(watch, run, { at: now.toISOString(), outcome: 'failed' }),
  }
  const isTold = problem.code === 'defect' || failures === 2
  if (isTold && !watch.failing) return tellFailure(next, run, problem, now, run.window.from)
  return quietly(next, run.by, problemWords(problem).what, now, run)
}

/** All that could come has had its time: the window is over, but nothing tells that nothing happened. */
function silent(watch: Watch, run: Run, problem: Pick<Problem, 'code' | 'detail'>, now: Date): Watch {
  const silentSince = watch.silentSince ?? run.window.from
  const next: Watch = {
    ...covering(watch, run, now),
    silentSince,
    standing: false,
    history: withPast(watch, run, { at: now.toISOString(), outcome: 'failed' }),
  }
  const wasLong = isLong({ from: silentSince, to: watch.coveredTo })
  if (isLong({ from: silentSince, to: run.window.to }) && !watch.failing && !wasLong)
    return tellFailure(next, run, problem, now)
  return quietly(next, run.by, problemWords(problem).what, now, run)
}

const isLong = (window: Window): boolean => windowSeconds(window) >= SILENT_HOURS * 3600

/** @param since where nothing was looked at: from when on */
function tellFailure(
  watch: Watch,
  { investigation }: Partial<Run>,
  problem: Pick<Problem, 'code' | 'detail'>,
  now: Date,
  since?: string,
): Watch {
  const { what, next } = problemWords(problem)
  return withNote(watch, {
    kind: 'failed',
    at: now.toISOString(),
    lines: [what, next, ...(since === undefined ? [] : [since])],
    ...defined({ investigation }),
  })
}

/**
 * A defect of ours ended what was being done with the watch: its run has failed; a message that could not be written
 * is dropped; and where neither was under way it is tried again in an hour. In each case it is told, once.
 */
export function broken(watch: Watch, reference: string, now: Date): Watch {
  const problem = { code: 'defect', detail: { reference } }
  const [note, ...others] = watch.notes
  const isTold = watch.failing !== undefined || note?.kind === 'failed'
  if (note) {
    const without = { ...watch, notes: others }
    return isTold ? without : tellFailure(without, note, problem, now, watch.run?.window.from)
  }
  if (watch.run) return failed(watch, watch.run, problem, now)
  const retry = DateTime.fromJSDate(now, { zone: 'utc' }).plus({ minutes: RETRY_MINUTES })
  const later = { ...watch, dueAt: toInstant(retry) }
  return isTold ? later : tellFailure(later, {}, problem, now, watch.coveredTo)
}

/**
 * Its maker may not ask this any more: it pauses until somebody who may resumes it. The channel is told, and its
 * maker alone, who may not be there any more.
 */
export function refused(watch: Watch, why: string, now: Date): Watch {
  const { run: _, ...rest } = watch
  const at = now.toISOString()
  const note = { kind: 'paused' as const, at, lines: [why] }
  const paused = withNote({ ...rest, paused: { at } }, note)
  return withNote(paused, { ...note, to: watch.request.asker.user })
}
