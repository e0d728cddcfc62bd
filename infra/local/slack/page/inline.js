// @ts-check
/** Parsed inline text, from mrkdwn, markdown or rich text, to nodes of the document. */
import { formatDate } from './date-format.js'
import { el, fragment, link } from './dom.js'
import { utcText } from './zone.js'

/** @typedef {import('./mrkdwn-parse.js').Inline} Inline */
/** @typedef {import('./client.js').Client} Client */

/** @param {Inline} node @param {Client} client */
function userMention(node, client) {
  const user = client.store.user(node.id)
  const mine = node.id === client.me.id
  return el(
    'span',
    { class: mine ? 'mention mention-me' : 'mention' },
    `@${user?.real_name || user?.name || node.text || node.id}`,
  )
}

/** @param {Inline} node @param {Client} client */
function channelMention(node, client) {
  const channel = client.store.channel(node.id)
  const name = `#${channel?.name ?? node.text ?? node.id}`
  return channel
    ? el('a', { class: 'mention', href: `#/${node.id}` }, name)
    : el('span', { class: 'mention' }, name)
}

/** @param {Inline} node @param {Client} client */
function dateNode(node, client) {
  const text = formatDate(node.timestamp, node.format, { tz: client.me.tz, fallback: node.fallback })
  const time = Number.isFinite(node.timestamp)
    ? el(
        'time',
        { datetime: new Date(node.timestamp * 1000).toISOString(), title: utcText(node.timestamp) },
        text,
      )
    : text
  return node.url ? link(node.url, time) : time
}

/** @type {Record<string, (node: Inline, client: Client) => Node | string>} */
const RENDER = {
  text: node => node.text ?? '',
  break: () => el('br'),
  bold: (node, client) => el('strong', {}, renderInline(node.children ?? [], client)),
  italic: (node, client) => el('em', {}, renderInline(node.children ?? [], client)),
  strike: (node, client) => el('s', {}, renderInline(node.children ?? [], client)),
  underline: (node, client) => el('u', {}, renderInline(node.children ?? [], client)),
  highlight: (node, client) => el('mark', {}, renderInline(node.children ?? [], client)),
  code: node => el('code', {}, node.text),
  pre: node => el('pre', { tabindex: 0 }, node.text),
  quote: (node, client) => el('blockquote', {}, renderInline(node.children ?? [], client)),
  emoji: node =>
    el(
      'span',
      {
        class: 'emoji',
        role: 'img',
        'aria-label': (node.name ?? '').replaceAll('_', ' '),
        title: `:${node.name}:`,
      },
      node.text,
    ),
  link: (node, client) =>
    link(node.url, node.children ? renderInline(node.children, client) : (node.text ?? node.url)),
  user: userMention,
  channel: channelMention,
  usergroup: (node, { store }) =>
    el('span', { class: 'mention' }, node.text ?? `@${store.usergroup(node.id)?.handle ?? node.id}`),
  broadcast: node => el('span', { class: 'mention mention-me' }, `@${node.range}`),
  date: dateNode,
}

/**
 * @param {Inline[]} nodes
 * @param {Client} client
 * @returns {DocumentFragment}
 */
export function renderInline(nodes, client) {
  return fragment(nodes.map(node => RENDER[node.type]?.(node, client) ?? node.text ?? ''))
}
