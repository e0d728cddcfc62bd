// @ts-check
/** Errors under their fields. The error element is part of each input block (see `blocks-input.js`). */

const FOCUSABLE = 'input, textarea, select, button, [tabindex]'

/** @param {Element} block */
function clear(block) {
  const message = block.querySelector('.field-error')
  if (message instanceof HTMLElement) message.hidden = true
  block.classList.remove('has-error')
  for (const control of block.querySelectorAll('[aria-invalid]')) control.removeAttribute('aria-invalid')
}

/** @param {HTMLElement} block @param {string} text @returns {boolean} false where the block has no place for one */
function mark(block, text) {
  const message = block.querySelector('.field-error')
  if (!(message instanceof HTMLElement)) return false
  message.textContent = text
  message.hidden = false
  block.classList.add('has-error')
  for (const control of block.querySelectorAll('input, textarea'))
    control.setAttribute('aria-invalid', 'true')
  // What was said about the old value is no longer true once it changes.
  block.addEventListener('input', () => clear(block), { once: true })
  block.addEventListener('change', () => clear(block), { once: true })
  return true
}

/**
 * Shows errors and focuses the first field that has one.
 * @param {HTMLElement} host of the blocks
 * @param {Record<string, string>} errors by block_id
 * @returns {string | undefined} errors that belong to no field here
 */
export function showFieldErrors(host, errors) {
  /** @type {HTMLElement[]} */
  const blocks = [...host.querySelectorAll('[data-block-id]')].filter(node => node instanceof HTMLElement)
  for (const block of blocks) clear(block)
  const marked = blocks.filter(block => {
    const text = errors[block.dataset.blockId ?? '']
    return text !== undefined && mark(block, text)
  })
  const first = marked[0]?.querySelector(FOCUSABLE)
  if (first instanceof HTMLElement) first.focus()
  const placed = new Set(marked.map(block => block.dataset.blockId))
  const homeless = Object.entries(errors).filter(([id]) => !placed.has(id))
  return homeless.map(([id, text]) => `${id}: ${text}`).join('\n') || undefined
}
