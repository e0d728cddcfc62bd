// @ts-check
/** Blocks that hold others: container, card, carousel. */
import { el } from './dom.js'
import { renderElement } from './elements.js'
import { picture } from './picture.js'
import { renderRichText } from './rich-text.js'
import { plainText, renderText } from './text.js'

/** @typedef {import('./blocks.js').AnyBlock} AnyBlock */
/** @typedef {import('./surface.js').Surface} Surface */

/**
 * @param {AnyBlock} block
 * @param {Surface} surface
 * @param {(child: AnyBlock, index: number) => Node} renderChild
 */
export function renderContainer(block, surface, renderChild) {
  const title = block.rich_text_title
    ? renderRichText(block.rich_text_title, surface.client)
    : plainText(block.title)
  const head = [
    block.icon && picture(block.icon, 'context-image'),
    el(
      'div',
      {},
      el('strong', {}, title),
      block.subtitle && el('div', { class: 'quiet' }, renderText(block.subtitle, surface.client)),
    ),
  ]
  const body = el('div', { class: 'container-body' }, (block.child_blocks ?? []).map(renderChild))
  if (!block.is_collapsible)
    return el('div', { class: 'container' }, el('div', { class: 'container-head' }, head), body)
  return el(
    'details',
    { class: 'container', open: !block.default_collapsed },
    el('summary', { class: 'container-head' }, head),
    body,
  )
}

/** @param {AnyBlock} block @param {Surface} surface @param {string} blockId */
export function renderCard(block, surface, blockId) {
  const text = /** @param {string} name */ name =>
    block[name] && el('div', { class: `card-${name}` }, renderText(block[name], surface.client))
  const actions = (block.actions ?? []).map(
    /** @param {any} element */ element => renderElement(element, surface, blockId, { dispatches: true }),
  )
  return el(
    'article',
    { class: 'card' },
    block.hero_image && picture(block.hero_image, 'card-hero'),
    el(
      'div',
      { class: 'card-head' },
      (block.icon ?? block.slack_icon) && picture(block.icon ?? {}, 'context-image'),
      el('div', {}, text('title'), text('subtitle')),
    ),
    text('body'),
    text('subtext'),
    actions.length > 0 && el('div', { class: 'actions' }, actions),
  )
}

/** @param {AnyBlock} block @param {Surface} surface @param {string} blockId */
export function renderCarousel(block, surface, blockId) {
  const cards = (block.elements ?? []).map(
    /** @param {any} card @param {number} index */ (card, index) =>
      el('li', {}, renderCard(card, surface, card.block_id ?? `${blockId}-${index}`)),
  )
  return el('ul', { class: 'carousel', tabindex: 0, 'aria-label': 'Cards' }, cards)
}
