// @ts-check
/** One modal view: a form that shows the app's blocks, its errors, and whether it is waiting for the app. */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Blocks } from '../blocks/blocks.js'
import { html } from '../dom/html.js'
import { icon } from '../dom/icons.js'
import { createSurface, valuesOf } from '../elements/surface.js'
import { plainText } from '../text/text.js'

/** @import { OpenView } from '../../model/protocol.ts' */
/** @import { Client } from '../state/client.js' */

/** Slack gives an app 3 seconds; the rest is for the way there and back. */
const PATIENCE_MS = 6000
const SILENCE = 'The app did not answer in time. What you entered is still here: try again in a moment.'

/** Where a person would begin, in order; a field with an error comes first. */
const FIRST = [
  '.has-error :is(input, textarea, select, button)',
  '.modal-body :is(input, textarea, select, button, a)',
  '.modal-foot button:not([hidden])',
]

/** The element of an input block. @param {OpenView['view']} view @param {string} blockId */
const actionIn = ({ blocks }, blockId) =>
  /** @type {Record<string, any> | undefined} */ (blocks.find(({ block_id }) => block_id === blockId))?.[
    'element'
  ]?.action_id

/** @param {HTMLElement | null} form */
function focusFirst(form) {
  const first = FIRST.map(selector => form?.querySelector(selector)).find(Boolean)
  if (first instanceof HTMLElement) first.focus()
}

/**
 * @param {{ opened: OpenView, client: Client, isTop: boolean, titleId: string, open: () => void, close: () => void, closeAll: () => void }} props
 *   open has the dialog open; close goes back to the view below
 */
export function ModalView({ opened, client, isTop, titleId, open, close, closeAll }) {
  const { id, view } = opened
  const form = useRef(/** @type {HTMLFormElement | null} */ (null))
  /** Where the focus was, for when a view above this one closes. */
  const focused = useRef(/** @type {EventTarget | null} */ (null))
  const [surface] = useState(() => createSurface({ kind: 'modal', client, id, container: { view_id: id } }))
  const [busy, setBusy] = useState(false)
  const [banner, setBanner] = useState('')
  const [errors, setErrors] = useState(/** @type {Record<string, string>} */ ({}))
  const inputs = new Set(
    view.blocks.map((block, at) => block.type === 'input' && (block.block_id ?? `block-${at}`)),
  )
  surface.errors = errors
  surface.clearError = blockId => {
    if (errors[blockId] === undefined) return
    setErrors(Object.fromEntries(Object.entries(errors).filter(([each]) => each !== blockId)))
  }

  /** The app answered, or will not. @param {string} [problem] */
  function settle(problem = '') {
    setBusy(false)
    setBanner(problem)
  }

  async function send() {
    if (busy) return
    setErrors({})
    setBanner('')
    setBusy(true)
    const answer = await client.post('submission', { view_id: id, values: valuesOf(surface) })
    if (answer === undefined) settle('Slack could not be reached. What you entered is still here.')
  }

  useLayoutEffect(
    () =>
      client.store.subscribe(event => {
        // What was said about a field does not hold for another one in its place.
        if (event.type === 'view_updated' && event.view.id === id)
          setErrors(now =>
            Object.fromEntries(
              Object.entries(now).filter(
                ([block]) => actionIn(view, block) === actionIn(event.view.view, block),
              ),
            ),
          )
        if (event.type === 'reset' || (event.type === 'view_updated' && event.view.id === id)) settle()
        if (event.type === 'view_pushed' && event.view.previous_view_id === id) settle()
        if (event.type === 'notice' && event.level === 'error' && isTop) settle(event.text)
        if (event.type === 'view_errors' && event.view_id === id) {
          const homeless = Object.entries(event.errors).filter(([block]) => !inputs.has(block))
          settle(event.message ?? homeless.map(([block, text]) => `${block}: ${text}`).join('\n'))
          setErrors(event.errors)
        }
      }),
    [id, isTop, view],
  )
  useEffect(() => {
    if (!busy) return undefined
    const patience = setTimeout(() => settle(SILENCE), PATIENCE_MS)
    return () => clearTimeout(patience)
  }, [busy])
  useLayoutEffect(() => {
    if (!isTop) return
    const before = focused.current
    // A dialog that opens focuses its first button by itself.
    open()
    if (before instanceof HTMLElement && before.isConnected) before.focus()
    else focusFirst(form.current)
  }, [isTop])
  // Not when an error goes away because its field is being corrected.
  const count = Object.keys(errors).length
  const counted = useRef(0)
  useLayoutEffect(() => {
    if (count > counted.current) focusFirst(form.current)
    counted.current = count
  }, [count])

  return html`<form
    ref=${form}
    class="modal-form"
    novalidate
    hidden=${!isTop}
    aria-labelledby=${titleId}
    aria-busy=${String(busy)}
    onFocusIn=${
      /** @param {FocusEvent} event */ event => {
        focused.current = event.target
      }
    }
    onSubmit=${
      /** @param {SubmitEvent} event */ event => {
        event.preventDefault()
        void send()
      }
    }
  >
    <header class="modal-head">
      ${
        opened.previous_view_id &&
        html`<button class="icon-button" type="button" aria-label="Back" onClick=${close}>${icon('back')}</button>`
      }
      <h2 id=${titleId} class="modal-title">${plainText(view.title)}</h2>
      <button class="icon-button" type="button" aria-label="Close" onClick=${closeAll}>${icon('close')}</button>
    </header>
    <div class="modal-body" tabindex="-1"><${Blocks} blocks=${view.blocks} surface=${surface} /></div>
    <p class="modal-banner" role="alert" hidden=${banner === ''}>${banner}</p>
    <footer class="modal-foot">
      <button class="button" type="button" onClick=${close}>
        ${plainText(view.close) || (view.submit ? 'Cancel' : 'Close')}
      </button>
      <button class="button button-primary" type="submit" aria-disabled=${String(busy)} hidden=${!view.submit}>
        ${plainText(view.submit) || 'Submit'}
      </button>
    </footer>
  </form>`
}
