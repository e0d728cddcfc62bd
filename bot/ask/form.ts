import { defined } from '../../analyses/lib/defined.ts'
import type { types } from '@slack/bolt'
import type { Analysis } from '../../analyses/lib/analysis.ts'
import { truncate } from '../text/mrkdwn.ts'
import { bucketBlock } from './bucket-input.ts'
import { analysisOf, type Catalogue, DEFAULT_TIME, type Draft, type TimeChoice } from './grammar/draft.ts'
import { fieldsOf } from './grammar/fields.ts'
import type { FormContext } from './form-context.ts'
import * as input from './input.ts'
import { NOTHING_RECENT } from './recent.ts'
import type { Request } from '../time/request.ts'

/** The form's `callback_id`: its submission starts an investigation. */
export const FORM = 'start-investigation'
/** The search for a question: it asks for options as someone types. */
export const CHOOSE_QUESTION = 'choose-question'
/** The channel for the answer, where the form asks for one. */
export const CHOOSE_CHANNEL = 'choose-channel'
/** The inputs that redraw the form when they change, by `action_id`. */
export const REDRAWS = [CHOOSE_QUESTION, CHOOSE_CHANNEL, 'choose-time'] as const

const TIMES = [
  ['1h', 'The last hour'],
  ['24h', 'The last 24 hours'],
  ['7d', 'The last 7 days'],
  ['30d', 'The last 30 days'],
  ['range', 'From … to …'],
] as const

const LOGS: readonly (readonly [Request['logs'], string])[] = [
  ['auto', 'Choose for me (best for this question)'],
  ['access-log', 'S3 access logs'],
  ['cloudtrail', 'CloudTrail'],
  ['both', 'Both, joined'],
]

/**
 * The form in which a question is asked, filled with a draft. An input keeps its `block_id` from one
 * drawing to the next, so that Slack keeps what was typed; those of an analysis carry its id, so that
 * nothing of one question leaks into another.
 */
export function formView(draft: Draft, context: FormContext): types.ModalView {
  const analysis = analysisOf(context.catalogue, draft.question)
  return {
    type: 'modal',
    callback_id: FORM,
    private_metadata: metadataOf(context),
    title: input.plain('Ask about a bucket'),
    submit: input.plain('Start'),
    close: input.plain('Cancel'),
    blocks: [
      ...toldBlocks(context.told),
      ...(context.asksChannel ? [channelBlock(context.channel)] : []),
      ...questionBlocks(draft, context.catalogue),
      bucketBlock(draft.bucket, context),
      ...timeBlocks(draft.time ?? DEFAULT_TIME, context.now),
      ...(analysis === undefined ? [] : analysisBlocks(draft, analysis)),
    ],
  }
}

function toldBlocks(told: readonly string[] = []): types.KnownBlock[] {
  if (told.length === 0) return []
  const text = told.map(line => `:warning: ${line}`).join('\n')
  return [{ type: 'section', block_id: 'told', text: { type: 'mrkdwn', text: truncate(text, 3000) } }]
}

const metadataOf = ({ channel, asksChannel = false, recent = NOTHING_RECENT }: FormContext): string =>
  JSON.stringify({ ...(!asksChannel && { channel }), recent })

function channelBlock(channel: string | undefined): types.InputBlock {
  const choice = input.block('channel', 'Answer in', {
    type: 'conversations_select',
    action_id: CHOOSE_CHANNEL,
    placeholder: input.plain('Which channel?'),
    filter: input.CHANNELS,
    ...defined({ initial_conversation: channel }),
  })
  return { ...choice, dispatch_action: true }
}

function questionBlocks({ question }: Draft, catalogue: Catalogue): types.KnownBlock[] {
  const analysis = analysisOf(catalogue, question)
  const choice = input.block('question', 'Question', {
    type: 'external_select',
    action_id: CHOOSE_QUESTION,
    placeholder: input.plain('What do you want to know? Type to search.'),
    min_query_length: 0,
    ...(question !== undefined && analysis && { initial_option: input.option(question, analysis.title) }),
  })
  const answers: types.KnownBlock[] = analysis
    ? [{ type: 'context', block_id: 'answers', elements: [input.plain(truncate(analysis.answers, 300))] }]
    : []
  return [{ ...choice, dispatch_action: true }, ...answers]
}

function timeBlocks(time: TimeChoice, now: Date): types.InputBlock[] {
  const options = TIMES.map(([kind, title]) => input.option(kind, title))
  const choice = input.block('time', 'Time', {
    type: 'radio_buttons',
    action_id: 'choose-time',
    ...input.chosenFrom(options, time.kind),
  })
  const first = { ...choice, dispatch_action: true }
  if (time.kind !== 'range') return [first]
  const minute = Math.floor(now.getTime() / 60_000) * 60
  const hint = 'In your own time zone. The answer also shows the times in UTC.'
  return [
    first,
    moment('from', 'From', time.from ?? minute - 86_400),
    { ...moment('to', 'To', time.to ?? minute), hint: input.plain(hint) },
  ]
}

const moment = (id: string, label: string, at: number): types.InputBlock =>
  input.block(id, label, { type: 'datetimepicker', action_id: 'value', initial_date_time: at })

function analysisBlocks(draft: Draft, analysis: Analysis): types.InputBlock[] {
  const id = draft.question ?? ''
  const fields = fieldsOf(analysis).map(field =>
    input.inputOf(field, parameterBlock(id, field.name), draft.parameters[field.name]),
  )
  return analysis.reads.length > 1 ? [logsBlock(id, draft.logs, analysis.why), ...fields] : fields
}

function logsBlock(id: string, logs: Request['logs'] = 'auto', why: string): types.InputBlock {
  const options = LOGS.map(([value, title]) => input.option(value, title))
  const choice = input.block(parameterBlock(id, 'logs'), 'Log', {
    type: 'static_select',
    action_id: 'value',
    ...input.chosenFrom(options, logs),
  })
  return { ...choice, hint: input.plain(truncate(why, 300)) }
}

/** The `block_id` of an input that belongs to one analysis. */
export const parameterBlock = (question: string, name: string): string => `${question}:${name}`
