// @ts-check
import { SLACKBOT } from '../state/store.js'
import { html } from '../dom/html.js'
import { appPicture } from '../dom/icons.js'

/** @import { Client } from '../state/client.js' */

/** @param {string} id a stable colour, one of eight */
function colour(id) {
  let sum = 0
  for (const char of id) sum = (sum * 31 + char.charCodeAt(0)) % 8
  return sum
}

/**
 * Who a message is from, as it is shown.
 * @param {string} id
 * @param {Client} client
 * @returns {{ name: string, isApp: boolean }}
 */
export function authorOf(id, client) {
  if (id === SLACKBOT) return { name: 'Slackbot', isApp: false }
  const { workspace } = client.store
  if (id === workspace.app.bot_user) return { name: workspace.app.name, isApp: true }
  const user = client.store.user(id)
  return { name: user?.real_name || user?.name || id, isApp: user?.is_bot ?? false }
}

/**
 * @param {string} id user id
 * @param {Client} client
 * @param {string} [size] `small` in the sidebar
 */
export function avatar(id, client, size = '') {
  const { name, isApp } = authorOf(id, client)
  const words = name.split(/\s+/).map(word => word[0])
  const kind = id === SLACKBOT ? 'bot' : isApp ? 'app' : `person-${colour(id)}`
  const content = isApp ? appPicture() : id === SLACKBOT ? '♥' : words.join('').slice(0, 2).toUpperCase()
  return html`<span class=${`avatar avatar-${kind} ${size}`} aria-hidden="true">${content}</span>`
}
