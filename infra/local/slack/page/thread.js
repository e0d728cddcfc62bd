// @ts-check
/** The thread pane on the right: a message, its replies, and a composer that writes into the thread. */
import { channelName } from './channel.js'
import { createComposer } from './composer.js'
import { el } from './dom.js'
import { icon } from './icons.js'
import { createMessageList } from './message-list.js'
import { go } from './route.js'

/** @typedef {import('./client.js').Client} Client */

/**
 * @param {Client} client
 * @param {string} channel
 * @param {string} ts of the message that the thread hangs from
 * @returns {import('./channel.js').Pane}
 */
export function createThreadPane(client, channel, ts) {
  const room = client.store.channel(channel)
  const name = room ? `${room.is_im ? '' : '#'}${channelName(room, client)}` : channel
  const list = createMessageList(client, { idPrefix: 'thread', label: 'Thread', inThread: true })
  const composer = createComposer(client, {
    target: { channel, thread_ts: ts },
    label: 'Reply…',
    onSent: () => list.toEnd(),
  })
  const close = el(
    'button',
    {
      class: 'icon-button',
      type: 'button',
      'aria-label': 'Close thread',
      on: { click: () => go({ view: 'channel', channel }) },
    },
    icon('close'),
  )
  const count = el('span')
  const line = el('div', { class: 'reply-line' }, count)
  const gone = el('p', { class: 'empty' }, 'The message this thread belongs to is gone.')
  const node = el(
    'div',
    { class: 'pane' },
    el(
      'header',
      { class: 'pane-head' },
      el('h2', {}, 'Thread'),
      el('span', { class: 'quiet thread-place' }, name),
      close,
    ),
    list.node,
    composer.node,
  )

  node.addEventListener('keydown', event => {
    if (event.key === 'Escape' && !event.defaultPrevented) close.click()
  })

  function refresh() {
    const root = client.store.message(channel, ts)
    const replies = client.store.replies(channel, ts)
    const counted = client.store.countedReplies(channel, ts).length
    count.textContent = `${counted} ${counted === 1 ? 'reply' : 'replies'}`
    composer.node.hidden = client.store.channel(channel)?.is_archived === true
    list.show([...(root ? [root] : []), ...replies], message =>
      message === root && counted > 0 ? line : undefined,
    )
    if (root) gone.remove()
    else list.node.prepend(gone)
  }
  refresh()
  return { node, refresh, focus: composer.focus, reveal: ts => list.reveal(ts) }
}
