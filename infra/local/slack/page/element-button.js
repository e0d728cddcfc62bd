// @ts-check
import { confirmed } from './confirm.js'
import { el, fragment, safeUrl } from './dom.js'
import { icon } from './icons.js'
import { hashOfPermalink } from './route.js'
import { dispatch } from './surface.js'
import { plainText } from './text.js'

/** @typedef {import('./elements.js').Slot} Slot */

/** @param {Record<string, any>} element */
const buttonState = element => ({ type: element.type, value: element.value, text: element.text })

/** A button with an address opens it and tells the app all the same. @param {Slot} slot @param {string} className @param {string} href */
function linkButton(slot, className, href) {
  const { element, surface, blockId } = slot
  const tell = () => dispatch(surface, blockId, { ...element, confirm: undefined }, buttonState(element))
  const here = hashOfPermalink(href)
  const askFirst = async () => {
    if (!(await confirmed(element.confirm, surface.client))) return
    if (here) location.hash = here
    else window.open(href, '_blank', 'noopener')
    await tell()
  }
  const anchor = el(
    'a',
    {
      id: slot.id,
      class: className,
      ...(here ? { href: here } : { href, target: '_blank', rel: 'noopener noreferrer' }),
      'aria-label': element.accessibility_label,
    },
    plainText(element.text),
  )
  anchor.addEventListener('click', event => {
    if (element.confirm) event.preventDefault()
    void (element.confirm ? askFirst() : tell())
  })
  return anchor
}

/** @param {Slot} slot */
export function renderButton(slot) {
  const { element } = slot
  const style = ['primary', 'danger'].includes(element.style) ? ` button-${element.style}` : ''
  const href = safeUrl(element.url)
  if (href) return linkButton(slot, `button${style}`, href)
  const click = async () => {
    button.setAttribute('aria-busy', 'true')
    await slot.act(buttonState(element))
    button.removeAttribute('aria-busy')
  }
  const button = el(
    'button',
    {
      id: slot.id,
      class: `button${style}`,
      type: 'button',
      'aria-label': element.accessibility_label,
      on: { click },
    },
    plainText(element.text),
  )
  return button
}

/** @param {Slot} slot */
export function renderIconButton(slot) {
  const { element } = slot
  const shape = element.icon === 'trash' ? 'trash' : 'more'
  return el(
    'button',
    {
      id: slot.id,
      class: 'icon-button',
      type: 'button',
      title: plainText(element.text),
      'aria-label': element.accessibility_label ?? plainText(element.text),
      on: { click: () => slot.act(buttonState(element)) },
    },
    icon(shape),
  )
}

/** @param {Slot} slot */
export function renderFeedback(slot) {
  const { element } = slot
  const thumb =
    /** @param {'positive_button' | 'negative_button'} name @param {'thumbsup' | 'thumbsdown'} shape */ (
      name,
      shape,
    ) => {
      const choice = element[name] ?? {}
      const text = plainText(choice.text)
      return el(
        'button',
        {
          class: 'icon-button',
          type: 'button',
          title: text,
          'aria-label': choice.accessibility_label ?? text,
          on: { click: () => slot.act({ type: element.type, value: choice.value, text: choice.text }) },
        },
        icon(shape),
      )
    }
  return fragment(thumb('positive_button', 'thumbsup'), thumb('negative_button', 'thumbsdown'))
}
