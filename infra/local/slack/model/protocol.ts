/**
 * What the page that plays the Slack client and the embedded Slack say to each other: JSON over HTTP under
 * `/client/`, and server-sent events on `/client/events?user=U…`. Shapes follow Slack's own payloads, so
 * that the page renders what Slack would get and nothing prettier.
 */

export type Block = Record<string, unknown> & { type: string; block_id?: string }

export interface User {
  id: string
  name: string
  real_name: string
  /** IANA zone, as `users.info` tells it. */
  tz: string
  /** BCP 47, as `users.info` tells it to who asks. */
  locale: string
  is_bot: boolean
  /** A guest of several channels. */
  is_restricted?: boolean
  /** A guest of a single channel. */
  is_ultra_restricted?: boolean
  /** Deactivated. */
  deleted?: boolean
  /** The workspace of somebody of another organization, who is here by Slack Connect; ours unless given. */
  team_id?: string
}

export interface Channel {
  id: string
  name: string
  is_private: boolean
  members: string[]
  /** A direct message channel with the bot; `user` is the person. */
  is_im: boolean
  user?: string
  is_archived?: boolean
  /** Shared with another organization, by Slack Connect. */
  is_ext_shared?: boolean
}

/** A file that was sent to Slack, as messages carry it. */
export interface SlackFile {
  id: string
  name: string
  title: string
  mimetype: string
  size: number
  alt_txt?: string
  /** Where the page that plays Slack fetches it. */
  url_private: string
}

export interface Message {
  channel: string
  ts: string
  thread_ts?: string
  /** The author's user id. */
  user: string
  text: string
  blocks?: Block[]
  metadata?: { event_type: string; event_payload: Record<string, unknown> }
  files?: SlackFile[]
  edited?: { ts: string }
  /** Only visible to this user; ephemeral messages live in memory and are gone after a restart, as in Slack. */
  ephemeral_to?: string
  reply_count?: number
  /** `thread_broadcast`: a reply shown in the channel too. `tombstone`: deleted, but its replies remain. */
  subtype?: 'thread_broadcast' | 'tombstone'
}

/** `state.values` of a view or message: block_id -> action_id -> element state, as Slack submits it. */
export type StateValues = Record<string, Record<string, Record<string, unknown>>>

export interface OpenView {
  id: string
  hash: string
  /** The user in whose client it is open. */
  user: string
  /** title, submit, close, blocks, callback_id, private_metadata … as the app sent it. */
  view: {
    type: 'modal' | 'home'
    blocks: Block[]
    title?: { text: string }
    submit?: { text: string }
    close?: { text: string }
  } & Record<string, unknown>
  /** Position in the stack of at most 3. */
  previous_view_id?: string
}

export interface Workspace {
  team: { id: string; name: string; domain: string }
  app: { id: string; name: string; bot_user: string }
  users: User[]
  channels: Channel[]
  commands: { command: string; description: string; usage_hint: string }[]
  /** Message shortcuts: what the menu of a message offers. */
  shortcuts: { callback_id: string; name: string; description: string }[]
  /** With their members; of one that is disabled nobody is a member. */
  usergroups?: { id: string; handle: string; users: string[] }[]
}

/** A way in which Slack fails that a person can switch on. */
export interface FaultSwitch {
  id: string
  name: string
  /** In one line, what a person will see of it. */
  effect: string
  /** How often more it happens: 0 is off, `always` until it is switched off. */
  times: number | 'always'
}

/** GET /client/state?user=U… */
export interface ClientState {
  workspace: Workspace
  messages: Message[]
  views: OpenView[]
  home?: OpenView
  faults: FaultSwitch[]
  /** Another one after each start of the server. */
  run: string
  /** Starting again from nothing, where that is offered: what it removes, one thing each, and what it leaves. */
  reset?: { removes: readonly string[]; keeps: string }
}

/** Server-sent events, `data:` is one of these as JSON. */
export type ClientEvent =
  | { type: 'message'; message: Message }
  | { type: 'message_changed'; message: Message }
  | { type: 'message_deleted'; channel: string; ts: string }
  | { type: 'view_opened' | 'view_pushed' | 'view_updated'; view: OpenView }
  /**
   * Field errors by block_id, from `response_action: errors`. `message` is what the modal says as a whole, when the
   * app did not answer the submission ("We had some trouble connecting. Try again?"); `errors` is empty then.
   */
  | { type: 'view_errors'; view_id: string; errors: Record<string, string>; message?: string }
  | { type: 'view_closed'; view_id: string }
  | { type: 'home'; view: OpenView }
  | { type: 'workspace'; workspace: Workspace }
  | { type: 'faults'; faults: FaultSwitch[] }
  /** What Slack itself would tell this user (Slackbot): `/s3audit failed with the error "operation_timeout"`. */
  | { type: 'notice'; user: string; channel?: string; text: string; level: 'error' | 'info' }

/** POST /client/command -> 200 {} at once; what the app answers arrives as events. */
export interface CommandPost {
  user: string
  channel: string
  command: string
  text: string
  /** Set when typed into a thread, where Slack refuses slash commands. */
  thread_ts?: string
}
/** POST /client/message: a person writes into a channel or thread. A text that begins with `/` is a command. */
export interface MessagePost {
  user: string
  channel: string
  thread_ts?: string
  text: string
}
/** POST /client/action: a button or an input element with dispatch_action, in a message or a view. */
export interface ActionPost {
  user: string
  container: { message_ts: string; channel: string } | { view_id: string }
  block_id: string
  /** The element as the app sent it. */
  element: Record<string, unknown> & { type: string; action_id: string }
  /** The value now chosen, in Slack's own state shape (`{type, selected_option}`, `{type, value}` …). */
  state: Record<string, unknown>
  /** All inputs of the view or message, initial values included. */
  values: StateValues
}
/** POST /client/shortcut: a message shortcut, chosen in the menu of a message. */
export interface ShortcutPost {
  user: string
  channel: string
  message_ts: string
  callback_id: string
}
/** POST /client/submission */
export interface SubmissionPost {
  user: string
  view_id: string
  values: StateValues
}
/** POST /client/close: the person closed the view (Cancel, Escape). */
export interface ClosePost {
  user: string
  view_id: string
}
/** POST /client/suggestion -> { options, option_groups? } for external selects. */
export interface SuggestionPost {
  user: string
  view_id: string
  block_id: string
  action_id: string
  value: string
}
/** POST /client/home: the person opened the app's Home tab. */
export interface HomePost {
  user: string
}
/** POST /client/invite: `/invite @app` into the channel. */
export interface InvitePost {
  user: string
  channel: string
}
/** POST /client/reset: removes everything and starts again; then the state has another `run`. */
export interface ResetPost {
  user: string
}
/** POST /client/fault: turns a switch. `times` as in `FaultSwitch`. */
export interface FaultPost {
  user: string
  id: string
  times: number | 'always'
}
/** POST /client/channel: a person changes a channel, as its members may. What is left out stays. */
export interface ChannelPost {
  user: string
  channel: string
  is_archived?: boolean
  is_private?: boolean
  /** Whether the app is a member. */
  has_app?: boolean
}
/** POST /client/delete: a person deletes a message, as an admin of the workspace may. */
export interface DeletePost {
  user: string
  channel: string
  message_ts: string
}
