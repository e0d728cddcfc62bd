// @ts-check
/** The middle of the window: one channel's messages and its composer. */
import { avatar } from './avatar.js'
import { createComposer } from './composer.js'
import { el } from './dom.js'
import { icon } from './icons.js'
import { createMessageList } from './message-list.js'

/** @typedef {import('./client.js').Client} Client */
/** @typedef {import('../model/protocol.ts').Channel} Channel */
/**
 * @typedef {object} Pane
 * @property {HTMLElement} node
 * @property {() => void} refresh
 * @property {() => void} [focus]
 * @property {(ts: string) => boolean} [reveal] goes to a message; false where it is not here
 */

/**
 * The name of a channel as its reader sees it; a direct message has the app's.
 * @param {Channel} channel
 * @param {Client} client
 */
export function channelName(channel, client) {
  return channel.is_im ? client.store.workspace.app.name : channel.name
}

/** @param {Channel} channel @param {Client} client */
function titleOf(channel, client) {
  const mark = channel.is_im
    ? avatar(client.store.workspace.app.bot_user, client, 'small')
    : icon(channel.is_private ? 'lock' : 'hash')
  return el('h1', {}, mark, channelName(channel, client))
}

/** @param {Channel} channel @param {Client} client */
function membersOf(channel, client) {
  if (channel.is_im) return el('span', { class: 'quiet' }, 'Direct message with the app')
  const { app } = client.store.workspace
  const count = channel.members.length
  const names = channel.members.map(id => client.store.user(id)?.real_name ?? id).join(', ')
  return el(
    'span',
    { class: 'member-count', title: names },
    icon('people'),
    `${count} ${count === 1 ? 'member' : 'members'}`,
    channel.is_archived && el('span', { class: 'absent' }, 'archived'),
    !channel.members.includes(app.bot_user) && el('span', { class: 'absent' }, `${app.name} is not here`),
  )
}

/**
 * @param {Client} client
 * @param {string} id of the channel
 * @param {Node[]} tabs what stands under the title of the app's own conversation
 * @returns {Pane}
 */
export function createChannelPane(client, id, tabs) {
  const channel = client.store.channel(id)
  if (!channel) {
    const words = `There is no channel ${id} here, or you are not in it.`
    return {
      node: el(
        'div',
        { class: 'pane' },
        el('h1', { class: 'pane-head' }, 'Not found'),
        el('p', { class: 'empty' }, words),
      ),
      refresh() {},
    }
  }
  const name = channelName(channel, client)
  const shown = channel.is_im ? name : `#${name}`
  const list = createMessageList(client, {
    idPrefix: 'channel',
    label: `Messages in ${shown}`,
    inThread: false,
  })
  const composer = createComposer(client, {
    target: { channel: id },
    label: `Message ${shown}`,
    onSent: () => list.toEnd(),
  })
  const empty = el(
    'p',
    { class: 'empty' },
    channel.is_im
      ? `This is your conversation with ${name}. Type / to see what it can do.`
      : `This is the very beginning of ${shown}. Type / to see the commands.`,
  )
  const archived = el(
    'p',
    { class: 'archived', hidden: true },
    `${shown} is archived: nobody can write here.`,
  )
  const head = el('header', { class: 'pane-head' })
  const node = el('div', { class: 'pane' }, head, list.node, composer.node, archived)

  function refresh() {
    const now = client.store.channel(id) ?? channel
    if (!now) return
    head.replaceChildren(titleOf(now, client), membersOf(now, client), ...tabs)
    archived.hidden = now.is_archived !== true
    composer.node.hidden = now.is_archived === true
    const messages = client.store.roots(id)
    list.show(messages)
    if (messages.length === 0) list.node.append(empty)
    else empty.remove()
  }
  refresh()
  return { node, refresh, focus: composer.focus, reveal: ts => list.reveal(ts) }
}
