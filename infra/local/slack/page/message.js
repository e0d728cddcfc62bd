// @ts-check
/** One message: its author, time, blocks or text, and the way into its thread. */
import { authorOf, avatar } from './avatar.js'
import { showBlocks } from './blocks.js'
import { confirmed } from './confirm.js'
import { formatDate } from './date-format.js'
import { el, place } from './dom.js'
import { showFiles } from './files.js'
import { icon } from './icons.js'
import { createMenu } from './menu.js'
import { hashOf, permalinkOf } from './route.js'
import { createSurface } from './surface.js'
import { mrkdwn } from './text.js'
import { toast } from './toast.js'
import { utcText } from './zone.js'

/** @typedef {import('./client.js').Client} Client */
/** @typedef {import('./store.js').ShownMessage} ShownMessage */
/** @typedef {{ grouped: boolean, inThread: boolean }} Standing grouped: under the same author's message just before */
/** @typedef {{ node: HTMLElement, update: (message: ShownMessage, standing: Standing) => void }} MessageView */

/** @param {ShownMessage} message @param {Client} client @param {string} format */
function timeOf(message, client, format) {
  const unix = Number(message.ts)
  return el(
    'time',
    { class: 'time', datetime: new Date(unix * 1000).toISOString(), title: utcText(unix) },
    formatDate(unix, format, { tz: client.me.tz }),
  )
}

/** @param {ShownMessage} message @param {Client} client @param {boolean} grouped */
function head(message, client, grouped) {
  const { name, isApp } = authorOf(message.user, client)
  const badge = isApp && el('span', { class: 'badge' }, 'APP')
  return el(
    'h3',
    { class: grouped ? 'message-head visually-hidden' : 'message-head' },
    el('span', { class: 'author' }, name),
    badge,
    ' ',
    timeOf(message, client, '{time}'),
  )
}

/** @param {ShownMessage} message @param {Client} client */
function threadFooter(message, client) {
  const replies = client.store.countedReplies(message.channel, message.ts)
  const count = Math.max(message.reply_count ?? 0, replies.length)
  if (count === 0) return null
  const authors = [...new Set(replies.map(reply => reply.user))].slice(0, 3)
  const last = replies.at(-1)
  return el(
    'a',
    {
      class: 'thread-footer',
      href: hashOf({ view: 'channel', channel: message.channel, thread: message.ts }),
    },
    authors.map(author => avatar(author, client, 'small')),
    el('span', { class: 'thread-count' }, `${count} ${count === 1 ? 'reply' : 'replies'}`),
    last &&
      el('span', { class: 'quiet' }, 'Last reply ', timeOf(last, client, '{date_short_pretty} at {time}')),
  )
}

/** @param {ShownMessage} message @param {Client} client */
function replyLink(message, client) {
  const { name } = authorOf(message.user, client)
  return el(
    'a',
    {
      class: 'reply-link',
      href: hashOf({ view: 'channel', channel: message.channel, thread: message.ts }),
      'aria-label': `Reply in thread to ${name}`,
    },
    'Reply in thread',
  )
}

/** The app's message shortcuts, and what Slack itself offers for a message. @param {ShownMessage} message @param {Client} client */
function messageMenu(message, client) {
  const { channel, ts } = message
  const shortcuts = client.store.workspace.shortcuts.map(({ name, callback_id }) => ({
    text: name,
    choose: () => client.post('shortcut', { channel, message_ts: ts, callback_id }),
  }))
  const items = [
    ...shortcuts,
    { text: 'Copy link', choose: () => copyLink(message) },
    { text: 'Delete message', choose: () => deleteMessage(message, client) },
  ]
  return createMenu({ label: 'More actions', items })
}

/** @param {ShownMessage} message */
async function copyLink(message) {
  await navigator.clipboard.writeText(permalinkOf(message))
  toast('The link is copied: it opens this message.')
}

/** @param {ShownMessage} message @param {Client} client */
async function deleteMessage({ channel, ts }, client) {
  const text = {
    type: 'plain_text',
    text: 'It is deleted for everybody, and an app can no longer change it.',
  }
  const words = {
    title: { type: 'plain_text', text: 'Delete this message?' },
    text,
    confirm: { type: 'plain_text', text: 'Delete' },
    style: 'danger',
  }
  if (await confirmed(words, client)) await client.post('delete', { channel, message_ts: ts })
}

/** @param {ShownMessage} message @param {Client} client @param {boolean} inThread */
function toolbar(message, client, inThread) {
  if (message.ephemeral_to) return null
  const isReply = message.thread_ts && message.thread_ts !== message.ts
  return el(
    'div',
    { class: 'message-tools' },
    !inThread && !isReply && replyLink(message, client),
    messageMenu(message, client),
  )
}

/**
 * @param {ShownMessage} message
 * @param {Client} client
 * @param {string} idPrefix so that a message shown in the channel and in the thread pane has two sets of ids
 * @returns {MessageView}
 */
export function createMessage(message, client, idPrefix) {
  const surface = createSurface({
    kind: 'message',
    client,
    id: `${idPrefix}-${message.channel}-${message.ts}`,
    container: { message_ts: message.ts, channel: message.channel },
    at: { channel: message.channel },
  })
  const content = el('div', { class: 'blocks' })
  const text = el('div', { class: 'message-text' })
  const main = el('div', { class: 'message-main' })
  const gutter = el('div', { class: 'gutter' })
  const node = el('article', { class: 'message', tabindex: -1, 'data-ts': message.ts })

  /** @type {ShownMessage | undefined} */
  let shown
  let shownAs = ''
  /** Made once: an open menu outlives a change of its message. @type {HTMLElement | null | undefined} */
  let tools

  /** Leaves what is the same alone, so that focus and a selection outlive news elsewhere. @param {ShownMessage} now @param {Standing} standing */
  function update(now, standing) {
    const replies = standing.inThread ? [] : client.store.countedReplies(now.channel, now.ts)
    const as = [standing.grouped, replies.length, replies.at(-1)?.ts].join()
    if (now === shown && as === shownAs) return
    shown = now
    shownAs = as
    draw(now, standing)
  }

  /** @param {ShownMessage} now @param {Standing} standing */
  function draw(now, standing) {
    node.className = `message${standing.grouped ? ' grouped' : ''}${now.ephemeral_to ? ' ephemeral' : ''}${now.notice ? ` notice-${now.notice}` : ''}`
    gutter.replaceChildren(standing.grouped ? timeOf(now, client, '{time}') : avatar(now.user, client))
    const blocks = now.blocks ?? []
    if (blocks.length > 0) showBlocks(content, blocks, surface)
    else text.replaceChildren(mrkdwn(now.text, client))
    const parts = [
      now.ephemeral_to && el('p', { class: 'only-you' }, icon('eye'), 'Only visible to you'),
      head(now, client, standing.grouped),
      blocks.length > 0 ? content : text,
      now.files && showFiles(now.files),
      now.edited && el('span', { class: 'edited' }, '(edited)'),
      !standing.inThread && threadFooter(now, client),
    ]
    place(
      main,
      parts.filter(part => part instanceof Node),
    )
    if (tools === undefined) tools = toolbar(now, client, standing.inThread)
    place(node, [gutter, main, ...(tools ? [tools] : [])])
  }

  return { node, update }
}
