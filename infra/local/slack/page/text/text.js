// @ts-check
import { html } from '../dom/html.js'
import { withEmoji } from './emoji.js'
import { unescapeEntities } from '../dom/entities.js'
import { renderInline } from './inline.js'
import { parseMrkdwn } from './mrkdwn-parse.js'

/** @import { Client } from '../state/client.js' */
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
 * @param {string} text
 * @param {Client} client
 * @param {{ verbatim?: boolean }} [options]
 */
export const mrkdwn = (text, client, options) => renderInline(parseMrkdwn(text, options), client)

/**
 * A text object of either type.
 * @param {TextObject | string | undefined} text
 * @param {Client} client
 */
export function renderText(text, client) {
  if (typeof text === 'object' && text?.type === 'mrkdwn')
    return html`<span class="mrkdwn">
      ${mrkdwn(text.text ?? '', client, { verbatim: text.verbatim === true })}
    </span>`
  return html`<span class="plain">${plainText(text)}</span>`
}
