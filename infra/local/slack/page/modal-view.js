// @ts-check
/** One modal view: a form that shows the app's blocks, its errors, and whether it is waiting for the app. */
import { showBlocks } from './blocks.js'
import { el, uniqueId } from './dom.js'
import { showFieldErrors } from './field-errors.js'
import { icon } from './icons.js'
import { createSurface, valuesOf } from './surface.js'
import { plainText } from './text.js'

/** @typedef {import('./client.js').Client} Client */
/** @typedef {import('../model/protocol.ts').OpenView} OpenView */
/** @typedef {ReturnType<typeof createModalView>} ModalView */

/** Slack gives an app 3 seconds; the rest is for the way there and back. */
const PATIENCE_MS = 6000
const SILENCE = 'The app did not answer in time. What you entered is still here: try again in a moment.'

/**
 * @param {OpenView} opened
 * @param {Client} client
 * @param {{ close: () => void, closeAll: () => void }} actions close goes back to the view below
 */
export function createModalView(opened, client, { close, closeAll }) {
  const surface = createSurface({ kind: 'modal', client, id: opened.id, container: { view_id: opened.id } })
  const titleId = uniqueId('modal')
  const title = el('h2', { id: titleId, class: 'modal-title' })
  const banner = el('p', { class: 'modal-banner', role: 'alert', hidden: true })
  const blocks = el('div', { class: 'blocks' })
  const submit = el('button', { class: 'button button-primary', type: 'submit' })
  const cancel = el('button', { class: 'button', type: 'button', on: { click: close } })
  const back =
    opened.previous_view_id &&
    el(
      'button',
      { class: 'icon-button', type: 'button', 'aria-label': 'Back', on: { click: close } },
      icon('back'),
    )
  const head = el(
    'header',
    { class: 'modal-head' },
    back,
    title,
    el(
      'button',
      { class: 'icon-button', type: 'button', 'aria-label': 'Close', on: { click: closeAll } },
      icon('close'),
    ),
  )
  const foot = el('footer', { class: 'modal-foot' }, cancel, submit)
  const form = el(
    'form',
    { class: 'modal-form', novalidate: true, 'aria-labelledby': titleId },
    head,
    el('div', { class: 'modal-body', tabindex: -1 }, blocks),
    banner,
    foot,
  )
  let patience = 0

  /** @param {string} [text] hides it when there is none */
  function say(text) {
    banner.hidden = !text
    banner.textContent = text ?? ''
  }

  /** @param {boolean} busy */
  function wait(busy) {
    clearTimeout(patience)
    if (busy) patience = setTimeout(() => settle(SILENCE), PATIENCE_MS)
    form.setAttribute('aria-busy', String(busy))
    submit.setAttribute('aria-disabled', String(busy))
  }

  /** The app answered, or will not. @param {string} [problem] */
  function settle(problem) {
    wait(false)
    say(problem)
  }

  /** @param {Record<string, string>} errors by block_id @param {string} [message] about the whole */
  function showErrors(errors, message) {
    const homeless = showFieldErrors(blocks, errors)
    settle(message ?? homeless)
  }

  async function send() {
    if (form.getAttribute('aria-busy') === 'true') return
    showErrors({})
    wait(true)
    const answer = await client.post('submission', { view_id: opened.id, values: valuesOf(surface) })
    if (answer === undefined) settle('Slack could not be reached. What you entered is still here.')
  }

  /** @param {OpenView} now */
  function update({ view }) {
    title.textContent = plainText(view.title)
    submit.textContent = plainText(view.submit) || 'Submit'
    submit.hidden = !view.submit
    cancel.textContent = plainText(view.close) || (view.submit ? 'Cancel' : 'Close')
    showBlocks(blocks, view.blocks, surface)
    settle()
  }

  form.addEventListener('submit', event => {
    event.preventDefault()
    void send()
  })
  update(opened)
  return {
    id: opened.id,
    node: form,
    titleId,
    update,
    showErrors,
    settle,
    isBusy: () => form.getAttribute('aria-busy') === 'true',
  }
}
