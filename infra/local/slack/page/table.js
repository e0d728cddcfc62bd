// @ts-check
/** The `table` block, and `data_table` with its caption, sorting and pages. */
import { el, fragment } from './dom.js'
import { renderRichText } from './rich-text.js'

/** @typedef {import('./blocks.js').AnyBlock} AnyBlock */
/** @typedef {import('./surface.js').Surface} Surface */
/** @typedef {Record<string, any>} Cell */

/**
 * A text that may break after the characters that divide ARNs and keys (not within a time of day), before it breaks
 * just anywhere. Nothing is added to what one copies.
 * @param {string} text
 */
const breakable = text =>
  fragment(...text.split(/(?<=[/_]|[a-z]\.|(?<!\b\d{1,2}):)/i).flatMap(part => [el('wbr'), part]))

/** @param {Cell} cell @param {Surface} surface @returns {Node | string} */
function content(cell, surface) {
  if (cell.type === 'rich_text') return renderRichText(cell, surface.client)
  if (cell.type === 'raw_text') return breakable(String(cell.text ?? ''))
  if (cell.type === 'raw_number') return String(cell.text ?? cell.value ?? '')
  return el('code', { class: 'unknown' }, JSON.stringify(cell))
}

/**
 * @param {Cell[]} row @param {Surface} surface @param {(column: number) => string} classOf
 * @param {(column: number) => string | undefined} [scopeOf] a cell with a scope is a header
 */
function tableRow(row, surface, classOf, scopeOf = () => undefined) {
  return el(
    'tr',
    {},
    row.map((cell, column) => {
      const scope = scopeOf(column)
      return el(scope ? 'th' : 'td', { class: classOf(column), scope }, content(cell, surface))
    }),
  )
}

/** @param {string} label @param {Node} table */
function scrolling(label, table) {
  return el('div', { class: 'table-scroll', role: 'region', tabindex: 0, 'aria-label': label }, table)
}

/** The first row is the header, as Slack shows it. @param {AnyBlock} block @param {Surface} surface */
export function renderTable(block, surface) {
  const settings = block.column_settings ?? []
  const [head = [], ...body] = block.rows ?? []
  const classOf = /** @param {number} column */ column =>
    `align-${settings[column]?.align ?? 'left'}${settings[column]?.is_wrapped ? ' wrapped' : ''}`
  return scrolling(
    'Table',
    el(
      'table',
      { class: 'table' },
      el(
        'thead',
        {},
        tableRow(head, surface, classOf, () => 'col'),
      ),
      el(
        'tbody',
        {},
        body.map(/** @param {Cell[]} row */ row => tableRow(row, surface, classOf)),
      ),
    ),
  )
}

/** @param {Cell} cell */
const sortText = cell => cell.text ?? JSON.stringify(cell.elements ?? cell.value)

/** Numbers are compared as numbers only where the whole column is numbers. @param {Cell[][]} rows @param {number} column */
function comparison(rows, column) {
  const numeric = rows.every(row => row[column]?.type === 'raw_number')
  return /** @param {Cell[]} a @param {Cell[]} b */ (a, b) =>
    numeric
      ? Number(a[column]?.value) - Number(b[column]?.value)
      : sortText(a[column] ?? {}).localeCompare(sortText(b[column] ?? {}))
}

/** @param {AnyBlock} block @param {Surface} surface */
export function renderDataTable(block, surface) {
  /** @type {Cell[][]} */
  const [head = [], ...rows] = block.rows ?? []
  const size = block.page_size ?? 5
  const pages = Math.max(1, Math.ceil(rows.length / size))
  let page = 0
  let sorted = rows
  /** @type {{ column: number, down: boolean } | undefined} */
  let order
  const body = el('tbody')
  const headers = head.map((cell, column) =>
    el(
      'th',
      { scope: 'col' },
      el(
        'button',
        { class: 'sort', type: 'button', on: { click: () => sort(column) } },
        content(cell, surface),
      ),
    ),
  )
  const where = el('span', { 'aria-live': 'polite' })
  const turn = /** @param {string} text @param {number} by */ (text, by) =>
    el('button', { class: 'button button-small', type: 'button', on: { click: () => show(page + by) } }, text)

  /** @param {number} next */
  function show(next) {
    page = Math.min(Math.max(next, 0), pages - 1)
    const shown = sorted.slice(page * size, (page + 1) * size)
    const key = block.row_header_column_index ?? 0
    body.replaceChildren(
      ...shown.map(row =>
        tableRow(
          row,
          surface,
          column => (row[column]?.type === 'raw_number' ? 'align-right' : 'align-left'),
          column => (column === key ? 'row' : undefined),
        ),
      ),
    )
    where.textContent = `Page ${page + 1} of ${pages}`
  }

  /** @param {number} column */
  function sort(column) {
    order = { column, down: order?.column === column && !order.down }
    sorted = [...rows].sort(comparison(rows, column))
    if (order.down) sorted.reverse()
    for (const [at, header] of headers.entries()) {
      if (at === column) header.setAttribute('aria-sort', order.down ? 'descending' : 'ascending')
      else header.removeAttribute('aria-sort')
    }
    show(0)
  }

  show(0)
  const caption = String(block.caption ?? 'Table')
  return el(
    'div',
    {},
    scrolling(
      caption,
      el(
        'table',
        { class: 'table' },
        el('caption', {}, caption),
        el('thead', {}, el('tr', {}, headers)),
        body,
      ),
    ),
    pages > 1 && el('div', { class: 'pager' }, turn('Previous', -1), where, turn('Next', 1)),
  )
}
