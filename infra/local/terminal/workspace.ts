import { EXAMPLE_CORP, type WorkspaceSeed } from '../slack/state/workspace.ts'

/** The one who types in the terminal, and the channel that hears it. */
export const USER = 'U0YOU'
export const CHANNEL = 'C0INCIDENTS'

/** The embedded workspace with the person at the terminal in it, whose times are in `tz` (an IANA name). */
export function terminalWorkspace(tz: string): WorkspaceSeed {
  const you = { id: USER, name: 'you', real_name: 'you', tz, locale: 'en-US', is_bot: false }
  return {
    ...EXAMPLE_CORP,
    users: [...EXAMPLE_CORP.users, you],
    channels: EXAMPLE_CORP.channels.map(channel => ({ ...channel, members: [...channel.members, USER] })),
  }
}
