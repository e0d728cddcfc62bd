// @ts-check
/** The thread pane on the right: a message, its replies, and a composer that writes into the thread. */
import { useState } from 'preact/hooks'
import { go } from '../dom/route.js'
import { html } from '../dom/html.js'
import { icon } from '../dom/icons.js'
import { channelName } from './channel.js'
import { Composer } from './composer.js'
import { MessageList } from './message-list.js'

/** @import { Client } from '../state/client.js' */
/** @import { ChannelRoute } from '../dom/route.js' */

/** @param {{ client: Client, route: ChannelRoute, ts: string }} props `ts` is of the message that the thread hangs from */
export function Thread({ client, route, ts }) {
  const { store } = client
  const { channel } = route
  const [sent, setSent] = useState(0)
  const room = store.channel(channel)
  const name = room ? `${room.is_im ? '' : '#'}${channelName(room, client)}` : channel
  const root = store.message(channel, ts)
  const count = store.countedReplies(channel, ts).length
  const close = () => go({ view: 'channel', channel })

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    if (event.key === 'Escape' && !event.defaultPrevented) close()
  }

  return html`<div class="pane" onKeyDown=${onKeyDown}>
    <header class="pane-head">
      <h2>Thread</h2>
      <span class="quiet thread-place">${name}</span>
      <button class="icon-button" type="button" aria-label="Close thread" onClick=${close}>${icon('close')}</button>
    </header>
    <${MessageList}
      client=${client}
      messages=${[...(root ? [root] : []), ...store.replies(channel, ts)]}
      label="Thread"
      route=${route}
      sent=${sent}
      inThread
      before=${!root && html`<p class="empty">The message this thread belongs to is gone.</p>`}
      afterFirst=${
        root &&
        count > 0 &&
        html`<div class="reply-line" key="line"><span>${`${count} ${count === 1 ? 'reply' : 'replies'}`}</span></div>`
      }
    />
    <${Composer}
      client=${client}
      target=${{ channel, thread_ts: ts }}
      label="Reply…"
      hidden=${room?.is_archived === true}
      onSent=${() => setSent(times => times + 1)}
    />
  </div>`
}
