import type { Dispatch } from '../app/dispatch.ts'
import { homeOpened, sendEvent } from '../app/events.ts'
import type { SuggestionAnswer } from '../blocks/choices.ts'
import { visibleTo } from '../state/messages.ts'
import type {
  ChannelPost,
  ClientEvent,
  ClientState,
  ClosePost,
  CommandPost,
  DeletePost,
  FaultPost,
  HomePost,
  InvitePost,
  Message,
  MessagePost,
  OpenView,
  ShortcutPost,
  SubmissionPost,
  ResetPost,
  SuggestionPost,
} from '../model/protocol.ts'
import { type Slack, workspace } from '../state/slack.ts'
import { toOpenView } from '../state/views.ts'
import { type ActionInput, action, shortcut } from './actions.ts'
import { command, write } from './commands.ts'
import { changeChannel, changeMembership, invite, type MembershipChange, removeMessage } from './channels.ts'
import { turnFault } from './faults.ts'
import { personOf } from './lookup.ts'
import { ClientMistake } from './mistake.ts'
import { close, submission, suggestion } from './modals.ts'

const SHOWN_MESSAGES = 2000

/**
 * What a person can do in Slack. Each function resolves when the app has answered, or has not for three seconds; what
 * comes of it is told to listeners. Rejects with a `ClientMistake` for what no real client could do.
 */
export interface SlackClient {
  command(typed: CommandPost): Promise<void>
  /** A text that begins with `/` is a command. */
  message(written: MessagePost): Promise<void>
  action(done: ActionInput): Promise<void>
  /** Chooses a shortcut in the menu of a message. */
  shortcut(chosen: ShortcutPost): Promise<void>
  submission(sent: SubmissionPost): Promise<void>
  close(asked: ClosePost): Promise<void>
  suggestion(typed: SuggestionPost): Promise<SuggestionAnswer>
  /** Opens the app's Home tab. */
  home(asked: HomePost): Promise<void>
  /** Brings the app into a channel. */
  invite(asked: InvitePost): Promise<void>
  /** Archives a channel, makes it private, takes the app out of it, or the reverse. */
  channel(asked: ChannelPost): Promise<void>
  /** A person leaves a channel, or joins a public one. */
  membership(asked: MembershipChange): Promise<void>
  /** Deletes a message, regardless of its author. */
  remove(asked: DeletePost): Promise<void>
  /** Removes everything and starts again, where that is offered. */
  reset(asked: ResetPost): Promise<void>
  /** Turns a fault switch. */
  fault(asked: FaultPost): Promise<void>
  /** A channel's messages, or those of one thread (its first message included), as `user` sees them, oldest first. */
  messages(channel: string, thread?: string, user?: string): Message[]
  /** The modals open in a person's client, topmost last. */
  views(user: string): OpenView[]
  state(user: string): ClientState
  /** Tells what happens, for one user or, without one, for all; returns the function that ends it. */
  on(listener: (event: ClientEvent) => void, user?: string): () => void
}

export function openClient(slack: Slack, dispatch: Dispatch): SlackClient {
  return {
    command: typed => command(slack, dispatch, typed),
    message: written => write(slack, dispatch, written),
    action: done => perhapsTwice(slack, () => action(slack, dispatch, done)),
    shortcut: chosen => shortcut(slack, dispatch, chosen),
    submission: sent => perhapsTwice(slack, () => submission(slack, dispatch, sent)),
    close: asked => close(slack, dispatch, asked),
    suggestion: typed => suggestion(slack, dispatch, typed),
    home: async ({ user }) => sendEvent(slack, dispatch, homeOpened(slack, personOf(slack, user).id)),
    invite: async asked => invite(slack, asked),
    channel: async asked => changeChannel(slack, asked),
    membership: async asked => changeMembership(slack, asked),
    remove: async asked => removeMessage(slack, asked),
    fault: async asked => turnFault(slack, asked),
    reset: async asked => reset(slack, asked),
    messages: (channel, thread, user) => messages(slack, channel, thread, user),
    views: user => slack.views.stack(user).map(toOpenView),
    state: user => state(slack, user),
    on: (listener, user) => slack.broadcast.listen(listener, user),
  }
}

/** Two presses so near each other that both are sent. */
async function perhapsTwice(slack: Slack, act: () => Promise<void>): Promise<void> {
  const times = slack.switches.strikes('double-submit') ? 2 : 1
  await Promise.all(Array.from({ length: times }, act))
}

async function reset(slack: Slack, { user }: ResetPost): Promise<void> {
  personOf(slack, user)
  if (!slack.reset) throw new ClientMistake('no reset is offered here')
  await slack.reset.act()
}

function messages(slack: Slack, channel: string, thread?: string, user?: string): Message[] {
  const span = { inclusive: true }
  const stored =
    thread === undefined
      ? slack.store.history(channel, span, SHOWN_MESSAGES).toReversed()
      : slack.store.thread(channel, thread, span, SHOWN_MESSAGES)
  const ephemeral = slack.ephemerals.filter(
    m => m.channel === channel && m.thread_ts === thread && (user === undefined || m.ephemeral_to === user),
  )
  return [...stored, ...ephemeral].sort((a, b) => (a.ts < b.ts ? -1 : 1))
}

function state(slack: Slack, user: string): ClientState {
  const { id } = personOf(slack, user)
  const home = slack.views.home(id)
  return {
    workspace: workspace(slack),
    messages: visibleTo(slack, id, SHOWN_MESSAGES),
    views: slack.views.stack(id).map(toOpenView),
    ...(home && { home: toOpenView(home) }),
    faults: slack.switches.list(),
    run: slack.run,
    ...(slack.reset && { reset: { removes: slack.reset.removes, keeps: slack.reset.keeps } }),
  }
}
