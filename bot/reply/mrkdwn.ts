/**
 * Makes a text literal in Slack's mrkdwn: without this a typed or logged `<!channel>` would notify everyone.
 * Only these three characters carry meaning for Slack's parser.
 */
export const escapeMrkdwn = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/**
 * A text as inline code. mrkdwn cannot escape a backtick and a span ends at a line break, so the first
 * becomes a look-alike quote and the second a space; an empty text is shown as a space.
 */
export const code = (text: string): string =>
  `\`${escapeMrkdwn(text.replaceAll('`', 'ˋ').replaceAll(/\s*[\r\n]+\s*/g, ' ')) || ' '}\``

/** At most `limit` code points, the last of them `…` where something was cut; never half of an emoji. */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text
  const points = Array.from(text)
  return points.length <= limit ? text : `${points.slice(0, Math.max(0, limit - 1)).join('')}…`
}
