import { defined } from '../../analyses/lib/defined.ts'
import * as z from 'zod'
import { isOffered } from './input.ts'
import {
  analysisOf,
  type Catalogue,
  DEFAULT_TIME,
  type Draft,
  isPreset,
  type TimeChoice,
} from './grammar/draft.ts'
import { fieldsOf, type Value } from './grammar/fields.ts'
import { parameterBlock } from './form.ts'
import { type InputState, valueOf } from './input.ts'
import { requestSchema } from '../time/request.ts'

/** What a form's submission or action carries, as far as it is read. */
export interface FormState {
  private_metadata: string
  /** By `block_id` and `action_id`. */
  state: { values: Record<string, Record<string, InputState>> }
}

const names = z.array(z.string()).default([])
const metadata = z.object({
  channel: z.string().optional(),
  recent: z.object({ buckets: names, questions: names }).prefault({}),
})
const logsChoice = requestSchema.shape.logs

/** The channel for the answer, whether the form asks for it, and the person's recent questions. */
export function formContext({
  private_metadata,
  state,
}: Pick<FormState, 'private_metadata'> & Partial<FormState>) {
  const { channel: opened, recent } = metadata.parse(JSON.parse(private_metadata))
  const given = state && text(state, 'channel')
  const chosen = isOffered(given) ? given : undefined
  return { channel: opened ?? chosen, asksChannel: opened === undefined, recent }
}

/** What is filled in so far. */
export function readForm({ state }: FormState, catalogue: Catalogue): Draft {
  const question = text(state, 'question')
  const bucket = text(state, 'bucket')?.trim()
  const logs = logsChoice.safeParse(
    Object.entries(state.values).find(isLogs)?.[1].value?.selected_option?.value,
  )
  return {
    ...(analysisOf(catalogue, question) !== undefined && question !== undefined && { question }),
    ...defined({ bucket }),
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

/** The errors of a draft by the `block_id` under which the form shows them. */
export const formErrors = (errors: Record<string, string>, question: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(errors).map(([place, words]) => [
      ['channel', 'question', 'bucket', 'time', 'from', 'to'].includes(place)
        ? place
        : parameterBlock(question, place),
      words,
    ]),
  )
