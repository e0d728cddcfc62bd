import { analysisNamed } from '../../analyses/lib/catalogue/named.ts'
import { figuresOf } from '../../analyses/lib/analysis.ts'
import { type Comparable, readCondition, USUAL_CONDITION } from '../model/condition.ts'
import { readSchedule, type TypedSchedule } from '../time/schedule.ts'
import type { WatchWish } from '../model/watch.ts'
import { aboutOf } from '../ask/grammar/command.ts'
import { readDraft } from '../ask/grammar/read-draft.ts'
import type { Draft } from '../ask/grammar/draft.ts'
import { logsFor, wantsBoth } from '../model/logs-asked.ts'
import type { Settings } from '../model/settings.ts'
import type { Rules } from '../ask/grammar/mistakes.ts'
import type { About } from '../access/policy.ts'
import type { Request } from '../time/request.ts'
import { requestFrom } from '../ask/validate.ts'
import { isBucketAddress, readBucket, unescape } from '../text/tokens.ts'

/** A command about watches, as far as its first words tell. */
export type WatchCommand =
  | { verb: 'list'; of: string }
  /** What can be watched of a bucket. */
  | { verb: 'presets'; bucket: string | undefined }
  /** A question and a bucket, to be filled in in a form. */
  | { verb: 'form'; text: string }
  | { verb: 'create'; text: string }

const WATCH = /^\s*watch(es)?(?:\s+(.*?))?\s*$/is

/** Reads `watches …` and `watch …`. */
export function readWatchCommand(text: string, isQuestion: (word: string) => boolean): WatchCommand {
  const [, many, rest = ''] = WATCH.exec(unescape(text)) ?? []
  if (many !== undefined) return { verb: 'list', of: rest }
  if (/(?:^|\s)every(?:\s|$)/i.test(rest)) return { verb: 'create', text: rest }
  const isOne = !/\s/.test(rest) && (isBucketAddress(rest) || !isQuestion(rest))
  if (rest === '' || isOne)
    return { verb: 'presets', bucket: rest === '' ? undefined : readBucket(rest).bucket }
  return { verb: 'form', text: rest }
}

/** How long records are given, as they can be typed: `wait:3h`, `wait:90m`. */
const WAIT = /(?:^|\s)wait:(\S*)/i
const DIGEST = /(?:^|\s)digest:(\S*)/i
const LONGEST_WAIT = 72

export type WatchDraft =
  | { ok: true; wish: WatchWish }
  | { ok: false; mistakes: string[]; draft: Draft; about: About }

/** Whom a watch is for: where it tells, and whose rights it has. */
export interface WatchContext extends Pick<Request, 'channel' | 'asker'> {
  rules: Rules
  settings: Settings
}

/** Reads `<question> <bucket> [name:value …] every … [at … [zone]] [when …] [wait:3h] [digest:weekly]`. */
export function readWatch(text: string, context: WatchContext): WatchDraft {
  const plain = text.replace(WAIT, ' ').replace(DIGEST, ' ')
  const [, asked = '', rest = ''] = /^(.*?)(?:^|\s)every(?:\s+(.*))?$/is.exec(plain) ?? [plain, plain]
  const [, when, condition] = /^(.*?)(?:^|\s)when(?:\s+(.*))?$/is.exec(rest) ?? [rest, rest]
  const question = readQuestion(asked, context)
  return wishFrom(question, {
    schedule: when ?? '',
    condition: /\swhen(\s|$)/i.test(` ${rest}`) ? (condition ?? '') : undefined,
    wait: WAIT.exec(text)?.[1],
    digest: DIGEST.exec(text)?.[1],
    ...context,
  })
}

/** What is asked at every run, and what is wrong with it. */
export interface WatchedQuestion {
  request: WatchWish['request'] | undefined
  draft: Draft
  mistakes: string[]
  /** What was named, also where it may not be asked about. */
  about: About
}

/** Reads the question and the bucket as every command has them; a time makes no sense here. */
export function readQuestion(
  text: string,
  { rules, settings, channel, asker }: WatchContext,
): WatchedQuestion {
  const { pieces, draft, mistakes } = readDraft(`${text} now`, rules)
  const about = aboutOf(pieces, draft)
  const problems = mistakes.map(({ problem }) => problem)
  if (draft.time !== undefined)
    problems.push('A watch covers the time since its last run, so leave out the time.')
  const { time: _, ...timeless } = draft
  if (problems.length > 0) return { request: undefined, draft: timeless, mistakes: problems, about }
  const result = requestFrom(timeless, {
    catalogue: rules.catalogue,
    settings,
    channel,
    asker,
    now: rules.now,
  })
  if (!result.ok)
    return { request: undefined, draft: timeless, mistakes: Object.values(result.errors), about }
  const { window: __, ...request } = result.request
  return { request, draft: timeless, mistakes: [], about }
}

/** What a person typed or chose of a watch, beside its question. */
export interface Typed {
  /** What follows `every`, or its pieces. */
  schedule: string | TypedSchedule
  condition: string | undefined
  wait: string | undefined
  digest: string | undefined
}

/** Checks everything at once, so that all mistakes are told together. */
export function wishFrom(
  { request, draft, mistakes, about }: WatchedQuestion,
  typed: Typed & Pick<WatchContext, 'asker' | 'settings'>,
): WatchDraft {
  const read = readWish(typed, request, typed)
  const all = [...mistakes, ...Object.values(read.mistakes).flat()]
  return request && read.wish && all.length === 0
    ? { ok: true, wish: { request, ...read.wish } }
    : { ok: false, mistakes: all, draft, about }
}

type Place = 'schedule' | 'condition' | 'wait' | 'digest'

/** The schedule and the condition, or what is wrong with them, by place. */
export function readWish(
  typed: Typed,
  request: WatchWish['request'] | undefined,
  { asker, settings }: Pick<WatchContext, 'asker' | 'settings'>,
): { wish?: Omit<WatchWish, 'request'>; mistakes: Partial<Record<Place, string[]>> } {
  const schedule = readSchedule(typed.schedule, asker.timeZone)
  const condition =
    typed.condition === undefined
      ? { condition: USUAL_CONDITION }
      : readCondition(typed.condition, request ? figuresAsked(request) : [])
  const wait = typed.wait === undefined ? { hours: usualWait(request, settings) } : readWait(typed.wait)
  const digest = typed.digest?.toLowerCase() ?? 'off'
  const mistakes = {
    ...('mistakes' in schedule && { schedule: schedule.mistakes }),
    // Without a question nobody knows its figures.
    ...('mistake' in condition && request && { condition: [condition.mistake] }),
    ...('mistake' in wait && { wait: [wait.mistake] }),
    ...(['weekly', 'off'].includes(digest) ? {} : { digest: ['Set digest to weekly or off.'] }),
  }
  if ('mistakes' in schedule || 'mistake' in condition || 'mistake' in wait || mistakes.digest)
    return { mistakes }
  return {
    mistakes,
    wish: { ...schedule, ...condition, waitHours: wait.hours, digest: digest === 'weekly' },
  }
}

function readWait(text: string): { hours: number } | { mistake: string } {
  const [found, amount, unit] = /^(\d+(?:\.\d+)?)(h|m|min)?$/i.exec(text) ?? []
  const hours = Number(amount) / (unit?.toLowerCase().startsWith('m') ? 60 : 1)
  return found === undefined || hours > LONGEST_WAIT
    ? {
        mistake: `Set the wait for late records to a time such as 3h or 90m; at most ${LONGEST_WAIT}h.`,
      }
    : { hours }
}

/** As late as the settings say that records may come, of the logs that the question reads. */
export function usualWait(
  request: Pick<Request, 'analysis' | 'logs'> | undefined,
  { deliverySlackHours: { accessLog, cloudTrail } }: Pick<Settings, 'deliverySlackHours'>,
): number {
  if (!request) return accessLog
  const [first, ...more] = logsFor(request).map(log => (log === 'cloudtrail' ? cloudTrail : accessLog))
  return Math.max(first ?? accessLog, ...(wantsBoth(request) ? more : []))
}

/** The figures that the answer can have. */
export function figuresAsked({ analysis, parameters }: WatchWish['request']): Comparable[] {
  const question = analysisNamed(analysis)
  return figuresOf(question, question.parameters.parse(parameters))
}
