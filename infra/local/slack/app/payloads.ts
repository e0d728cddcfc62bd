import { messageObject } from '../api/message-object.ts'
import { type Element, interactiveElements } from '../blocks/walk.ts'
import { stateValues } from '../state/input-state.ts'
import { viewObject } from '../state/modals.ts'
import type { Block, Channel, Message, StateValues, User } from '../model/protocol.ts'
import type { Slack } from '../state/slack.ts'
import type { ViewRecord } from '../state/views.ts'

/**
 * The payloads of interactions, shaped as Slack documents them and Bolt reads them.
 * https://docs.slack.dev/reference/interaction-payloads
 */
type Payload = Record<string, unknown>

/** The long deprecated way to tell that a request is Slack's; still part of every payload. */
export const VERIFICATION_TOKEN = 'embedded-slack'

/** Packs a payload the way Slack sends it. */
export function interaction(payload: Payload): { form: { payload: string } } {
  return { form: { payload: JSON.stringify(payload) } }
}

/** The workspace that somebody acts from: their own, which is another one for people who are here by Slack Connect. */
export function teamOf({ seed: { team } }: Slack, user: User | undefined): { id: string; domain: string } {
  const { id, domain } = team
  const other = user?.team_id
  return other === undefined ? { id, domain } : { id: other, domain: other.slice(1).toLowerCase() }
}

/** What all interactions begin with. */
function envelope(slack: Slack, type: string, user: string): Payload {
  const { organisation, app, users } = slack.seed
  const found = users.find(({ id }) => id === user)
  const name = found?.name ?? ''
  const team = teamOf(slack, found)
  return {
    type,
    team: organisation ? null : team,
    user: { id: user, username: name, name, ...(!organisation && { team_id: team.id }) },
    api_app_id: app.id,
    token: VERIFICATION_TOKEN,
    enterprise: organisation ?? null,
    is_enterprise_install: organisation !== undefined,
  }
}

/** A channel's name as payloads tell it; private conversations keep theirs to themselves. */
export function channelName(channel: Channel): string {
  if (channel.is_im) return 'directmessage'
  return channel.is_private ? 'privategroup' : channel.name
}

/** What a person did with one element. */
export interface Act {
  user: string
  block: Block
  element: Element
  state: Record<string, unknown>
  triggerId: string
}

export function messageAction(
  slack: Slack,
  act: Act,
  at: { channel: Channel; message: Message; values: StateValues; responseUrl: string },
): Payload {
  const { message, channel } = at
  const ephemeral = message.ephemeral_to !== undefined
  return {
    ...envelope(slack, 'block_actions', act.user),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.thread_ts && { thread_ts: message.thread_ts }),
    },
    trigger_id: act.triggerId,
    channel: { id: channel.id, name: channelName(channel) },
    // Slack does not keep ephemeral messages and does not send them back. Metadata is to be asked for.
    ...(!ephemeral && { message: messageObject(slack, message) }),
    state: { values: stateValues(message.blocks ?? [], at.values) },
    response_url: at.responseUrl,
    actions: [action(slack, act)],
  }
}

/** https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export function messageShortcut(
  slack: Slack,
  callbackId: string,
  at: { user: string; channel: Channel; message: Message; triggerId: string; responseUrl: string },
): Payload {
  return {
    ...envelope(slack, 'message_action', at.user),
    callback_id: callbackId,
    trigger_id: at.triggerId,
    response_url: at.responseUrl,
    action_ts: slack.nextTs(),
    channel: { id: at.channel.id, name: channelName(at.channel) },
    message_ts: at.message.ts,
    message: messageObject(slack, at.message),
  }
}

export function viewAction(slack: Slack, act: Act, record: ViewRecord): Payload {
  return {
    ...envelope(slack, 'block_actions', act.user),
    container: { type: 'view', view_id: record.id },
    trigger_id: act.triggerId,
    view: viewObject(slack, record),
    actions: [action(slack, act)],
  }
}

export function viewSubmission(slack: Slack, record: ViewRecord, triggerId: string): Payload {
  return {
    ...envelope(slack, 'view_submission', record.user),
    trigger_id: triggerId,
    view: viewObject(slack, record),
    response_urls: [],
  }
}

export function viewClosed(slack: Slack, record: ViewRecord, isCleared: boolean): Payload {
  return {
    ...envelope(slack, 'view_closed', record.user),
    view: viewObject(slack, record),
    is_cleared: isCleared,
  }
}

export function blockSuggestion(
  slack: Slack,
  record: ViewRecord,
  typed: { block_id: string; action_id: string; value: string },
): Payload {
  return {
    ...envelope(slack, 'block_suggestion', record.user),
    container: { type: 'view', view_id: record.id },
    view: viewObject(slack, record),
    block_id: typed.block_id,
    action_id: typed.action_id,
    value: typed.value,
  }
}

/** Finds an element by its ids. */
export function elementAt(
  blocks: readonly Block[],
  blockId: string,
  actionId: string,
): { block: Block; element: Element } | undefined {
  return interactiveElements(blocks).find(
    ({ block, element }) => block.block_id === blockId && element.action_id === actionId,
  )
}

/** Everything of an element but what only its looks need, then the value that was chosen. */
function action(slack: Slack, { block, element, state }: Act): Payload {
  const { options: _, option_groups: __, confirm: ___, focus_on_load: ____, ...kept } = element
  return { ...kept, ...state, type: element.type, block_id: block.block_id, action_ts: slack.nextTs() }
}
