// @ts-check
import { html } from '../dom/html.js'

/** @typedef {NonNullable<import('../../model/protocol.ts').Message['files']>[number]} SlackFile */

/** The files of a message: images as Slack shows them, anything else by its name. @param {readonly SlackFile[]} files */
export const showFiles = files =>
  html`<div class="files">
    ${files.map(({ url_private, title, mimetype, alt_txt }) => {
      const src = new URL(url_private).pathname
      return html`<figure class="file">
        <figcaption>${title}</figcaption>
        <a href=${src} target="_blank">
          ${mimetype.startsWith('image/') ? html`<img src=${src} alt=${alt_txt ?? ''} />` : 'Download'}
        </a>
      </figure>`
    })}
  </div>`
