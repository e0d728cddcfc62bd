// @ts-check
import { el } from './dom.js'

/**
 * A picture from this server. Others are not loaded, since the page asks nothing of the outside: the
 * alternative text and the address stand in for them.
 * @param {Record<string, any>} image an image block or element
 * @param {string} className
 */
export function picture(image, className) {
  const url = image.image_url ?? image.slack_file?.url ?? ''
  const here = URL.canParse(url, location.href) && new URL(url, location.href).origin === location.origin
  if (here) return el('img', { class: className, src: url, alt: image.alt_text ?? '' })
  return el(
    'span',
    { class: `${className} picture-outside`, role: 'img', 'aria-label': image.alt_text ?? '', title: url },
    image.alt_text || 'Image',
  )
}
