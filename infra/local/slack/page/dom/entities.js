// @ts-check
const CHARACTERS = /** @type {Record<string, string>} */ ({ amp: '&', lt: '<', gt: '>' })

/**
 * Undoes the three escapes that Slack knows, in one pass so that `&amp;lt;` stays `&lt;`.
 * @param {string} text
 */
export function unescapeEntities(text) {
  return text.replace(/&(amp|lt|gt);/g, (_, name) => CHARACTERS[name] ?? '')
}

/**
 * What Slack's client does to a message before it sends it, so that `<!channel>` typed by hand is only text.
 * @param {string} text
 */
export function escapeEntities(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
