// @ts-check
/** Block type -> drawing. What is not in the table is drawn as a loud box: Slack would have refused it. */
import { messageOf } from './api.js'
import { renderCard, renderCarousel, renderContainer } from './blocks-boxes.js'
import { renderActions, renderContextActions, renderInput } from './blocks-input.js'
import {
  renderAlert,
  renderContext,
  renderDivider,
  renderHeader,
  renderImage,
  renderSection,
} from './blocks-text.js'
import { renderChart } from './chart.js'
import { el, place } from './dom.js'
import { renderMarkdown } from './markdown.js'
import { renderPlan, renderTaskCard } from './plan.js'
import { renderRichText } from './rich-text.js'
import { renderDataTable, renderTable } from './table.js'
import { valuesOf } from './surface.js'

/** @typedef {import('../model/protocol.ts').Block} Block */
/** @typedef {import('./surface.js').Surface} Surface */
/** @typedef {Record<string, any>} AnyBlock */
/** @typedef {(block: AnyBlock, surface: Surface, blockId: string) => Node} Renderer */

/** @type {Record<string, Renderer>} */
const RENDERERS = {
  actions: renderActions,
  alert: renderAlert,
  card: renderCard,
  carousel: renderCarousel,
  container: (block, surface, id) =>
    renderContainer(block, surface, (child, index) => renderBlock(child, surface, `${id}-${index}`)),
  context: renderContext,
  context_actions: renderContextActions,
  data_table: renderDataTable,
  data_visualization: renderChart,
  divider: renderDivider,
  header: renderHeader,
  image: renderImage,
  input: renderInput,
  markdown: (block, surface) => renderMarkdown(String(block.text ?? ''), surface.client),
  plan: renderPlan,
  rich_text: (block, surface) => renderRichText(block, surface.client),
  section: renderSection,
  table: renderTable,
  task_card: renderTaskCard,
}

/** @param {AnyBlock} block @param {string} problem */
function unknownBlock(block, problem) {
  return el(
    'div',
    { class: 'unknown', role: 'note' },
    el('strong', {}, problem),
    el('pre', { tabindex: 0 }, JSON.stringify(block, null, 2)),
  )
}

/** @param {AnyBlock} block @param {Surface} surface @param {string} blockId */
function drawn(block, surface, blockId) {
  const renderer = RENDERERS[block.type]
  if (!renderer) return unknownBlock(block, `Unknown block type “${block.type}”`)
  try {
    return renderer(block, surface, blockId)
  } catch (error) {
    return unknownBlock(block, `This ${block.type} block cannot be drawn: ${messageOf(error)}`)
  }
}

/**
 * @param {AnyBlock} block
 * @param {Surface} surface
 * @param {string} fallbackId the block_id where the app gave none
 */
export function renderBlock(block, surface, fallbackId) {
  const blockId = block.block_id ?? fallbackId
  return el(
    'div',
    { class: `block block-${block.type}`, 'data-block-id': blockId },
    drawn(block, surface, blockId),
  )
}

/** @type {WeakMap<HTMLElement, Map<string, { json: string, node: HTMLElement }>>} */
const shown = new WeakMap()

/** @param {Surface} surface @param {string} blockId forgets the controls of a block that is drawn anew or gone */
function forget(surface, blockId) {
  for (const [key, control] of surface.controls) if (control.blockId === blockId) surface.controls.delete(key)
}

/**
 * Shows blocks, or changes those already shown. A block that is the same as before is not touched, so it keeps
 * its open lists and scroll position; one that changed keeps what was typed (see {@link typedState}) and focus.
 * @param {HTMLElement} host
 * @param {Block[]} blocks
 * @param {Surface} surface
 */
export function showBlocks(host, blocks, surface) {
  const before = shown.get(host) ?? new Map()
  const focused = host.contains(document.activeElement) ? document.activeElement?.id : undefined
  surface.typed = valuesOf(surface)
  /** @type {Map<string, { json: string, node: HTMLElement }>} */
  const now = new Map()
  for (const [index, block] of blocks.entries()) {
    const key = block.block_id ?? `block-${index}`
    const json = JSON.stringify(block)
    const same = before.get(key)?.json === json && !now.has(key)
    if (!same) forget(surface, key)
    now.set(
      now.has(key) ? `${key}-${index}` : key,
      same ? before.get(key) : { json, node: renderBlock(block, surface, key) },
    )
  }
  for (const key of before.keys()) if (!now.has(key)) forget(surface, key)
  place(
    host,
    [...now.values()].map(each => each.node),
  )
  shown.set(host, now)
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus()
}
