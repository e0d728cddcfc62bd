// @ts-check
import { html } from '../dom/html.js'
import { renderRichText } from '../text/rich-text.js'

/** @import { BlockProps } from './blocks.js' */

/**
 * A text that may break after the characters that divide ARNs and keys (not within a time of day), before it breaks
 * just anywhere. Nothing is added to what one copies.
 * @param {string} text
 */
const breakable = text =>
  text.split(/(?<=[/_]|[a-z]\.|(?<!\b\d{1,2}):)/i).flatMap(part => [html`<wbr />`, part])

/** @param {Record<string, any>} cell */
function content(cell) {
  if (cell.type === 'rich_text') return renderRichText(cell)
  if (cell.type === 'raw_text') return breakable(String(cell.text ?? ''))
  return html`<code class="unknown">${JSON.stringify(cell)}</code>`
}

/** The `table` block. The first row is the header, as Slack shows it. @param {BlockProps} props */
export function Table({ block }) {
  const settings = block.column_settings ?? []
  /** @type {Record<string, any>[][]} */
  const [head = [], ...body] = block.rows ?? []
  const classOf = /** @param {number} column */ column =>
    `align-${settings[column]?.align ?? 'left'}${settings[column]?.is_wrapped ? ' wrapped' : ''}`
  return html`<div class="table-scroll" role="region" tabindex="0" aria-label="Table">
    <table class="table">
      <thead>
        <tr>
          ${head.map((cell, column) => html`<th scope="col" class=${classOf(column)}>${content(cell)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${body.map(
          row =>
            html`<tr>
              ${row.map((cell, column) => html`<td class=${classOf(column)}>${content(cell)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}
