import { defined } from '../../analyses/lib/defined.ts'
import { DateTime } from 'luxon'
import {
  analysisOf,
  type Catalogue,
  DEFAULT_TIME,
  type Draft,
  PRESETS,
  type TimeChoice,
} from './grammar/draft.ts'
import { parseParameters } from './grammar/fields.ts'
import type { Request, Window } from '../time/request.ts'
import { toInstant } from '../time/time.ts'
import { checkWindow } from '../time/window.ts'

/** Who asks, where, and by which clock and rules. */
export interface AskContext {
  catalogue: Catalogue
  settings: { limits: { windowDays: number } }
  channel: string
  asker: Request['asker']
  now: Date
}

/** A request, with what was changed about it in words; or what is wrong, in words, by place in the draft. */
export type RequestResult =
  | { ok: true; request: Request; note?: string }
  | { ok: false; errors: Record<string, string> }

/** A draft as a request. The places of errors: `question`, `bucket`, `time`, `from`, `to`, a parameter's name. */
export function requestFrom(draft: Draft, context: AskContext): RequestResult {
  const { question = '', bucket = '' } = draft
  const analysis = analysisOf(context.catalogue, question)
  const time = timeFrom(draft.time ?? DEFAULT_TIME, context)
  const checked = analysis && parseParameters(analysis, draft.parameters)
  const errors = {
    ...(analysis === undefined && { question: 'Choose what you want to know.' }),
    ...(bucket === '' && { bucket: 'Choose a bucket.' }),
    ...(!time.ok && time.errors),
    ...(checked?.ok === false && checked.errors),
  }
  if (!time.ok || checked?.ok !== true || Object.keys(errors).length > 0) return { ok: false, errors }
  const request = {
    analysis: question,
    bucket,
    window: time.window,
    parameters: checked.parameters,
    logs: (analysis?.reads.length ?? 0) > 1 ? (draft.logs ?? 'auto') : 'auto',
    channel: context.channel,
    asker: context.asker,
  } as const
  return { ok: true, request, ...defined({ note: time.note }) }
}

type TimeFrom =
  | { ok: true; window: Window; note?: string }
  | { ok: false; errors: { time?: string; from?: string; to?: string } }

function timeFrom(time: TimeChoice, { now, settings, asker }: AskContext): TimeFrom {
  if (time.kind === 'range' && (time.from === undefined || time.to === undefined)) {
    const missing = 'Choose a date and a time.'
    return {
      ok: false,
      errors: {
        ...(time.from === undefined && { from: missing }),
        ...(time.to === undefined && { to: missing }),
      },
    }
  }
  const checked = checkWindow(windowOf(time, now), now, settings.limits, asker)
  if (checked.ok) return checked
  return { ok: false, errors: { [time.kind === 'range' ? 'to' : 'time']: checked.problem } }
}

/** The window of a choice, half-open, in whole seconds. */
export function windowOf(time: TimeChoice, now: Date): Window {
  const present = Math.floor(now.getTime() / 1000)
  const [from, to] =
    time.kind === 'range'
      ? [time.from ?? present, time.to ?? present]
      : [present - PRESETS[time.kind], present]
  return { from: instant(from), to: instant(to) }
}

const instant = (seconds: number): string => toInstant(DateTime.fromSeconds(seconds, { zone: 'utc' }))
