// @ts-check
/** Blocks that show words and pictures. */
import { el } from './dom.js'
import { renderElement } from './elements.js'
import { icon } from './icons.js'
import { picture } from './picture.js'
import { plainText, renderText } from './text.js'

/** @typedef {import('./blocks.js').AnyBlock} AnyBlock */
/** @typedef {import('./surface.js').Surface} Surface */

/** @param {AnyBlock} block @param {Surface} surface @param {string} blockId */
export function renderSection(block, surface, blockId) {
  const fields = (block.fields ?? []).map(
    /** @param {any} field */ field => el('div', { class: 'field' }, renderText(field, surface.client)),
  )
  return el(
    'div',
    { class: 'section' },
    el(
      'div',
      { class: 'section-main' },
      block.text && el('div', { class: 'section-text' }, renderText(block.text, surface.client)),
      fields.length > 0 && el('div', { class: 'fields' }, fields),
    ),
    block.accessory &&
      el(
        'div',
        { class: 'accessory' },
        renderElement(block.accessory, surface, blockId, { label: plainText(block.text), dispatches: true }),
      ),
  )
}

/** Below the heading of its surface: the tab's own on Home, a modal's title, a message's author. @param {AnyBlock} block @param {Surface} surface */
export function renderHeader(block, { kind }) {
  const level = Math.min(Math.max(Number(block.level ?? 1), 1), 4)
  return el(
    'p',
    { class: `header header-${level}`, role: 'heading', 'aria-level': level + (kind === 'home' ? 1 : 2) },
    plainText(block.text),
  )
}

/** @param {AnyBlock} block @param {Surface} surface */
export function renderContext(block, surface) {
  return el(
    'div',
    { class: 'context' },
    (block.elements ?? []).map(
      /** @param {any} element */ element =>
        element.type === 'image'
          ? picture(element, 'context-image')
          : el('div', { class: 'context-text' }, renderText(element, surface.client)),
    ),
  )
}

export function renderDivider() {
  return el('hr', { class: 'divider' })
}

/** @param {AnyBlock} block */
export function renderImage(block) {
  return el(
    'figure',
    { class: 'image' },
    block.title && el('figcaption', {}, plainText(block.title)),
    picture(block, 'image-picture'),
  )
}

const ALERTS = /** @type {Record<string, import('./icons.js').IconName>} */ ({
  warning: 'warning',
  error: 'warning',
  success: 'check',
})

/** @param {AnyBlock} block @param {Surface} surface */
export function renderAlert(block, surface) {
  const level = ['info', 'warning', 'error', 'success'].includes(block.level) ? block.level : 'default'
  return el(
    'div',
    { class: `alert alert-${level}`, role: level === 'error' ? 'alert' : 'note' },
    icon(ALERTS[level] ?? 'info'),
    el('div', {}, renderText(block.text, surface.client)),
  )
}
