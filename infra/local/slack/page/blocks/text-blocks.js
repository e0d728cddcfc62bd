// @ts-check
/** Blocks that show words. */
import { html } from '../dom/html.js'
import { Element } from '../elements/elements.js'
import { plainText, renderText } from '../text/text.js'

/** @import { BlockProps } from './blocks.js' */

/** @param {BlockProps} props */
export function Section({ block, surface, blockId }) {
  const fields = (block.fields ?? []).map(
    /** @param {any} field */ field => html`<div class="field">${renderText(field, surface.client)}</div>`,
  )
  return html`<div class="section">
    <div class="section-main">
      ${block.text && html`<div class="section-text">${renderText(block.text, surface.client)}</div>`}
      ${fields.length > 0 && html`<div class="fields">${fields}</div>`}
    </div>
    ${
      block.accessory &&
      html`<div class="accessory">
      <${Element}
        key=${`${block.accessory.type} ${block.accessory.action_id}`}
        element=${block.accessory}
        surface=${surface}
        blockId=${blockId}
        options=${{ label: plainText(block.text), dispatches: true }}
      />
    </div>`
    }
  </div>`
}

/** Below the heading of its surface: the tab's own on Home, a modal's title, a message's author. @param {BlockProps} props */
export function Header({ block, surface }) {
  return html`<p class="header" role="heading" aria-level=${surface.kind === 'home' ? 2 : 3}>
    ${plainText(block.text)}
  </p>`
}

/** @param {BlockProps} props */
export function Context({ block, surface }) {
  return html`<div class="context">
    ${(block.elements ?? []).map(
      /** @param {any} element */ element =>
        html`<div class="context-text">${renderText(element, surface.client)}</div>`,
    )}
  </div>`
}
