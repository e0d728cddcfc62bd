// @ts-check
/** The overflow menu: a button with three dots and a list of options under it. */
import { fragment, safeUrl } from './dom.js'
import { createMenu } from './menu.js'
import { plainText } from './text.js'

/** @typedef {import('./elements.js').Slot} Slot */

/** @param {Slot} slot */
export function renderOverflow(slot) {
  const { element } = slot
  const items = (element.options ?? []).map(
    /** @param {any} option */ option => ({
      text: plainText(option.text),
      choose: () => {
        const href = safeUrl(option.url)
        if (href) window.open(href, '_blank', 'noopener')
        return slot.act({ type: element.type, selected_option: option })
      },
    }),
  )
  return fragment(createMenu({ id: slot.id, label: 'More actions', items }))
}
