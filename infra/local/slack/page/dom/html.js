// @ts-check
import htm from 'htm'
import { h } from 'preact'

// The package's types are those of CommonJS: the import would be a module without a call.
/** @type {any} */
const untyped = htm

/**
 * Templates that make Preact's virtual nodes. Whatever is put into one becomes a text node or an attribute, never
 * markup: what the page shows comes from logs and people and may be hostile.
 * @type {(strings: TemplateStringsArray, ...values: any[]) => import('preact').VNode<any>}
 */
export const html = untyped.bind(h)

/** @typedef {import('preact').ComponentChildren} Children */

let count = 0
/**
 * An id that is unique in the document, for labels and descriptions.
 * @param {string} prefix
 */
export function uniqueId(prefix) {
  count += 1
  return `${prefix}-${count}`
}

/** The class names whose condition holds. @param {...(string | false | undefined)} names */
export const classes = (...names) => names.filter(Boolean).join(' ')
