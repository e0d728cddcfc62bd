// @ts-check
/**
 * DOM building without HTML strings. Everything shown comes from logs or people and may be hostile, so text
 * only ever enters the document as a text node or through setAttribute on a name that this code chose.
 */

import { hashOfPermalink } from './route.js'

/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {Record<string, (event: any) => void>} Listeners */

const SVG = 'http://www.w3.org/2000/svg'

/**
 * @param {Element} node
 * @param {Record<string, any>} attributes null, undefined and false leave an attribute out; true sets it empty;
 *   `on` is a record of listeners.
 */
function setAttributes(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on') {
      for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener)
    } else if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? '' : String(value))
    }
  }
}

/**
 * Appends children; strings and numbers become text nodes, empty values are left out.
 * @param {Element | DocumentFragment} node
 * @param {(Child | Child[])[]} children
 */
function append(node, children) {
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue
    node.append(child instanceof Node ? child : String(child))
  }
}

/**
 * Makes an HTML element.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag)
  setAttributes(node, attributes)
  append(node, children)
  return node
}

/**
 * Makes an SVG element.
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag)
  setAttributes(node, attributes)
  append(node, children)
  return node
}

/**
 * @param {...(Child | Child[])} children
 * @returns {DocumentFragment}
 */
export function fragment(...children) {
  const node = document.createDocumentFragment()
  append(node, children)
  return node
}

/**
 * Makes `nodes` the children of `host`, in order. A node that is already there and keeps its place is not
 * moved, so it keeps focus, selection, scroll position and an open list.
 * @param {Element} host
 * @param {Node[]} nodes
 */
export function place(host, nodes) {
  const wanted = new Set(nodes)
  for (const child of Array.from(host.childNodes)) if (!wanted.has(child)) child.remove()
  let cursor = host.firstChild
  for (const node of nodes) {
    if (node === cursor) cursor = cursor.nextSibling
    else host.insertBefore(node, cursor)
  }
}

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
 * A link that opens in a new tab, but for a permalink of this workspace, which opens here; plain text where the address is not safe.
 * @param {unknown} url
 * @param {...(Child | Child[])} children
 */
export function link(url, ...children) {
  const here = hashOfPermalink(url)
  if (here) return el('a', { href: here }, ...children)
  const href = safeUrl(url)
  if (!href) return el('span', {}, ...children)
  return el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, ...children)
}

let count = 0
/**
 * A document-wide unique id, for labels and descriptions.
 * @param {string} prefix
 */
export function uniqueId(prefix) {
  count += 1
  return `${prefix}-${count}`
}
