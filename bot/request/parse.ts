import { DateTime } from 'luxon'
import { z } from 'zod'
import {
  analysisOf,
  type Catalogue,
  DEFAULT_TIME,
  type Draft,
  isPreset,
  PRESETS,
  type TimeChoice,
} from './draft.ts'
import { fieldsOf, parseParameters, type Value } from './fields.ts'
import { parameterBlock } from './form.ts'
import { type InputState, valueOf } from './input.ts'
import { type Request, requestSchema, type Window } from './request.ts'
import { toInstant } from './time.ts'
import { checkWindow } from './window.ts'

/** What a form's submission or action carries, as far as it is read. */
export interface FormState {
  private_metadata: string
  /** By `block_id` and `action_id`. */
  state: { values: Record<string, Record<string, InputState>> }
}

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

const metadata = z.object({ channel: z.string() })
const logsChoice = requestSchema.shape.logs

/** The channel in which the form was opened. */
export const formChannel = ({ private_metadata }: FormState): string =>
  metadata.parse(JSON.parse(private_metadata)).channel

/** What is filled in so far. */
export function readForm({ state }: FormState, catalogue: Catalogue): Draft {
  const question = text(state, 'question')
  const bucket = text(state, 'bucket')?.trim()
  const logs = logsChoice.safeParse(
    Object.entries(state.values).find(isLogs)?.[1].value?.selected_option?.value,
  )
  return {
    ...(analysisOf(catalogue, question) !== undefined && question !== undefined && { question }),
    ...(bucket !== undefined && { bucket }),
    time: readTime(state),
    ...(logs.success && { logs: logs.data }),
    parameters: readParameters(state),
  }
}

const isLogs = ([block]: [string, unknown]): boolean => block.endsWith(':logs')

const value = ({ values }: FormState['state'], block: string): Value | undefined =>
  valueOf(Object.values(values[block] ?? {})[0])

function text(state: FormState['state'], block: string): string | undefined {
  const found = value(state, block)
  return typeof found === 'string' ? found : undefined
}

function readTime(state: FormState['state']): TimeChoice {
  const kind = text(state, 'time') ?? DEFAULT_TIME.kind
  if (isPreset(kind)) return { kind }
  const [from, to] = [value(state, 'from'), value(state, 'to')]
  return {
    kind: 'range',
    ...(typeof from === 'number' && { from }),
    ...(typeof to === 'number' && { to }),
  }
}

/** Parameters by name, whichever question's inputs were shown: another question may share the name. */
function readParameters(state: FormState['state']): Record<string, Value> {
  const found = Object.keys(state.values).flatMap(block => {
    const [, name] = block.split(':')
    const typed = name === undefined || name === 'logs' ? undefined : value(state, block)
    return name === undefined || typed === undefined ? [] : [[name, typed] as const]
  })
  return Object.fromEntries(found)
}

/**
 * Whether the form still shows another question's or time's inputs: it was submitted before its redrawing
 * arrived. Nobody has seen the inputs of this draft yet, so it must be shown again rather than started.
 */
export function isStale({ state }: FormState, draft: Draft, catalogue: Catalogue): boolean {
  const { question = '' } = draft
  const analysis = analysisOf(catalogue, question)
  const names = analysis === undefined ? [] : fieldsOf(analysis).map(({ name }) => name)
  const blocks = names.map(name => parameterBlock(question, name))
  if (draft.time?.kind === 'range') blocks.push('from', 'to')
  return blocks.some(block => state.values[block] === undefined)
}

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
  return { ok: true, request, ...(time.note !== undefined && { note: time.note }) }
}

type TimeFrom =
  | { ok: true; window: Window; note?: string }
  | { ok: false; errors: { time?: string; from?: string; to?: string } }

function timeFrom(time: TimeChoice, { now, settings }: AskContext): TimeFrom {
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
  const checked = checkWindow(windowOf(time, now), now, settings.limits)
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

/** The errors of a draft by the `block_id` under which the form shows them. */
export const formErrors = (errors: Record<string, string>, question: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(errors).map(([place, words]) => [
      ['question', 'bucket', 'time', 'from', 'to'].includes(place) ? place : parameterBlock(question, place),
      words,
    ]),
  )
