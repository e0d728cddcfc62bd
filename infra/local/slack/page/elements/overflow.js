// @ts-check
import { html } from '../dom/html.js'
import { safeUrl } from '../dom/link.js'
import { Menu } from '../dom/menu.js'
import { plainText } from '../text/text.js'

/** @import { ElementProps } from './elements.js' */

/** A button with three dots and a list of options under it. @param {ElementProps} props */
export function Overflow({ element, id, act }) {
  const items = (element.options ?? []).map(
    /** @param {any} option */ option => ({
      text: plainText(option.text),
      choose() {
        const href = safeUrl(option.url)
        if (href) window.open(href, '_blank', 'noopener')
        return act({ type: element.type, selected_option: option })
      },
    }),
  )
  return html`<${Menu} id=${id} label="More actions" items=${items} />`
}
