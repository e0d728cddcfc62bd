// @ts-check
/** Blocks that people act on: input and actions. */
import { classes, html } from '../dom/html.js'
import { Element } from '../elements/elements.js'
import { controlId } from '../elements/surface.js'
import { plainText } from '../text/text.js'

/** @import { BlockProps } from './blocks.js' */

/** Elements made of several controls: a label cannot point at them, a group's name can. */
const GROUPS = new Set(['checkboxes', 'radio_buttons'])

/** @param {BlockProps} props */
export function Input({ block, surface, blockId }) {
  const element = block.element ?? {}
  const base = `${surface.id}-${blockId}`
  const label = plainText(block.label)
  const error = surface.errors?.[blockId]
  const isGroup = GROUPS.has(element.type)
  const heading = [label, block.optional && html`<span class="quiet"> (optional)</span>`]
  const options = {
    label,
    labelledBy: `${base}-label`,
    describedBy: `${block.hint ? `${base}-hint ` : ''}${base}-error`,
    required: !block.optional,
    invalid: error !== undefined,
    dispatches: block.dispatch_action === true,
  }
  // What was said about the old value is no longer true once it changes.
  const changed = () => surface.clearError?.(blockId)
  return html`<${isGroup ? 'fieldset' : 'div'}
    class=${classes('input', error !== undefined && 'has-error')}
    onInput=${changed}
    onChange=${changed}
  >
    ${
      isGroup
        ? html`<legend class="label" id=${`${base}-label`}>${heading}</legend>`
        : html`<label class="label" id=${`${base}-label`} for=${controlId(surface, blockId, element)}>${heading}</label>`
    }
    <${Element}
      key=${`${element.type} ${element.action_id}`}
      element=${element}
      surface=${surface}
      blockId=${blockId}
      options=${options}
    />
    <p class="field-error" id=${`${base}-error`} hidden=${error === undefined}>${error}</p>
    ${block.hint && html`<p class="hint" id=${`${base}-hint`}>${plainText(block.hint)}</p>`}
  <//>`
}

/** @param {BlockProps} props */
export function Actions({ block, surface, blockId }) {
  return html`<div class="actions">
    ${(block.elements ?? []).map(
      /** @param {any} element @param {number} index */ (element, index) =>
        html`<${Element}
          key=${`${element.type} ${element.action_id ?? index}`}
          element=${element}
          surface=${surface}
          blockId=${blockId}
          options=${{ dispatches: true }}
        />`,
    )}
  </div>`
}
