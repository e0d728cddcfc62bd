/**
 * Makes a text literal in Slack's mrkdwn: without this a typed or logged `<!channel>` would notify everyone.
 * Only these three characters carry meaning for Slack's parser.
 */
export const escapeMrkdwn = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/**
 * Makes what cannot be seen visible: control characters, and marks that change the reading direction, would
 * let a key pass for another one.
 */
export const visible = (text: string): string =>
  text.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b-\u200f]/gu, '\u{fffd}')

/** What a stranger may have written (keys, user agents, requesters), as mrkdwn that shows it as it is. */
export const literal = (text: string): string => escapeMrkdwn(visible(text))

/**
 * A text as inline code. mrkdwn cannot escape a backtick and a span ends at a line break, so the first
 * becomes a look-alike quote and the second a space; an empty text is shown as a space.
 */
export const code = (text: string): string =>
  `\`${escapeMrkdwn(text.replaceAll('`', 'ˋ').replaceAll(/\s*[\r\n]+\s*/g, ' ')) || ' '}\``

/** Lines of text as a block of code; backticks become look-alikes, as they cannot be escaped. */
export const codeBlock = (text: string): string =>
  `\`\`\`\n${escapeMrkdwn(text.replaceAll('`', 'ˋ'))}\n\`\`\``

/** At most `limit` code points, the last of them `…` where something was cut; never half of an emoji. */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text
  const points = Array.from(text)
  return points.length <= limit ? text : `${points.slice(0, Math.max(0, limit - 1)).join('')}…`
}
