// @ts-check
/** Blocks that people act on: input, actions, context_actions. */
import { el } from './dom.js'
import { renderElement } from './elements.js'
import { controlId } from './surface.js'
import { plainText } from './text.js'

/** @typedef {import('./blocks.js').AnyBlock} AnyBlock */
/** @typedef {import('./surface.js').Surface} Surface */

/** Elements made of several controls: a label cannot point at them, a group's name can. */
const GROUPS = new Set(['checkboxes', 'radio_buttons'])

/** @param {AnyBlock} block @param {Surface} surface @param {string} blockId */
export function renderInput(block, surface, blockId) {
  const element = block.element ?? {}
  const base = `${surface.id}-${blockId}`
  const label = plainText(block.label)
  const hint = block.hint && el('p', { class: 'hint', id: `${base}-hint` }, plainText(block.hint))
  const error = el('p', { class: 'field-error', id: `${base}-error`, hidden: true })
  const words = [label, block.optional && el('span', { class: 'quiet' }, ' (optional)')]
  const control = renderElement(element, surface, blockId, {
    label,
    labelledBy: `${base}-label`,
    describedBy: `${hint ? `${base}-hint ` : ''}${base}-error`,
    required: !block.optional,
    dispatches: block.dispatch_action === true,
  })
  const isGroup = GROUPS.has(element.type)
  const heading = isGroup
    ? el('legend', { class: 'label', id: `${base}-label` }, words)
    : el('label', { class: 'label', id: `${base}-label`, for: controlId(surface, blockId, element) }, words)
  return el(isGroup ? 'fieldset' : 'div', { class: 'input' }, heading, control, error, hint)
}

/** @param {AnyBlock} block @param {Surface} surface @param {string} blockId */
export function renderActions(block, surface, blockId) {
  return el(
    'div',
    { class: 'actions' },
    (block.elements ?? []).map(
      /** @param {any} element */ element => renderElement(element, surface, blockId, { dispatches: true }),
    ),
  )
}

/** @param {AnyBlock} block @param {Surface} surface @param {string} blockId */
export function renderContextActions(block, surface, blockId) {
  return el(
    'div',
    { class: 'actions actions-small' },
    (block.elements ?? []).map(
      /** @param {any} element */ element => renderElement(element, surface, blockId, { dispatches: true }),
    ),
  )
}
