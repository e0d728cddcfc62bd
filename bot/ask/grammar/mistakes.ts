import { defined } from '../../../analyses/lib/defined.ts'
import type { Settings } from '../../model/settings.ts'
import type { Access } from '../../access/access.ts'
import { judge } from '../../access/authorise.ts'
import type { Catalogue } from './draft.ts'
import { nearest } from '../../text/nearest.ts'
import { type Mistake, type Pieces, quoted } from './parsed-command.ts'
import { findQuestion } from './question.ts'
import type { Refusal } from '../../access/refusal.ts'
import type { Request, Window } from '../../time/request.ts'
import { parseTime } from '../../time/time.ts'
import { checkValues } from './values.ts'
import { checkWindow } from '../../time/window.ts'
import { readBucket } from '../../text/tokens.ts'

/** What commands are checked against. */
export interface Rules {
  catalogue: Catalogue
  /** What the person may ask here. */
  access: Access
  /** The buckets to suggest: all of them may be asked about here. */
  buckets: readonly string[]
  settings: Pick<Settings, 'limits'>
  now: Date
  zone: string
}

/** What of a command stood up to the checks, and what did not. */
export interface Checked {
  mistakes: Mistake[]
  question?: string
  bucket?: string
  window?: Window
  logs?: Request['logs']
  parameters: Record<string, string>
}

/** Checks every part of a command on its own, so that all mistakes are told at once. */
export function findMistakes(pieces: Pieces, rules: Rules): Checked {
  const bucket = checkBucket(pieces, rules)
  const question = checkQuestion(pieces, { ...rules, about: bucket.bucket })
  const time = checkTime(pieces, rules)
  const values = checkValues(pieces, { ...rules, prefix: bucket.prefix, question: question.id })
  return {
    mistakes: [question, bucket, time, values].flatMap(({ mistakes }) => mistakes),
    ...defined({ question: question.id, bucket: bucket.bucket, window: time.window, logs: values.logs }),
    parameters: values.parameters,
  }
}

const askFor = (question: string) => (pieces: Pieces) => ({ ...pieces, question })
const lookInto = (bucket: string) => (pieces: Pieces) => ({ ...pieces, bucket })
/** Leaves the question to the form. */
const askLater = ({ bucket, time, named }: Pieces): Pieces => ({
  ...defined({ bucket, time }),
  named,
  start: false,
})

const inWords = ({ plain, refusal }: Refusal) => ({ problem: plain, mrkdwn: refusal })

function checkQuestion(
  { question, start }: Pieces,
  { catalogue, access, about }: Rules & { about: string | undefined },
): { id?: string; mistakes: Mistake[] } {
  if (question === undefined) {
    const problem = 'Say what you want to know. /s3audit help lists the questions.'
    return { mistakes: start ? [{ problem, fixes: Object.keys(catalogue).map(askFor) }] : [] }
  }
  const found = findQuestion(question, catalogue)
  if ('id' in found) {
    const verdict = judge(access, { bucket: about, analysis: found.id })
    const mistakes = verdict.ok ? [] : [{ ...inWords(verdict), fixes: [askLater] }]
    return { id: found.id, mistakes }
  }
  const meant = found.candidates.length > 0 ? ` Did you mean ${found.candidates.join(' or ')}?` : ''
  const unclear = found.isShared
    ? `Several questions are called ${quoted(question)}.`
    : `No question is called ${quoted(question)}.`
  const problem = `${unclear}${meant} /s3audit help lists them.`
  return {
    mistakes: [{ problem, fixes: found.candidates.length > 0 ? found.candidates.map(askFor) : [askLater] }],
  }
}

function checkBucket(
  { bucket: typed, start }: Pieces,
  { access, buckets }: Rules,
): { bucket?: string; prefix?: string; mistakes: Mistake[] } {
  if (typed === undefined) {
    return {
      mistakes: start ? [{ problem: 'Say which bucket.', fixes: buckets.map(lookInto) }] : [],
    }
  }
  const { bucket, prefix } = readBucket(typed)
  const verdict = judge(access, { bucket })
  if (verdict.ok) return { bucket, ...defined({ prefix }), mistakes: [] }
  const near = nearest(bucket, buckets)
  return {
    mistakes: [{ ...inWords(verdict), fixes: (near.length > 0 ? near : buckets).map(lookInto) }],
  }
}

function checkTime(
  { time }: Pieces,
  { now, zone, settings }: Rules,
): { window?: Window; mistakes: Mistake[] } {
  if (time === undefined) return { mistakes: [] }
  const parsed = parseTime(time, { now, zone })
  const check = (window: Window) => checkWindow(window, now, settings.limits, { timeZone: zone })
  const checked = parsed.ok ? check(parsed.window) : parsed
  if (parsed.ok && checked.ok) return { window: parsed.window, mistakes: [] }
  const fixes = ['24h', 'yesterday', '7d'].map(text => (pieces: Pieces) => ({ ...pieces, time: text }))
  return { mistakes: checked.ok ? [] : [{ problem: checked.problem, fixes }] }
}
