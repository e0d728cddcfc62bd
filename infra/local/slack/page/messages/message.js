// @ts-check
/** One message: its author, time, blocks or text, and the way into its thread. */
import { useMemo, useState } from 'preact/hooks'
import { Blocks } from '../blocks/blocks.js'
import { hashOf, permalinkOf } from '../dom/route.js'
import { classes, html } from '../dom/html.js'
import { icon } from '../dom/icons.js'
import { Menu } from '../dom/menu.js'
import { toast } from '../dom/toast.js'
import { createSurface } from '../elements/surface.js'
import { confirmed } from '../text/confirm.js'
import { formatDate } from '../text/date-format.js'
import { mrkdwn } from '../text/text.js'
import { utcText } from '../text/zone.js'
import { authorOf, avatar } from './avatar.js'
import { showFiles } from './files.js'

/** @import { Client } from '../state/client.js' */
/** @import { ShownMessage } from '../state/store.js' */

/**
 * @typedef {object} MessageProps
 * @property {ShownMessage} message
 * @property {Client} client
 * @property {boolean} grouped under the same author's message just before
 * @property {boolean} inThread
 * @property {boolean} revealed the address leads to it
 */

/** @param {ShownMessage} message @param {Client} client @param {string} format */
function timeOf(message, client, format) {
  const unix = Number(message.ts)
  return html`<time class="time" datetime=${new Date(unix * 1000).toISOString()} title=${utcText(unix)}>
    ${formatDate(unix, format, { tz: client.me.tz })}
  </time>`
}

/** @param {ShownMessage} message */
const threadOf = ({ channel, ts }) => hashOf({ view: 'channel', channel, thread: ts })

/** @param {ShownMessage} message @param {Client} client @param {ShownMessage[]} replies */
function threadFooter(message, client, replies) {
  const count = Math.max(message.reply_count ?? 0, replies.length)
  if (count === 0) return null
  const authors = [...new Set(replies.map(reply => reply.user))].slice(0, 3)
  const last = replies.at(-1)
  return html`<a class="thread-footer" href=${threadOf(message)}>
    ${authors.map(author => avatar(author, client, 'small'))}
    <span class="thread-count">${`${count} ${count === 1 ? 'reply' : 'replies'}`}</span>
    ${
      last &&
      html`<span class="quiet">Last reply ${timeOf(last, client, '{date_short_pretty} at {time}')}</span>`
    }
  </a>`
}

/** @param {ShownMessage} message */
async function copyLink(message) {
  await navigator.clipboard.writeText(permalinkOf(message))
  toast('The link is copied: it opens this message.')
}

/** @param {ShownMessage} message @param {Client} client */
async function deleteMessage({ channel, ts }, client) {
  const words = {
    title: 'Delete this message?',
    text: 'It is deleted for everybody, and an app can no longer change it.',
    confirm: 'Delete',
    style: 'danger',
  }
  if (await confirmed(words, client)) await client.post('delete', { channel, message_ts: ts })
}

/** The app's message shortcuts, and what Slack itself offers for a message. @param {MessageProps} props */
function toolbar({ message, client, inThread }) {
  const { channel, ts, thread_ts: thread } = message
  if (message.ephemeral_to) return null
  const shortcuts = client.store.workspace.shortcuts.map(({ name, callback_id }) => ({
    text: name,
    choose: () => client.post('shortcut', { channel, message_ts: ts, callback_id }),
  }))
  const items = [
    ...shortcuts,
    { text: 'Copy link', choose: () => copyLink(message) },
    { text: 'Delete message', choose: () => deleteMessage(message, client) },
  ]
  const label = `Reply in thread to ${authorOf(message.user, client).name}`
  return html`<div class="message-tools">
    ${
      !inThread &&
      (!thread || thread === ts) &&
      html`<a class="reply-link" href=${threadOf(message)} aria-label=${label}>Reply in thread</a>`
    }
    <${Menu} label="More actions" items=${items} />
  </div>`
}

/** @param {MessageProps} props @param {ShownMessage[]} replies @param {import('../elements/surface.js').Surface} surface */
function draw(props, replies, surface) {
  const { message, client, grouped, inThread } = props
  const { name, isApp } = authorOf(message.user, client)
  const blocks = message.blocks ?? []
  return html`<div class="gutter">
      ${grouped ? timeOf(message, client, '{time}') : avatar(message.user, client)}
    </div>
    <div class="message-main">
      ${message.ephemeral_to && html`<p class="only-you">${icon('eye')}Only visible to you</p>`}
      <h3 class=${classes('message-head', grouped && 'visually-hidden')}>
        <span class="author">${name}</span>
        ${isApp && html`<span class="badge">APP</span>`} ${timeOf(message, client, '{time}')}
      </h3>
      ${
        blocks.length > 0
          ? html`<${Blocks} blocks=${blocks} surface=${surface} />`
          : html`<div class="message-text">${mrkdwn(message.text, client)}</div>`
      }
      ${message.files && showFiles(message.files)}
      ${message.edited && html`<span class="edited">(edited)</span>`}
      ${!inThread && threadFooter(message, client, replies)}
    </div>
    ${toolbar(props)}`
}

/** @param {MessageProps} props */
export function Message(props) {
  const { message, client, grouped, inThread, revealed } = props
  const { channel, ts } = message
  // A message shown in the channel and in the thread has two sets of ids.
  const [surface] = useState(() =>
    createSurface({
      kind: 'message',
      client,
      id: `${inThread ? 'thread' : 'channel'}-${channel}-${ts}`,
      container: { message_ts: ts, channel },
    }),
  )
  const replies = inThread ? [] : client.store.countedReplies(channel, ts)
  // News elsewhere does not draw it again.
  const content = useMemo(
    () => draw(props, replies, surface),
    [message, grouped, replies.length, replies.at(-1), client.store.workspace],
  )
  const kind = classes(
    'message',
    grouped && 'grouped',
    message.ephemeral_to && 'ephemeral',
    message.notice && `notice-${message.notice}`,
  )
  return html`<article class=${kind} tabindex="-1" data-ts=${ts} data-revealed=${revealed ? '' : undefined}>
    ${content}
  </article>`
}
