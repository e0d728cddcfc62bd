// @ts-check
/**
 * Slack's mrkdwn, parsed to a tree: `*bold* _italic_ ~strike~`, code, quotes, `<…>` tokens, emoji. Pure, so
 * that it can be reasoned about without a document.
 */
import { emojiAt } from './emoji.js'
import { unescapeEntities } from '../dom/entities.js'
import { parseToken } from './mrkdwn-token.js'

/**
 * @typedef {{ type: string, text?: string | undefined, children?: Inline[], [more: string]: any }} Inline
 */

const STYLES = /** @type {Record<string, string>} */ ({ '*': 'bold', _: 'italic', '~': 'strike' })

/**
 * Position of the marker that closes the one at `start`, or -1. Markers count only at the edge of words, and
 * do not reach over a line end or into code and `<…>` tokens.
 * @param {string} text
 * @param {number} start
 */
function closingMarker(text, start) {
  const marker = text[start]
  if (/\w/.test(text[start - 1] ?? '') || /\s|^$/.test(text[start + 1] ?? '')) return -1
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at += 1) {
    const skipped = /[<`]/.test(text[at] ?? '') && /^(?:<[^<>\n]+>|`[^`\n]+`)/.exec(text.slice(at))?.[0]
    if (skipped) at += skipped.length - 1
    else if (
      text[at] === marker &&
      at > start + 1 &&
      !/\s/.test(text[at - 1] ?? '') &&
      !/\w/.test(text[at + 1] ?? '')
    )
      return at
  }
  return -1
}

/** @param {string} rest @param {string} before the character before it */
function bareUrl(rest, before) {
  if (/\w/.test(before)) return undefined
  return /^https?:\/\/[^\s<>|]+[^\s<>|.,;:!?'")\]]/.exec(rest)?.[0]
}

/**
 * The inline construct at a position, with the number of characters it takes.
 * @param {string} text @param {number} at @param {boolean} verbatim
 * @returns {{ node: Inline, length: number } | undefined}
 */
function inlineAt(text, at, verbatim) {
  const char = text[at] ?? ''
  if (char === '\n') return { node: { type: 'break' }, length: 1 }
  const rest = text.slice(at)
  if (char === '`') {
    const code = /^`([^`\n]+)`/.exec(rest)
    return code
      ? { node: { type: 'code', text: unescapeEntities(code[1] ?? '') }, length: code[0].length }
      : undefined
  }
  if (char === '<') {
    const token = /^<([^<>\n]+)>/.exec(rest)
    const node = token && parseToken(token[1] ?? '')
    return token && node ? { node, length: token[0].length } : undefined
  }
  if (char === ':') {
    const found = emojiAt(text, at)
    return found && { node: { type: 'emoji', text: found.char, name: found.name }, length: found.length }
  }
  if (char === 'h' && !verbatim) {
    const url = bareUrl(rest, text[at - 1] ?? '')
    return url ? { node: { type: 'link', url: unescapeEntities(url) }, length: url.length } : undefined
  }
  return styledAt(text, at, verbatim)
}

/** @param {string} text @param {number} at @param {boolean} verbatim */
function styledAt(text, at, verbatim) {
  const type = STYLES[text[at] ?? '']
  const end = type ? closingMarker(text, at) : -1
  if (!type || end < 0) return undefined
  return { node: { type, children: parseInline(text.slice(at + 1, end), verbatim) }, length: end + 1 - at }
}

/**
 * @param {string} text
 * @param {boolean} verbatim no links are made of bare addresses
 * @returns {Inline[]}
 */
export function parseInline(text, verbatim = false) {
  /** @type {Inline[]} */
  const nodes = []
  let plain = ''
  const flush = () => {
    if (plain) nodes.push({ type: 'text', text: unescapeEntities(plain) })
    plain = ''
  }
  for (let at = 0; at < text.length; ) {
    const found = inlineAt(text, at, verbatim)
    if (found) {
      flush()
      nodes.push(found.node)
    } else plain += text[at]
    at += found ? found.length : 1
  }
  flush()
  return nodes
}

const QUOTE = /^(?:>|&gt;) ?/

/**
 * Lines of text without code fences: runs of `>` lines become quotes.
 * @param {string} text @param {boolean} verbatim
 * @returns {Inline[]}
 */
function parseLines(text, verbatim) {
  /** @type {{ quoted: boolean, lines: string[] }[]} */
  const runs = []
  for (const line of text.split('\n')) {
    const quoted = QUOTE.test(line)
    const last = runs.at(-1)
    if (last?.quoted === quoted) last.lines.push(line.replace(QUOTE, ''))
    else runs.push({ quoted, lines: [line.replace(QUOTE, '')] })
  }
  return runs.flatMap(({ quoted, lines }, at) => {
    const nodes = parseInline(lines.join('\n'), verbatim)
    if (quoted) return [{ type: 'quote', children: nodes }]
    // A quote ends its line by itself; before one, the line's own end stands.
    return at < runs.length - 1 ? [...nodes, { type: 'break' }] : nodes
  })
}

/**
 * @param {string} text
 * @param {{ verbatim?: boolean }} [options]
 * @returns {Inline[]}
 */
export function parseMrkdwn(text, { verbatim = false } = {}) {
  return text.split(/(```[\s\S]+?```\n?)/).flatMap(part => {
    const fence = /^```\n?([\s\S]+?)\n?```\n?$/.exec(part)
    if (fence) return [{ type: 'pre', text: unescapeEntities(fence[1] ?? '') }]
    return parseLines(part, verbatim)
  })
}
