// @ts-check
/** The `markdown` block: a safe subset of CommonMark, by way of the same inline tree as mrkdwn. */
import { el, fragment } from './dom.js'
import { renderInline } from './inline.js'

/** @typedef {import('./client.js').Client} Client */
/** @typedef {import('./mrkdwn-parse.js').Inline} Inline */

/** Each pattern is tried at every position; the first that matches wins. @type {[RegExp, (m: RegExpExecArray) => Inline][]} */
const INLINE = [
  [/^`([^`\n]+)`/, m => ({ type: 'code', text: m[1] })],
  [/^\*\*(\S(?:[^\n]*?\S)?)\*\*/, m => ({ type: 'bold', children: inline(m[1] ?? '') })],
  [/^~~(\S(?:[^\n]*?\S)?)~~/, m => ({ type: 'strike', children: inline(m[1] ?? '') })],
  [/^[*_](\S(?:[^\n*_]*?\S)?)[*_](?!\w)/, m => ({ type: 'italic', children: inline(m[1] ?? '') })],
  [/^\[([^\]\n]+)\]\(([^)\s]+)\)/, m => ({ type: 'link', url: m[2], text: m[1] })],
  [/^https?:\/\/[^\s<>)]+/, m => ({ type: 'link', url: m[0] })],
  [/^\n/, () => ({ type: 'break' })],
]

/** @param {string} text @returns {Inline[]} */
function inline(text) {
  /** @type {Inline[]} */
  const nodes = []
  for (let at = 0; at < text.length; ) {
    const inWord = /\w/.test(text[at - 1] ?? '')
    const rest = text.slice(at)
    const hit = INLINE.map(([pattern, make]) => ({ match: pattern.exec(rest), make })).find(
      each => each.match,
    )
    if (hit?.match && !(inWord && /^[_h]/.test(rest))) {
      nodes.push(hit.make(hit.match))
      at += hit.match[0].length
    } else {
      const escaped = /^\\([\\`*_[\]()#~>-])/.exec(rest)
      nodes.push({ type: 'text', text: escaped?.[1] ?? text[at] ?? '' })
      at += escaped ? 2 : 1
    }
  }
  return nodes
}

/** @param {string} row @returns {string[]} */
const cells = row =>
  row
    .replace(/^\s*\||\|\s*$/g, '')
    .split('|')
    .map(cell => cell.trim())

/** @param {string[]} rows @param {Client} client */
function table(rows, client) {
  const [head = '', , ...body] = rows
  const line = /** @param {string} row @param {'th' | 'td'} tag */ (row, tag) =>
    el(
      'tr',
      {},
      cells(row).map(cell =>
        el(tag, tag === 'th' ? { scope: 'col' } : {}, renderInline(inline(cell), client)),
      ),
    )
  return el(
    'div',
    { class: 'table-scroll', tabindex: 0, role: 'region', 'aria-label': 'Table' },
    el(
      'table',
      { class: 'table' },
      el('thead', {}, line(head, 'th')),
      el(
        'tbody',
        {},
        body.map(row => line(row, 'td')),
      ),
    ),
  )
}

/** @param {string} chunk a run of lines without an empty one @param {Client} client @returns {Node} */
function paragraph(chunk, client) {
  const rows = chunk.split('\n')
  const heading = /^(#{1,6}) (.*)$/.exec(rows[0] ?? '')
  if (heading) {
    const rest = rows.slice(1).join('\n')
    return fragment(
      el(
        'p',
        { class: `md-heading md-heading-${heading[1]?.length}`, role: 'heading', 'aria-level': 4 },
        renderInline(inline(heading[2] ?? ''), client),
      ),
      rest && paragraph(rest, client),
    )
  }
  if (/^\s*(-{3,}|\*{3,})\s*$/.test(chunk)) return el('hr')
  if (rows.length > 1 && /^\s*\|?[\s:|-]+\|[\s:|-]*$/.test(rows[1] ?? '')) return table(rows, client)
  const strip = /** @param {RegExp} pattern */ pattern => rows.map(row => row.replace(pattern, ''))
  const items = /** @param {string[]} texts */ texts =>
    texts.map(text => el('li', {}, renderInline(inline(text), client)))
  if (rows.every(row => /^\s*[-*+] /.test(row))) return el('ul', {}, items(strip(/^\s*[-*+] /)))
  if (rows.every(row => /^\s*\d+[.)] /.test(row))) return el('ol', {}, items(strip(/^\s*\d+[.)] /)))
  if (rows.every(row => row.startsWith('>')))
    return el('blockquote', {}, renderInline(inline(strip(/^> ?/).join('\n')), client))
  return el('p', {}, renderInline(inline(chunk), client))
}

/**
 * @param {string} text
 * @param {Client} client
 */
export function renderMarkdown(text, client) {
  return fragment(
    text.split(/(```[^\n]*\n[\s\S]*?```)/).flatMap(part => {
      const fence = /^```[^\n]*\n([\s\S]*?)\n?```$/.exec(part)
      if (fence) return [el('pre', { tabindex: 0 }, fence[1])]
      return part
        .split(/\n\s*\n/)
        .map(chunk => chunk.replace(/^\n+|\s+$/g, ''))
        .filter(Boolean)
        .map(chunk => paragraph(chunk, client))
    }),
  )
}
