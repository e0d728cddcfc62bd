// @ts-check
import { unescapeEntities } from '../dom/entities.js'

/** @typedef {import('./mrkdwn-parse.js').Inline} Inline */

/**
 * `!date^unix^format^link|fallback`, of which the link is optional.
 * @param {string} body @param {string | undefined} label
 * @returns {Inline}
 */
function parseDate(body, label) {
  const [, timestamp, format, url] = body.split('^')
  return { type: 'date', timestamp: Number(timestamp), format: format ?? '', url, fallback: label ?? '' }
}

/** @param {string} body @param {string | undefined} label @returns {Inline | undefined} */
function parseSpecial(body, label) {
  if (body.startsWith('!date^')) return parseDate(body, label)
  if (body.startsWith('!subteam^')) return { type: 'usergroup', id: body.slice(9), text: label }
  if (/^!(here|channel|everyone)$/.test(body)) return { type: 'broadcast', range: body.slice(1) }
  return label === undefined ? undefined : { type: 'text', text: label }
}

/**
 * What stands between `<` and `>` in mrkdwn; undefined when it is none of Slack's tokens, which leaves it text.
 * @param {string} inner
 * @returns {Inline | undefined}
 */
export function parseToken(inner) {
  const bar = inner.indexOf('|')
  const body = bar < 0 ? inner : inner.slice(0, bar)
  const label = bar < 0 ? undefined : unescapeEntities(inner.slice(bar + 1))
  if (/^@[UW]\w+$/.test(body)) return { type: 'user', id: body.slice(1), text: label }
  if (/^#[CDG]\w+$/.test(body)) return { type: 'channel', id: body.slice(1), text: label }
  if (body.startsWith('!')) return parseSpecial(body, label)
  if (!/^(https?:\/\/|mailto:)/i.test(body)) return undefined
  return { type: 'link', url: unescapeEntities(body), text: label }
}
