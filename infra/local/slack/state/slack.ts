import type { Sockets } from './delivery.ts'
import type { FaultSwitches } from '../faults/switches.ts'
import type { Broadcast } from './broadcast.ts'
import type { Files } from './files.ts'
import type { Message, Workspace } from '../model/protocol.ts'
import type { ResponseUrls } from './response-urls.ts'
import type { Store } from './store.ts'
import type { Traffic } from './traffic.ts'
import type { Triggers } from './triggers.ts'
import type { Views } from './views.ts'
import type { WorkspaceSeed } from './workspace.ts'

/** How the page starts again from nothing: it says what is removed, and asks first. */
export interface Reset {
  /** What is removed, in words that end a sentence, one thing each. */
  removes: readonly string[]
  /** What looks as if it might be, and is not. */
  keeps: string
  /** Stops everything, removes it and starts again at the same address. */
  act(): Promise<void>
}

/** Everything the embedded Slack is made of; the parts of it take what they need from here. */
export interface Slack {
  seed: WorkspaceSeed
  /** Where it listens, without a slash at the end: `http://127.0.0.1:4000`. */
  url: string
  now: () => Date
  /** Rejects when `signal` aborts. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Aborts when the embedded Slack closes. */
  closing: AbortSignal
  log: (line: string) => void
  nextTs: () => string
  store: Store
  /** Messages that only one person sees; gone after a restart, as Slack does not keep them either. */
  ephemerals: Message[]
  files: Files
  views: Views
  triggers: Triggers
  /** The app's connections; only in Socket Mode. */
  sockets: Sockets | undefined
  responseUrls: ResponseUrls
  broadcast: Broadcast
  traffic: Traffic
  switches: FaultSwitches
  /** Another one after each start, by which a page knows that it is talking to a new one. */
  run: string
  reset: Reset | undefined
}

/** The workspace as it is now. */
export function workspace({ seed, store }: Pick<Slack, 'seed' | 'store'>): Workspace {
  const { team, app, users, commands, shortcuts } = seed
  const usergroups = (seed.usergroups ?? []).map(({ id, handle, users: members, disabled }) => ({
    id,
    handle,
    users: disabled ? [] : members,
  }))
  return { team, app, users, commands, shortcuts, usergroups, channels: store.channels() }
}
