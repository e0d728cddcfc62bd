import { log } from '../calls/log.ts'
import { bytes, counted } from '../../analyses/lib/words.ts'
import { type CheckRequest, checkId } from '../model/check.ts'
import { type Fit, isNearly, type SlotOf } from '../items/quotas.ts'
import { investigationId, type Investigation, type Taken } from '../model/investigation.ts'
import { InvestigationProblem } from '../model/problem.ts'
import type { Watch } from '../model/watch.ts'
import type { Deps } from '../services/deps.ts'
import { CHECK, ownerOf, plainOwner } from './policy.ts'
import type { Refusal } from './refusal.ts'
import type { Request } from '../time/request.ts'
import type { Surface } from './authorise.ts'

/** What one person and all together may have open, read in a day, and watch. */

type Limited = Pick<Deps, 'settings' | 'quotas' | 'work' | 'investigations' | 'watches' | 'uses' | 'thread'>

const ALL = 'all'

/** Whether the limits of a person do not hold for them. Those of all together hold for everybody. */
const isExempt = ({ limits, owners }: Deps['settings'], user: string): boolean =>
  limits.ownersExempt && owners.includes(user)

/** The limits that hold for a person. */
const limitsOf = (user: string, { settings }: Pick<Deps, 'settings'>) =>
  isExempt(settings, user) ? (['all'] as const) : (['person', 'all'] as const)

/** A limit as a person is told of it. */
interface Told {
  /** `of your 10 open questions` */
  used: string
  frees: string
}

const TOMORROW = 'It starts again from zero at 00:00 UTC.'
const whose = (of: string, who: 'person' | 'all'): string =>
  `${of} ${who === 'all' ? 'of all people together' : 'of yours'}`

const questionsTold = ({ used }: Fit, most: number, who: 'person' | 'all'): Told => ({
  used: `${counted(used, 'open question')} ${who === 'all' ? 'of all people together' : 'of yours'}, of ${most} at once`,
  frees: 'A place becomes free when one of them is answered or cancelled: see `/s3audit list running`.',
})

const bytesTold = (used: number, most: number, who: 'person' | 'all'): Told => ({
  used: `${whose('the log bytes', who)} today: ${bytes(used)} of ${bytes(most)}`,
  frees: TOMORROW,
})

function refusalOf(what: string, { used, frees }: Told, { settings }: Pick<Deps, 'settings'>): Refusal {
  const owner = ownerOf(settings)
  const words = (whom: string): string =>
    `${what} would exceed a limit of s3audit: ${used}. ${frees} For more, ask ${whom}.`
  return {
    ok: false,
    place: 'limit',
    rule: undefined,
    refusal: words(owner),
    plain: words(plainOwner(owner)),
  }
}

/**
 * Stores a question of somebody who may ask it, within the limits; tells them before one bites. The same submission
 * is one question, and takes one place.
 */
export async function startQuestion(
  request: Request,
  { surface, submission, taken }: { surface: Surface; submission: string; taken?: Taken },
  deps: Limited,
): Promise<Refusal | undefined> {
  const { user } = request.asker
  const id = investigationId(request, submission)
  const { dayBytes } = deps.settings.limits
  const notes: string[] = []
  // A repeat by Slack, or a double press: it has started.
  if ((await deps.investigations.load(id)) !== undefined) return undefined
  const refuse = async (limit: string, told: Told): Promise<Refusal> => {
    recordRefusal({ ...request, surface, investigation: undefined, limit }, deps)
    return refusalOf('This question', told, deps)
  }
  for (const who of limitsOf(user, deps)) {
    const used = await deps.quotas.sum(`bytes#${who === 'all' ? ALL : user}`)
    const told = bytesTold(used, dayBytes[who], who)
    if (used >= dayBytes[who]) return refuse('bytes a day', told)
    if (isNearly(used, dayBytes[who])) notes.push(told.used)
  }
  const slots = await takeSlots(id, user, deps)
  if (slots.full) return refuse('open questions', slots.full)
  notes.push(...slots.notes)
  const { created } = await deps.investigations.create(request, submission, taken)
  if (created && notes.length > 0) await warn(request, notes, deps)
  return undefined
}

/**
 * Takes a slot for a question or a check among those that a person, and all together, may have open.
 * @returns `full` where there is none left; else what to tell where few are
 */
async function takeSlots(
  id: string,
  user: string,
  deps: Pick<Deps, 'settings' | 'quotas' | 'work'>,
): Promise<{ full: Told; notes?: never } | { full?: never; notes: string[] }> {
  const { openQuestions } = deps.settings.limits
  const notes: string[] = []
  const taken: string[] = []
  for (const who of limitsOf(user, deps)) {
    const of = `questions#${who === 'all' ? ALL : user}`
    const fit = await deps.quotas.take(of, id, openQuestions[who], async one => slotOf(one, deps))
    const told = questionsTold(fit, openQuestions[who], who)
    if (!fit.ok) {
      await Promise.all(taken.map(async one => deps.quotas.release(one, id)))
      return { full: told }
    }
    taken.push(of)
    if (isNearly(fit.used, openQuestions[who])) notes.push(told.used)
  }
  return { notes }
}

/** Stores a check of somebody who may ask for it, within the limit of open questions. */
export async function startCheckWithin(
  request: CheckRequest,
  submission: string,
  deps: Pick<Deps, 'settings' | 'quotas' | 'work' | 'uses' | 'checks'>,
): Promise<Refusal | undefined> {
  const id = checkId(request, submission)
  // A repeat by Slack, or a double press: it has started.
  if ((await deps.work.load(id)) !== undefined) return undefined
  const { full } = await takeSlots(id, request.asker.user, deps)
  if (full) {
    const { asker, channel, buckets } = request
    const bucket = request.of === 'one' ? buckets[0] : undefined
    const about = { asker, channel, bucket, analysis: CHECK, surface: 'check', investigation: undefined }
    recordRefusal({ ...about, limit: 'open questions' }, deps)
    return refusalOf('This check', full, deps)
  }
  await deps.checks.create(request, submission)
  return undefined
}

async function slotOf(id: string, { work }: Pick<Deps, 'work'>): ReturnType<SlotOf> {
  const item = await work.load(id)
  if (item === undefined) return 'not stored'
  return item.open === '1' ? 'held' : 'ended'
}

/** Best effort: the question has started. */
async function warn({ channel, asker }: Request, notes: string[], { thread }: Limited): Promise<void> {
  const text = `You are near a limit of s3audit: ${notes.join('; ')}.`
  await thread
    .postEphemeral({ channel, user: asker.user }, { text })
    .catch((error: unknown) => log('warn', 'note-not-told', { note: text, error }))
}

function recordRefusal(
  {
    asker,
    channel,
    bucket,
    analysis,
    surface,
    investigation,
    limit,
  }: Pick<Request, 'channel' | 'analysis'> & {
    asker: Pick<Request['asker'], 'user' | 'team'>
    bucket: string | undefined
    surface: string
    investigation: string | undefined
    limit: string
  },
  { uses }: Pick<Deps, 'uses'>,
): void {
  const { user, team } = asker
  uses.record({
    user,
    team,
    channel,
    surface,
    bucket,
    analysis,
    investigation,
    allowed: false,
    refusedFor: `limit: ${limit}`,
  })
}

/**
 * Counts what an investigation is about to read against the day of whoever asked, and of all: a watch's run, too.
 * Counted once, however often it is tried.
 * @throws InvestigationProblem where it would exceed one
 */
export async function countBytes(
  { id, request }: Pick<Investigation, 'id' | 'request'>,
  read: number,
  deps: Pick<Deps, 'settings' | 'quotas' | 'uses'>,
): Promise<void> {
  const { user } = request.asker
  const { dayBytes } = deps.settings.limits
  const added: string[] = []
  for (const who of limitsOf(user, deps)) {
    const of = `bytes#${who === 'all' ? ALL : user}`
    const fit = await deps.quotas.add(of, id, read, dayBytes[who])
    if (fit.ok) {
      added.push(of)
      continue
    }
    await Promise.all(added.map(async one => deps.quotas.subtract(one, id, read)))
    recordRefusal({ ...request, surface: 'read', investigation: id, limit: 'bytes a day' }, deps)
    throw new InvestigationProblem('day-limit', {
      bytes: bytes(read),
      used: bytes(fit.used),
      limit: bytes(dayBytes[who]),
      whose: who === 'all' ? 'all people together' : 'one person',
      owner: plainOwner(ownerOf(deps.settings)),
    })
  }
}

/**
 * Takes one of a person's watches for this one. Those that the index has count, however they became theirs: made before
 * there was a limit, or taken over from somebody else.
 * @returns the refusal, or what to tell beside that it runs
 */
export async function takeWatch(
  { id, request }: Pick<Watch, 'id' | 'request'>,
  deps: Limited,
): Promise<Refusal | { note: string | undefined }> {
  const { user } = request.asker
  const most = deps.settings.limits.watchesOfPerson
  if (isExempt(deps.settings, user)) return { note: undefined }
  const watchSlot: SlotOf = async one => {
    const found = await deps.watches.load(one)
    if (found === undefined) return 'not stored'
    // Somebody else took it over.
    return found.request.asker.user === user ? 'held' : 'ended'
  }
  const indexed = (await deps.watches.all()).filter(({ owner }) => owner === user).map(one => one.id)
  const fit = await deps.quotas.take(`watches#${user}`, id, most, watchSlot, indexed)
  const used = `${counted(fit.used, 'watch', 'watches')} of yours, of ${most}`
  if (fit.ok)
    return { note: isNearly(fit.used, most) ? `You are near a limit of s3audit: ${used}.` : undefined }
  recordRefusal({ ...request, surface: 'watch', investigation: undefined, limit: 'watches' }, deps)
  const frees = 'Delete one that you no longer need: see `/s3audit watches mine`.'
  return refusalOf('This watch', { used, frees }, deps)
}
