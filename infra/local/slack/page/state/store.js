// @ts-check
/** What this client knows: the state the server gave, kept current by its events. */

/** @typedef {import('../../model/protocol.ts').ClientState} ClientState */
/** @typedef {import('../../model/protocol.ts').ClientEvent} ClientEvent */
/** @typedef {import('../../model/protocol.ts').Message} Message */
/** @typedef {import('../../model/protocol.ts').OpenView} OpenView */
/** @typedef {Message & { notice?: 'error' | 'info' }} ShownMessage a notice is Slackbot's word to one person */
/** @typedef {ReturnType<typeof createStore>} Store */

export const SLACKBOT = 'USLACKBOT'

/** @param {{ channel: string, ts: string }} message */
const keyOf = message => `${message.channel}/${message.ts}`

/** @param {Message} a @param {Message} b */
const byTime = (a, b) => Number(a.ts) - Number(b.ts)

/** @param {Message} message true for a message in the channel itself */
export const isRoot = message => !message.thread_ts || message.thread_ts === message.ts

/**
 * @param {ClientState} initial
 * @param {string} me the person's user id
 */
export function createStore(initial, me) {
  let workspace = initial.workspace
  /** @type {Map<string, ShownMessage>} */
  const messages = new Map()
  /** @type {OpenView[]} */
  let views = []
  /** @type {OpenView | undefined} */
  let home
  /** @type {import('../../model/protocol.ts').FaultSwitch[]} */
  let faults = []
  let run = ''
  /** @type {ClientState['reset']} */
  let resetOffer
  /** @type {Set<(event: ClientEvent | { type: 'reset' }) => void>} */
  const listeners = new Set()

  /** @param {ClientState} state */
  function load(state) {
    workspace = state.workspace
    for (const [key, message] of messages) if (!message.notice) messages.delete(key)
    for (const message of state.messages) keep(message)
    views = state.views.filter(view => view.user === me)
    home = state.home
    faults = state.faults
    run = state.run
    resetOffer = state.reset
  }

  /** @param {ShownMessage} message */
  function keep(message) {
    if (!message.ephemeral_to || message.ephemeral_to === me) messages.set(keyOf(message), message)
  }

  /** @param {OpenView} view */
  function keepView(view) {
    if (view.user !== me) return
    const known = views.some(each => each.id === view.id)
    views = known ? views.map(each => (each.id === view.id ? view : each)) : [...views, view]
  }

  /** @param {ClientEvent} event */
  function take(event) {
    switch (event.type) {
      case 'message':
      case 'message_changed':
        return keep(event.message)
      case 'message_deleted':
        return void messages.delete(keyOf(event))
      case 'view_opened':
      case 'view_pushed':
      case 'view_updated':
        return keepView(event.view)
      case 'view_closed':
        views = views.filter(view => view.id !== event.view_id)
        return
      case 'home':
        if (event.view.user === me) home = event.view
        return
      case 'workspace':
        workspace = event.workspace
        return
      case 'faults':
        faults = event.faults
        return
      // These two are for those who listen; nothing of them is kept.
      case 'view_errors':
      case 'notice':
    }
  }

  load(initial)
  return {
    me,
    get workspace() {
      return workspace
    },
    /** Open modals, the top one last. */
    get views() {
      return views
    },
    get home() {
      return home
    },
    get run() {
      return run
    },
    /** What a reset would remove; undefined where that is not offered. */
    get resetOffer() {
      return resetOffer
    },
    /** The switches, also those that are off. */
    get faults() {
      return faults
    },
    /** @param {string} id */
    user: id => workspace.users.find(user => user.id === id),
    /** @param {string} id */
    channel: id => workspace.channels.find(channel => channel.id === id),
    /** @param {string} id */
    usergroup: id => workspace.usergroups?.find(group => group.id === id),
    /** Messages of the channel itself, oldest first. @param {string} channel */
    roots: channel =>
      [...messages.values()].filter(message => message.channel === channel && isRoot(message)).sort(byTime),
    /** The replies of a thread, oldest first. @param {string} channel @param {string} ts */
    replies: (channel, ts) =>
      [...messages.values()]
        .filter(each => each.channel === channel && each.thread_ts === ts && each.ts !== ts)
        .sort(byTime),
    /** The replies that are there for everyone: what a thread's count counts. @param {string} channel @param {string} ts */
    countedReplies(channel, ts) {
      return this.replies(channel, ts).filter(reply => !reply.ephemeral_to)
    },
    /** @param {string} channel @param {string} ts */
    message: (channel, ts) => messages.get(`${channel}/${ts}`),
    /** Whether a message is among those of a channel, or of its open thread. @param {{ channel: string, thread?: string }} at @param {string} ts */
    shows({ channel, thread }, ts) {
      const message = this.message(channel, ts)
      return message !== undefined && (isRoot(message) || message.thread_ts === thread)
    },
    /** Replaces the whole state, as after a lost connection. @param {ClientState} state */
    reset(state) {
      load(state)
      for (const listener of listeners) listener({ type: 'reset' })
    },
    /** @param {ClientEvent} event */
    apply(event) {
      take(event)
      for (const listener of listeners) listener(event)
    },
    /** A message that only this person sees and no server knows. @param {ShownMessage} message */
    keepLocal(message) {
      keep(message)
      for (const listener of listeners) listener({ type: 'message', message })
    },
    /** @param {(event: ClientEvent | { type: 'reset' }) => void} listener */
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
