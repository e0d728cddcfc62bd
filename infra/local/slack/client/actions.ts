import type { Dispatch, Outcome } from '../app/dispatch.ts'
import {
  type Act,
  elementAt,
  interaction,
  messageAction,
  messageShortcut,
  viewAction,
} from '../app/payloads.ts'
import type { ActionPost, Message, ShortcutPost, StateValues } from '../model/protocol.ts'
import type { Slack } from '../state/slack.ts'
import { mergeValues } from '../state/input-state.ts'
import { notice, previewedChannelOf, viewOf } from './lookup.ts'
import { ClientMistake } from './mistake.ts'

/** An action as the in-process client may give it: what is left out is as the app sent it. */
export type ActionInput = Omit<ActionPost, 'state' | 'values'> & Partial<Pick<ActionPost, 'state' | 'values'>>

/** A person uses an element. Resolves when the app has answered or the three seconds are over. */
export async function action(slack: Slack, dispatch: Dispatch, done: ActionInput): Promise<void> {
  const { container } = done
  const payload =
    'view_id' in container
      ? inView(slack, done, container.view_id)
      : inMessage(slack, done, container.channel, container.message_ts)
  const outcome = await dispatch('block_actions', interaction(payload))
  const words = complaint(outcome)
  if (words !== undefined) notice(slack, done.user, words)
}

/** A person chooses a message shortcut. Slack offers none for what it does not keep. */
export async function shortcut(slack: Slack, dispatch: Dispatch, chosen: ShortcutPost): Promise<void> {
  const { user, callback_id: id } = chosen
  const channel = previewedChannelOf(slack, chosen.channel, user)
  const message = slack.store.message(channel.id, chosen.message_ts)
  if (!message) throw new ClientMistake(`no message ${chosen.message_ts} in ${channel.id}`)
  if (!slack.seed.shortcuts.some(known => known.callback_id === id))
    throw new ClientMistake(`no shortcut ${id}`)
  const triggerId = slack.triggers.issue({ user })
  const responseUrl = `${slack.url}/response/${slack.responseUrls.issue({ user, channel: channel.id })}`
  const payload = messageShortcut(slack, id, { user, channel, message, triggerId, responseUrl })
  const words = complaint(await dispatch('message_action', interaction(payload)))
  if (words !== undefined) notice(slack, user, words)
}

function inMessage(slack: Slack, done: ActionInput, channelId: string, ts: string): Record<string, unknown> {
  const channel = previewedChannelOf(slack, channelId, done.user)
  const message = messageSeenBy(slack, channel.id, ts, done.user)
  const ephemeral = message.ephemeral_to !== undefined
  const key = slack.responseUrls.issue({ user: done.user, channel: channel.id, original: { ts, ephemeral } })
  return messageAction(slack, actOf(slack, done, message.blocks ?? []), {
    channel,
    message,
    values: withAct(done),
    responseUrl: `${slack.url}/response/${key}`,
  })
}

function inView(slack: Slack, done: ActionInput, viewId: string): Record<string, unknown> {
  const record = viewOf(slack, viewId, done.user)
  const act = actOf(slack, done, record.view.blocks)
  if (act.block.type === 'input' && act.block.dispatch_action !== true)
    throw new ClientMistake(`the input ${done.block_id} does not dispatch its changes`)
  record.values = mergeValues(record.values, withAct(done))
  return viewAction(slack, act, record)
}

function actOf(slack: Slack, done: ActionInput, blocks: NonNullable<Message['blocks']>): Act {
  const found = elementAt(blocks, done.block_id, done.element.action_id)
  if (!found)
    throw new ClientMistake(`nothing to use at ${done.block_id}/${done.element.action_id}, or no longer`)
  const triggerId = slack.triggers.issue({ user: done.user })
  return { ...found, user: done.user, state: done.state ?? {}, triggerId }
}

/** The values of the whole message or view, that of the used element included. */
function withAct({ values = {}, block_id: block, element, state }: ActionInput): StateValues {
  return state ? mergeValues(values, { [block]: { [element.action_id]: state } }) : values
}

function messageSeenBy(slack: Slack, channel: string, ts: string, user: string): Message {
  const ephemeral = slack.ephemerals.find(
    m => m.ts === ts && m.channel === channel && m.ephemeral_to === user,
  )
  const message = ephemeral ?? slack.store.message(channel, ts)
  if (!message) throw new ClientMistake(`no message ${ts} in ${channel}`)
  return message
}

/** What Slack shows beside the element that was used. */
function complaint(outcome: Outcome): string | undefined {
  if (outcome.kind === 'answered') return undefined
  if (outcome.kind === 'timeout') return 'Operation timed out. Apps need to respond within 3 seconds.'
  if (outcome.kind === 'refused') return `This app responded with Status Code ${outcome.status}.`
  return 'Something went wrong: the app could not be reached (dispatch_failed).'
}
