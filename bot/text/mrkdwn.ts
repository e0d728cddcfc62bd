import { truncate } from '../../analyses/lib/truncate.ts'

export { truncate }

/**
 * Makes a text literal in Slack's mrkdwn: without this a typed or logged `<!channel>` would notify everyone.
 * Only these three characters carry meaning for Slack's parser.
 */
export const escapeMrkdwn = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** What nobody sees, but where it makes an emoji of several characters one. */
const UNSEEN =
  /(?!(?<=\p{ExtPict}\p{EMod}?)\ufe0f)(?!(?<=\p{ExtPict}\p{EMod}?\ufe0f?)\u200d(?=\p{ExtPict}))[\p{Cc}\p{Zl}\p{Zp}\p{DI}]/gu

/** What nearly all texts are, told in a fraction of the time. */
const PRINTABLE = /^[ -~]*$/

/**
 * Makes what cannot be seen visible: control characters, characters without width, and marks that change the
 * reading direction, would let a key pass for another one.
 */
export const visible = (text: string): string =>
  PRINTABLE.test(text) ? text : text.replaceAll(UNSEEN, '\u{fffd}')

/** The same of a text of lines, which stay lines. */
export const visibleLines = (text: string): string => text.split(/\r?\n/).map(visible).join('\n')

/** A word that Slack would format, link or draw as an emoji, or a line that it would take for a quotation. */
const FORMATTED =
  /[*`]|(?<![\p{L}\p{N}])[_~]|[_~](?![\p{L}\p{N}])|(?<![\w:]):[\w+'-]+:(?![\w:])|\b(?:https?|ftp|mailto|tel):|^>/iu

/**
 * What a stranger may have written (keys, user agents, requesters), as mrkdwn that shows it as it is. Formatting
 * cannot be escaped, so words that have some are shown as code.
 */
export const literal = (text: string): string =>
  visible(text)
    .split(' ')
    .map((word, at) =>
      FORMATTED.test(at === 0 ? word : word.replace(/^>+/, '')) ? code(word) : escapeMrkdwn(word),
    )
    .join(' ')

/**
 * A text as inline code. mrkdwn cannot escape a backtick and a span ends at a line break, so the first
 * becomes a look-alike quote and the second a space; an empty text is shown as a space.
 */
export const code = (text: string): string =>
  `\`${escapeMrkdwn(visible(text.replaceAll('`', 'ˋ').replaceAll(/\s*[\r\n]+\s*/g, ' '))) || ' '}\``

/** Lines of text as a block of code; backticks become look-alikes, as they cannot be escaped. */
export const codeBlock = (text: string): string =>
  `\`\`\`\n${escapeMrkdwn(visibleLines(text).replaceAll('`', 'ˋ'))}\n\`\`\``

/** Slack advises less than 4000. */
const NOTIFICATION = 3900
/** A whole message in words, as a notification shows it. */
export const notification = (text: string): string => truncate(text, NOTIFICATION)
