import { logUnexpected } from '../calls/log.ts'
import { DateTime } from 'luxon'
import { columnsOf, figuresOf, type Row } from '../../analyses/lib/analysis.ts'
import { analysisNamed } from '../../analyses/lib/catalogue/named.ts'
import { isDefect } from '../calls/failures.ts'
import { evidenceWindow } from '../model/evidence-window.ts'
import { takenFrom } from '../model/follow-up.ts'
import { investigationId, isOpen, type Investigation, type Taken } from '../model/investigation.ts'
import { headlineOf, knownOf } from '../model/known.ts'
import { logsFor, wantsBoth } from '../model/logs-asked.ts'
import { literal } from '../text/mrkdwn.ts'
import { hashOf } from '../text/hash.ts'
import type { Request } from '../time/request.ts'
import { windowSeconds } from '../time/window.ts'
import { analysisOf } from '../model/analysis-asked.ts'
import type { Answer } from '../model/stored/query.ts'
import type { WorkingDeps } from '../services/working-deps.ts'
import { allowance } from './allowed.ts'
import { type Comparable, comparable, conditionWords, currentCondition } from '../model/condition.ts'
import { investigated } from './investigated.ts'
import { judge } from './finding.ts'
import { postNote } from './post.ts'
import { answered, begin, broken, failed, refused } from './step.ts'
import type { Run, Watch } from '../model/watch.ts'

/** The ids to look after: all that run, and of those that are due as many as may run beside them. */
export async function watchesToPass({
  watches,
  settings,
}: Pick<WorkingDeps, 'watches' | 'settings'>): Promise<string[]> {
  const running = await watches.running()
  return [...running, ...(await watches.due(settings.limits.watchRuns - running.length))]
}

/** A run is planned, begun, judged and told: no pass has more to do at once. */
const MOST_STEPS = 8

/**
 * Brings one watch as far as it goes now: begins a run that is due, judges one that has its answer, posts what there
 * is to tell. Like `reconcile`, anyone may call it at any time, twice or concurrently: a step that another run has
 * taken is not saved.
 * @throws Conflict, and transient errors, so that the trigger tries again
 */
export async function passWatch(loaded: Watch, deps: WorkingDeps): Promise<void> {
  if (loaded.deletedAt) return
  try {
    let watch = loaded
    for (let steps = 0; steps < MOST_STEPS; steps++) {
      const after = await step(watch, deps)
      if (after === watch) return
      watch = await deps.watches.save(after)
    }
  } catch (error) {
    if (!isDefect(error)) throw error
    await endBroken(loaded.id, error, deps)
  }
}

/** A defect of ours would meet every pass again: the log has its cause, and the watch says that it is blind. */
async function endBroken(id: string, error: unknown, { watches, now }: WorkingDeps): Promise<void> {
  const reference = logUnexpected('broken-watch', error, { watch: id })
  const watch = await watches.load(id)
  // Another run that saved first meets the same defect, if it is still there.
  if (watch) await watches.save(broken(watch, reference, now()))
}

async function step(watch: Watch, deps: WorkingDeps): Promise<Watch> {
  const { run, notes, paused, dueAt } = watch
  const [note] = notes
  if (note) return postNote(watch, note, deps)
  if (run) return run.investigation === undefined ? start(watch, run, deps) : settle(watch, run, deps)
  const now = deps.now()
  if (paused || new Date(dueAt) > now) return watch
  // The sweep takes no more than this; what a save triggers at once must not, either.
  if ((await deps.watches.running()).length >= deps.settings.limits.watchRuns) return watch
  return begin(watch, DateTime.fromJSDate(now, { zone: 'utc' }), deps.settings.limits.windowDays)
}

/** Asks the question of this run, if the watch's owner still may. */
async function start(watch: Watch, run: Run, deps: WorkingDeps): Promise<Watch> {
  const allowed = await allowance(watch, deps)
  if (allowed === 'unknown') return watch
  if (!allowed.ok) return refused(watch, allowed.refusal, deps.now())
  const { question, figures } = askedBy(watch)
  const condition = currentCondition(watch.condition, figures)
  if (!condition) return refused(watch, lostFigure(watch, question, figures), deps.now())
  const request: Request = { ...watch.request, window: run.window, watch: watch.id }
  const submission = `${watch.id}:${run.number}`
  const taken = await evidenceFor(request, investigationId(request, submission), run, deps)
  if (!taken) return watch
  const { id } = await deps.investigations.create(request, submission, taken)
  return { ...watch, condition, run: { ...run, investigation: id } }
}

/** The watch's question, and the figures that its answer has. */
function askedBy({ request }: Watch): { question: string; figures: Comparable[] } {
  const question = analysisNamed(request.analysis)
  return {
    question: question.title,
    figures: figuresOf(question, question.parameters.parse(request.parameters)),
  }
}

const lostFigure = ({ condition }: Watch, question: string, figures: readonly Comparable[]): string =>
  literal(
    `Its condition “${conditionWords(condition)}” can no longer be checked: the answer of “${question}” has no such number. It has ${['rows', ...comparable(figures).map(({ label }) => label)].join(', ')}. Edit the condition, then press Resume.`,
  )

/**
 * What can be taken over of the investigation that reads the same logs for another watch; nothing where this one
 * reads them for all. Undefined while the other still reads.
 */
async function evidenceFor(
  request: Request,
  id: string,
  { startedAt }: Run,
  deps: WorkingDeps,
): Promise<Taken | undefined> {
  const interval = intervalOf(request)
  const leader = await deps.watches.lead(interval, id)
  if (leader === id) return {}
  const other = await investigated(leader, deps)
  // It may be about to be stored.
  if (!other) return deps.now().getTime() - Date.parse(startedAt) < PATIENCE_MS ? undefined : {}
  const taken = takenFrom(other, request, deps.settings.evidenceDays, deps.now())
  // Where the other came to nothing, each reads for itself: one after the other they would wait for each other.
  return taken.follows !== undefined || !isOpen(other) || other.evidence?.doneAt ? taken : undefined
}

const PATIENCE_MS = 5 * 60_000

/** The same bucket, time and logs. */
const intervalOf = (request: Request): string =>
  hashOf(JSON.stringify([request.bucket, evidenceWindow(request), logsFor(request), wantsBoth(request)]), 32)

/** How many rows are checked; the others are only counted. */
const MOST_ROWS = 999

/** Judges the run's answer once it is there. */
async function settle(watch: Watch, run: Run, deps: WorkingDeps): Promise<Watch> {
  const investigation = await investigated(run.investigation ?? '', deps)
  if (investigation && isOpen(investigation)) return watch
  const answer = investigation?.query?.answer
  if (!investigation || !answer || investigation.problem) {
    const problem = investigation?.problem ?? { code: 'damaged-item', detail: {} }
    return failed(watch, run, problem, deps.now())
  }
  const { run: _, ...again } = watch
  if (isIncomparable(watch, answer)) return again
  const columns = columnsOf(analysisOf(investigation), investigation.request.parameters)
  const rows = await rowsOf(investigation, deps)
  const found = { answer, rows, columns, hours: windowSeconds(run.window) / 3600 }
  const judged = judge(watch, found, deps.now())
  const unknown = isAllKnown(investigation) ? undefined : headlineOf(investigation)
  return answered(watch, { run, judged, columns, unknown }, deps.now())
}

function isAllKnown(investigation: Investigation): boolean {
  const known = knownOf(investigation)
  return !known || (known.pending === 0 && !known.nothing)
}

/** Version 0.1 stored figures as text, which no condition can compare. The same window is asked about again. */
const isIncomparable = ({ condition }: Watch, { figures }: Pick<Answer, 'figures'>): boolean =>
  condition.kind === 'figure' && figures.length > 0 && figures.every(({ id }) => id === '')

/** More rows than the answer itself keeps, where there are more. */
async function rowsOf({ query }: Investigation, { athena }: WorkingDeps): Promise<readonly Row[]> {
  const { rows = [], rowCount = 0 } = query?.answer ?? {}
  const execution = query?.runs.rows?.executionId
  return rowCount > rows.length && execution !== undefined ? athena.rows(execution, MOST_ROWS) : rows
}
