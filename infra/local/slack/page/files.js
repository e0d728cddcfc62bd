// @ts-check
/** The files of a message: images as Slack shows them, anything else by its name. */
import { el } from './dom.js'

/** @typedef {NonNullable<import('../model/protocol.ts').Message['files']>[number]} SlackFile */

/** @param {readonly SlackFile[]} files */
export function showFiles(files) {
  return el('div', { class: 'files' }, files.map(shown))
}

/** @param {SlackFile} file */
function shown({ url_private, title, mimetype, alt_txt }) {
  const src = new URL(url_private).pathname
  return el(
    'figure',
    { class: 'file' },
    el('figcaption', {}, title),
    mimetype.startsWith('image/')
      ? el('a', { href: src, target: '_blank' }, el('img', { src, alt: alt_txt ?? '' }))
      : el('a', { href: src, target: '_blank' }, 'Download'),
  )
}
