// @ts-check
import { el } from './dom.js'
import { withEmoji } from './emoji.js'
import { unescapeEntities } from './entities.js'
import { renderInline } from './inline.js'
import { parseMrkdwn } from './mrkdwn-parse.js'

/** @typedef {import('./client.js').Client} Client */
/** @typedef {{ type?: string, text?: string, emoji?: boolean, verbatim?: boolean }} TextObject */

/**
 * A plain_text object, or a bare string, as text.
 * @param {TextObject | string | undefined} text
 * @returns {string}
 */
export function plainText(text) {
  if (text === undefined || text === null) return ''
  const raw = typeof text === 'string' ? text : (text.text ?? '')
  const unescaped = unescapeEntities(raw)
  return typeof text === 'object' && text.emoji === false ? unescaped : withEmoji(unescaped)
}

/**
 * mrkdwn as nodes.
 * @param {string} text
 * @param {Client} client
 * @param {{ verbatim?: boolean }} [options]
 */
export function mrkdwn(text, client, options) {
  return renderInline(parseMrkdwn(text, options), client)
}

/**
 * A text object of either type.
 * @param {TextObject | string | undefined} text
 * @param {Client} client
 * @returns {Node}
 */
export function renderText(text, client) {
  if (typeof text === 'object' && text?.type === 'mrkdwn') {
    return el(
      'span',
      { class: 'mrkdwn' },
      mrkdwn(text.text ?? '', client, { verbatim: text.verbatim === true }),
    )
  }
  return el('span', { class: 'plain' }, plainText(text))
}
