import { defined } from '../../../../analyses/lib/defined.ts'
import type { Channel, User } from '../model/protocol.ts'
import type { Slack } from '../state/slack.ts'
import type { ViewRecord } from '../state/views.ts'
import { directMessage } from '../state/workspace.ts'
import { ClientMistake } from './mistake.ts'

/** A person of the workspace. Throws a `ClientMistake` for bots and strangers. */
export function personOf(slack: Slack, id: string): User {
  const user = slack.seed.users.find(candidate => candidate.id === id && !candidate.is_bot)
  if (!user) throw new ClientMistake(`no such person: ${id}`)
  return user
}

/** A channel of which the person is a member; the direct messages with the app are opened on the way. */
export function channelOf(slack: Slack, id: string, user: string): Channel {
  const direct = directMessage(slack.seed, personOf(slack, user).id)
  if (id === direct.id) slack.store.open(direct)
  const channel = slack.store.channel(id)
  if (!channel?.members.includes(user)) throw new ClientMistake(`${user} is not in a channel ${id}`)
  return channel
}

/** A channel whose messages the person sees: also a public one that they preview. Guests see only their own. */
export function previewedChannelOf(slack: Slack, id: string, user: string): Channel {
  const channel = slack.store.channel(id)
  const { is_restricted: isGuest, team_id: otherTeam } = personOf(slack, user)
  const mayPreview = isGuest !== true && otherTeam === undefined
  return channel && mayPreview && !channel.is_private && !channel.is_im ? channel : channelOf(slack, id, user)
}

/** A channel in which the person may write: an archived one is only read. */
export function openChannelOf(slack: Slack, id: string, user: string): Channel {
  const channel = channelOf(slack, id, user)
  if (channel.is_archived) throw new ClientMistake(`#${channel.name} is archived`)
  return channel
}

/** A view that is open in the person's client. */
export function viewOf(slack: Slack, id: string, user: string): ViewRecord {
  const record = slack.views.find(id)
  if (record?.user !== user) throw new ClientMistake(`${user} has no open view ${id}`)
  return record
}

/** A message for which Slack speaks itself. */
export function notice(
  slack: Slack,
  user: string,
  text: string,
  options: { channel?: string; level?: 'error' | 'info' } = {},
): void {
  const { channel, level = 'error' } = options
  slack.broadcast.emit({ type: 'notice', user, text, level, ...defined({ channel }) }, [user])
}
