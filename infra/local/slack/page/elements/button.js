// @ts-check
import { useState } from 'preact/hooks'
import { html } from '../dom/html.js'
import { linkTo } from '../dom/link.js'
import { confirmed } from '../text/confirm.js'
import { plainText } from '../text/text.js'
import { dispatch } from './surface.js'

/** @import { ElementProps } from './elements.js' */

/** @param {ElementProps} props */
export function Button({ surface, blockId, element, id, act }) {
  const [busy, setBusy] = useState(false)
  const state = { type: element.type, value: element.value, text: element.text }
  const style = ['primary', 'danger'].includes(element.style) ? ` button-${element.style}` : ''
  const looks = { id, class: `button${style}`, 'aria-label': element.accessibility_label }
  const address = linkTo(element.url)

  /** A button with an address opens it and tells the app all the same. @param {MouseEvent} event */
  async function follow(event) {
    if (element.confirm) {
      event.preventDefault()
      if (!(await confirmed(element.confirm, surface.client))) return
      window.open(address?.['href'], address?.['target'] ?? '_self', 'noopener')
    }
    await dispatch(surface, blockId, { ...element, confirm: undefined }, state)
  }

  async function press() {
    setBusy(true)
    await act(state)
    setBusy(false)
  }

  return address
    ? html`<a ...${looks} ...${address} onClick=${follow}>${plainText(element.text)}</a>`
    : html`<button ...${looks} type="button" aria-busy=${busy ? 'true' : undefined} onClick=${press}>
        ${plainText(element.text)}
      </button>`
}
