import * as z from 'zod'
import type { Dispatch, Outcome } from '../app/dispatch.ts'
import { blockSuggestion, interaction, viewClosed, viewSubmission } from '../app/payloads.ts'
import { type SuggestionAnswer, suggestionAnswer } from '../blocks/choices.ts'
import { ApiError } from '../model/api-error.ts'
import { readView } from '../blocks/view.ts'
import { closeViews } from '../state/modals.ts'
import type { ClosePost, SubmissionPost, SuggestionPost } from '../model/protocol.ts'
import type { Slack } from '../state/slack.ts'
import { toOpenView, type ViewRecord } from '../state/views.ts'
import { inputErrors } from './input-checks.ts'
import { mergeValues } from '../state/input-state.ts'
import { notice, viewOf } from './lookup.ts'
import { ClientMistake } from './mistake.ts'

const NO_CONNECTION = 'We had some trouble connecting. Try again?'

/** What an app may answer to a submission. https://docs.slack.dev/surfaces/modals#handling_submissions */
const responseSchema = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string().min(1)) }),
  z.object({ response_action: z.literal('update'), view: z.unknown() }),
  z.object({ response_action: z.literal('push'), view: z.unknown() }),
  z.object({ response_action: z.literal('clear') }),
])

/**
 * A person submits a modal. Slack's client checks the fields first and sends nothing while one is wrong. Resolves when
 * the app has answered or the three seconds are over.
 */
export async function submission(slack: Slack, dispatch: Dispatch, sent: SubmissionPost): Promise<void> {
  const record = viewOf(slack, sent.view_id, sent.user)
  if (slack.views.stack(sent.user).at(-1) !== record)
    throw new ClientMistake(`${sent.view_id} is not the view on top`)
  record.values = mergeValues(record.values, sent.values)
  const errors = inputErrors(record)
  if (Object.keys(errors).length > 0) {
    showErrors(slack, record, errors)
    return
  }
  const trigger = slack.triggers.issue({ user: sent.user })
  const outcome = await dispatch('view_submission', interaction(viewSubmission(slack, record, trigger)))
  // It may have been closed in the meantime; then nobody is there to be told.
  if (!slack.views.find(record.id)) return
  if (!carryOut(slack, record, outcome)) showErrors(slack, record, {}, NO_CONNECTION)
}

/** The person dismisses a modal; the app hears of it when it asked to. */
export async function close(slack: Slack, dispatch: Dispatch, asked: ClosePost): Promise<void> {
  const record = viewOf(slack, asked.view_id, asked.user)
  const isCleared = record.view.clear_on_close === true
  const bottom = isCleared ? slack.views.stack(asked.user)[0] : record
  const closed = closeViews(slack, bottom ?? record)
  for (const view of closed)
    if (view.view.notify_on_close)
      await dispatch('view_closed', interaction(viewClosed(slack, view, isCleared)))
}

/** Asks the app for the options of an external select. An answer that Slack would refuse counts as none. */
export async function suggestion(
  slack: Slack,
  dispatch: Dispatch,
  typed: SuggestionPost,
): Promise<SuggestionAnswer> {
  const record = viewOf(slack, typed.view_id, typed.user)
  const outcome = await dispatch('block_suggestion', interaction(blockSuggestion(slack, record, typed)))
  const answer = outcome.kind === 'answered' ? suggestionAnswer.safeParse(outcome.json) : undefined
  if (answer?.success) return answer.data
  notice(slack, typed.user, 'The options could not be loaded.')
  return { options: [] }
}

/** Does what the app answered; false when there was no answer, or one that Slack does not accept. */
function carryOut(slack: Slack, record: ViewRecord, outcome: Outcome): boolean {
  if (outcome.kind !== 'answered') return false
  if (outcome.body.trim() === '') {
    closeViews(slack, record)
    return true
  }
  const response = responseSchema.safeParse(outcome.json)
  if (response.success) return respond(slack, record, response.data)
  slack.log(`the answer to a submission was refused: ${response.error.message}`)
  return false
}

function respond(slack: Slack, record: ViewRecord, response: z.infer<typeof responseSchema>): boolean {
  if (response.response_action === 'errors') return takeErrors(slack, record, response.errors)
  if (response.response_action === 'clear') {
    closeViews(slack, slack.views.stack(record.user)[0] ?? record)
    return true
  }
  return takeView(slack, record, response.response_action, response.view)
}

/** Errors are only allowed for input blocks of the view; Slack does not accept any other key. */
function takeErrors(slack: Slack, record: ViewRecord, errors: Record<string, string>): boolean {
  const inputs = new Set(
    record.view.blocks.filter(({ type }) => type === 'input').map(block => block.block_id),
  )
  const strangers = Object.keys(errors).filter(key => !inputs.has(key))
  if (strangers.length === 0) showErrors(slack, record, errors)
  else slack.log(`errors for unknown input blocks of the view: ${strangers.join(', ')}`)
  return strangers.length === 0
}

function takeView(slack: Slack, record: ViewRecord, act: 'update' | 'push', value: unknown): boolean {
  const { view, errors } = readView(value, 'modal')
  if (!view) {
    slack.log(`a view in the answer to a submission was refused: ${errors.join('; ')}`)
    return false
  }
  const shown = attempt(() =>
    act === 'update' ? slack.views.update(record, view) : slack.views.push(record.user, view),
  )
  if (!shown) return false
  const type = act === 'update' ? 'view_updated' : 'view_pushed'
  slack.broadcast.emit({ type, view: toOpenView(shown) }, [record.user])
  return true
}

/** Undefined when the stack is full or an `external_id` is taken. */
function attempt(show: () => ViewRecord): ViewRecord | undefined {
  try {
    return show()
  } catch (error) {
    if (error instanceof ApiError) return undefined
    throw error
  }
}

function showErrors(
  slack: Slack,
  { id, user }: ViewRecord,
  errors: Record<string, string>,
  message?: string,
): void {
  const event = { type: 'view_errors' as const, view_id: id, errors }
  slack.broadcast.emit(message === undefined ? event : { ...event, message }, [user])
}
