// @ts-check
/** The `rich_text` block: what Slack's own composer makes. Its text is literal, never mrkdwn. */
import { el, fragment } from './dom.js'
import { emojiOf } from './emoji.js'
import { renderInline } from './inline.js'

/** @typedef {import('./client.js').Client} Client */
/** @typedef {Record<string, any>} RichElement */
/** @typedef {import('./mrkdwn-parse.js').Inline} Inline */

/** @param {RichElement} element */
function emojiInline(element) {
  const unicode = String(element.unicode ?? '')
    .split('-')
    .filter(Boolean)
    .map(code => Number.parseInt(code, 16))
  const char = unicode.length > 0 ? String.fromCodePoint(...unicode) : emojiOf(element.name)
  return char
    ? { type: 'emoji', text: char, name: element.name }
    : { type: 'text', text: `:${element.name}:` }
}

/** @param {string} text @returns {Inline[]} */
function lines(text) {
  return text
    .split('\n')
    .flatMap((line, index) =>
      index > 0 ? [{ type: 'break' }, { type: 'text', text: line }] : [{ type: 'text', text: line }],
    )
}

/** @param {RichElement} element @returns {Inline[]} */
function contentOf(element) {
  switch (element.type) {
    case 'text':
      return lines(String(element.text ?? ''))
    case 'link':
      return [{ type: 'link', url: element.url, text: element.text }]
    case 'user':
      return [{ type: 'user', id: element.user_id }]
    case 'channel':
      return [{ type: 'channel', id: element.channel_id }]
    case 'usergroup':
      return [{ type: 'usergroup', id: element.usergroup_id }]
    case 'broadcast':
      return [{ type: 'broadcast', range: element.range }]
    case 'date':
      return [{ ...element, type: 'date', fallback: element.fallback ?? '' }]
    case 'emoji':
      return [emojiInline(element)]
    case 'color':
      return [{ type: 'code', text: element.value }]
    default:
      return [{ type: 'code', text: JSON.stringify(element) }]
  }
}

/** @param {RichElement} element @returns {Inline[]} */
function inlineOf(element) {
  const style = element.style ?? {}
  /** @type {Inline[]} */
  let nodes = contentOf(element)
  if (style.code) nodes = [{ type: 'code', text: element.text ?? element.url ?? '' }]
  for (const name of ['bold', 'italic', 'strike', 'underline', 'highlight']) {
    if (style[name]) nodes = [{ type: name, children: nodes }]
  }
  return nodes
}

/** @param {RichElement[]} elements @param {Client} client */
function section(elements, client) {
  return renderInline((elements ?? []).flatMap(inlineOf), client)
}

/** @param {RichElement} list @param {Client} client */
function listOf(list, client) {
  const items = (list.elements ?? []).map(
    /** @param {RichElement} item */ item => el('li', {}, section(item.elements, client)),
  )
  const depth = `rich-list indent-${Math.min(Number(list.indent ?? 0), 8)}`
  if (list.style !== 'ordered') return el('ul', { class: depth }, items)
  return el('ol', { class: depth, start: list.offset ? Number(list.offset) + 1 : undefined }, items)
}

/** @param {RichElement} part @param {Client} client @returns {Node} */
function partOf(part, client) {
  switch (part.type) {
    case 'rich_text_section':
      return el('div', { class: 'rich-section' }, section(part.elements, client))
    case 'rich_text_list':
      return listOf(part, client)
    case 'rich_text_quote':
      return el('blockquote', {}, section(part.elements, client))
    case 'rich_text_preformatted':
      return el('pre', { tabindex: 0 }, section(part.elements, client))
    default:
      return el('pre', { class: 'unknown' }, JSON.stringify(part, null, 2))
  }
}

/**
 * @param {RichElement | undefined} block a `rich_text` object
 * @param {Client} client
 */
export function renderRichText(block, client) {
  return fragment((block?.elements ?? []).map(/** @param {RichElement} part */ part => partOf(part, client)))
}
