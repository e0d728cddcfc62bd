// @ts-check
import { html } from './html.js'

/** Line icons on a 20 by 20 grid, drawn for this page. */
const PATHS = {
  hash: 'M7.5 3.5 6 16.5M14 3.5l-1.5 13M3.5 7.5h14M2.5 12.5h14',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  send: 'M3 10 17 3.5 12.5 17l-3-5.5zM9.5 11.5 17 3.5',
  close: 'M5 5l10 10M15 5 5 15',
  back: 'M12 4l-6 6 6 6',
  down: 'M5 8l5 5 5-5',
  check: 'M4 10.5 8.5 15 16.5 5.5',
  cross: 'M5.5 5.5l9 9M14.5 5.5l-9 9',
  menu: 'M3 5.5h14M3 10h14M3 14.5h14',
  eye: 'M2 10s3-5.5 8-5.5S18 10 18 10s-3 5.5-8 5.5S2 10 2 10zM10 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  traffic: 'M3 6.5h13M12.5 3l3.5 3.5L12.5 10M17 13.5H4M7.5 10 4 13.5 7.5 17',
  people:
    'M7 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 17c0-3 2-5 5-5s5 2 5 5M13.5 10.5a2.5 2.5 0 1 0-1-4.8M14 12.5c2.3 0 4 1.7 4 4.5',
  warning: 'M10 3 18 17H2zM10 8v4M10 14.5h.01',
  reset: 'M4 10a6 6 0 1 0 2-4.500M6 2v4h4',
  slash: 'M3.5 3.500h13v13h-13zM8 14l4-8',
}

/** @typedef {keyof typeof PATHS} IconName */

/**
 * A decorative icon in the current colour; its meaning must also be in text.
 * @param {IconName} name
 */
export const icon = name =>
  html`<svg class=${`icon icon-${name}`} viewBox="0 0 20 20" aria-hidden="true"><path d=${PATHS[name]} /></svg>`

/** The app's own picture: a bucket under a magnifier. */
export const appPicture = () =>
  html`<svg class="app-picture" viewBox="0 0 36 36" aria-hidden="true">
    <path class="bucket" d="M8 10.500h17l-2.2 16.500c-.1 1-1 1.5-6.3 1.500s-6.2-.5-6.3-1.500z" />
    <ellipse class="bucket-rim" cx="16.5" cy="10.5" rx="8.5" ry="2.8" />
    <circle class="lens" cx="22" cy="19" r="5" />
    <path class="lens" d="M25.8 22.8 30 27" />
  </svg>`
