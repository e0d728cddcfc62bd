// @ts-check
import { html } from '../dom/html.js'

/** @typedef {Record<string, any>} RichElement */

/** What is literally there; any other kind shows as what was sent. @param {RichElement} element */
const inline = element =>
  element.type === 'text' ? String(element.text ?? '') : html`<code>${JSON.stringify(element)}</code>`

/** @param {RichElement} part */
function partOf({ type, elements = [] }) {
  const content = elements.map(inline)
  if (type === 'rich_text_preformatted') return html`<pre tabindex="0">${content}</pre>`
  if (type === 'rich_text_section') return html`<div class="rich-section">${content}</div>`
  return html`<pre class="unknown">${JSON.stringify({ type, elements }, null, 2)}</pre>`
}

/** The `rich_text` block, as far as the app sends it. Its text is never mrkdwn. @param {RichElement | undefined} block */
export const renderRichText = block => (block?.elements ?? []).map(partOf)
