// @ts-check
/** The middle of the window: one channel's messages and its composer. */
import { useState } from 'preact/hooks'
import { html } from '../dom/html.js'
import { icon } from '../dom/icons.js'
import { avatar } from './avatar.js'
import { Composer } from './composer.js'
import { MessageList } from './message-list.js'

/** @import { Channel as ChannelData } from '../../model/protocol.ts' */
/** @import { Client } from '../state/client.js' */
/** @import { ChannelRoute } from '../dom/route.js' */

/**
 * The name of a channel as its reader sees it; a direct message has the app's.
 * @param {ChannelData} channel
 * @param {Client} client
 */
export const channelName = (channel, client) =>
  channel.is_im ? client.store.workspace.app.name : channel.name

/** @param {ChannelData} channel @param {Client} client */
function membersOf(channel, client) {
  if (channel.is_im) return html`<span class="quiet">Direct message with the app</span>`
  const { app } = client.store.workspace
  const count = channel.members.length
  const names = channel.members.map(id => client.store.user(id)?.real_name ?? id).join(', ')
  return html`<span class="member-count" title=${names}>
    ${icon('people')}${`${count} ${count === 1 ? 'member' : 'members'}`}
    ${channel.is_archived && html`<span class="absent">archived</span>`}
    ${!channel.members.includes(app.bot_user) && html`<span class="absent">${`${app.name} is not here`}</span>`}
  </span>`
}

/** @param {{ client: Client, route: ChannelRoute, children?: import('../dom/html.js').Children }} props the children stand under the title */
export function Channel({ client, route, children }) {
  const [sent, setSent] = useState(0)
  const channel = client.store.channel(route.channel)
  if (!channel)
    return html`<div class="pane">
      <h1 class="pane-head">Not found</h1>
      <p class="empty">${`There is no channel ${route.channel} here, or you are not in it.`}</p>
    </div>`
  const { id, is_im: direct, is_private: isPrivate, is_archived: archived = false } = channel
  const name = channelName(channel, client)
  const shown = direct ? name : `#${name}`
  const messages = client.store.roots(id)
  const empty = direct
    ? `This is your conversation with ${name}. Type / to see what it can do.`
    : `This is the very beginning of ${shown}. Type / to see the commands.`
  const mark = direct
    ? avatar(client.store.workspace.app.bot_user, client, 'small')
    : icon(isPrivate ? 'lock' : 'hash')
  return html`<div class="pane">
    <header class="pane-head">
      <h1>${mark}${name}</h1>
      ${membersOf(channel, client)} ${children}
    </header>
    <${MessageList}
      client=${client}
      messages=${messages}
      label=${`Messages in ${shown}`}
      route=${route}
      sent=${sent}
      before=${messages.length === 0 && html`<p class="empty">${empty}</p>`}
    />
    <${Composer}
      client=${client}
      target=${{ channel: id }}
      label=${`Message ${shown}`}
      hidden=${archived}
      onSent=${() => setSent(times => times + 1)}
    />
    <p class="archived" hidden=${!archived}>${`${shown} is archived: nobody can write here.`}</p>
  </div>`
}
