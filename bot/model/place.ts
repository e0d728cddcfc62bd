/**
 * What shows that a person is in the channel that they ask in.
 * - `proven`: Slack's own payload of what only somebody in the channel can do: a command typed there, a mention, a
 *   press in a private channel or a direct message.
 * - `seen`: a press on a message of a public channel. Anyone who previews the channel sees its messages without being
 *   in it, so Slack is asked. Where the token may not ask (the app was installed before it needed the scope) the
 *   press counts: of the workspace's own members, who can join and read that channel anyway.
 * - `claimed`: anything else. A channel chosen in a form, or kept in a form or a stored item, proves nothing about
 *   who is in it now.
 */
export type Presence = 'proven' | 'seen' | 'claimed'

/** Where something is asked, and its answer goes. The app's home has no channel. */
export interface Place<Channel extends string | undefined = string | undefined> {
  channel: Channel
  presence: Presence
}

/** The app's home: as private as a direct message with it. */
export const AT_HOME: Place = { channel: undefined, presence: 'proven' }

/** Where a button was pressed, or a shortcut chosen, by the channel that Slack's payload names. */
export const pressedIn = ({ id, name }: { id: string; name: string }): Place<string> => ({
  channel: id,
  // Slack gives private channels this name in every payload, and shows them to members alone.
  presence: isPrivate(id) || name === 'privategroup' ? 'proven' : 'seen',
})

/** Direct messages and the app's home: nobody else reads there. */
export const isPrivate = (channel: string | undefined): boolean =>
  channel === undefined || channel.startsWith('D')

/** A channel that was chosen, or kept: nothing shows that anybody is in it. */
export const claimed = <Channel extends string | undefined>(channel: Channel): Place<Channel> => ({
  channel,
  presence: 'claimed',
})
