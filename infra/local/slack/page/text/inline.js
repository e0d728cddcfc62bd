// @ts-check
/** Parsed inline text, from mrkdwn or rich text, as nodes. */
import { html } from '../dom/html.js'
import { link } from '../dom/link.js'
import { formatDate } from './date-format.js'
import { utcText } from './zone.js'

/** @import { Inline } from './mrkdwn-parse.js' */
/** @import { Client } from '../state/client.js' */
/** @import { Children } from '../dom/html.js' */

/** @param {Inline} node @param {Client} client */
function userMention(node, client) {
  const user = client.store.user(node.id)
  const mine = node.id === client.me.id
  return html`<span class=${mine ? 'mention mention-me' : 'mention'}>
    ${`@${user?.real_name || user?.name || node.text || node.id}`}
  </span>`
}

/** @param {Inline} node @param {Client} client */
function channelMention(node, client) {
  const channel = client.store.channel(node.id)
  const name = `#${channel?.name ?? node.text ?? node.id}`
  return channel
    ? html`<a class="mention" href=${`#/${node.id}`}>${name}</a>`
    : html`<span class="mention">${name}</span>`
}

/** @param {Inline} node @param {Client} client */
function dateNode({ timestamp, format, fallback, url }, client) {
  const text = formatDate(timestamp, format, { tz: client.me.tz, fallback })
  const time = Number.isFinite(timestamp)
    ? html`<time datetime=${new Date(timestamp * 1000).toISOString()} title=${utcText(timestamp)}>${text}</time>`
    : text
  return url ? link(url, time) : time
}

/** @type {Record<string, (node: Inline, client: Client) => Children>} */
const RENDER = {
  break: () => html`<br />`,
  bold: (node, client) => html`<strong>${children(node, client)}</strong>`,
  italic: (node, client) => html`<em>${children(node, client)}</em>`,
  strike: (node, client) => html`<s>${children(node, client)}</s>`,
  code: node => html`<code>${node.text}</code>`,
  pre: node => html`<pre tabindex="0">${node.text}</pre>`,
  quote: (node, client) => html`<blockquote>${children(node, client)}</blockquote>`,
  emoji: ({ name = '', text }) =>
    html`<span class="emoji" role="img" aria-label=${name.replaceAll('_', ' ')} title=${`:${name}:`}>${text}</span>`,
  link: node => link(node.url, node.text ?? node.url),
  user: userMention,
  channel: channelMention,
  usergroup: (node, { store }) =>
    html`<span class="mention">${node.text ?? `@${store.usergroup(node.id)?.handle ?? node.id}`}</span>`,
  broadcast: node => html`<span class="mention mention-me">${`@${node.range}`}</span>`,
  date: dateNode,
}

/** @param {Inline} node @param {Client} client */
const children = (node, client) => renderInline(node.children ?? [], client)

/**
 * @param {Inline[]} nodes
 * @param {Client} client
 * @returns {Children}
 */
export const renderInline = (nodes, client) =>
  nodes.map(node => RENDER[node.type]?.(node, client) ?? node.text ?? '')
