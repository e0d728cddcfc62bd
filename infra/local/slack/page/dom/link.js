// @ts-check
import { hashOfPermalink } from './route.js'
import { html } from './html.js'

/**
 * The address if it is a whole one that a browser may follow, else undefined: `javascript:` and the like stay text.
 * @param {unknown} url
 * @returns {string | undefined}
 */
export function safeUrl(url) {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined
  return ['http:', 'https:', 'mailto:'].includes(new URL(url).protocol) ? url : undefined
}

/**
 * The attributes of a link: a permalink of this workspace opens here, any other safe address in a new tab.
 * @param {unknown} url
 * @returns {Record<string, string> | undefined} undefined where the address is not safe
 */
export function linkTo(url) {
  const here = hashOfPermalink(url)
  if (here) return { href: here }
  const href = safeUrl(url)
  return href ? { href, target: '_blank', rel: 'noopener noreferrer' } : undefined
}

/** A link; plain text where the address is not safe. @param {unknown} url @param {import('./html.js').Children} children */
export function link(url, children) {
  const attributes = linkTo(url)
  return attributes ? html`<a ...${attributes}>${children}</a>` : html`<span>${children}</span>`
}
