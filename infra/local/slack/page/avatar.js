// @ts-check
import { el } from './dom.js'
import { appPicture } from './icons.js'
import { SLACKBOT } from './store.js'

/** @typedef {import('./client.js').Client} Client */

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
  const initials = name
    .split(/\s+/)
    .map(word => word[0])
    .join('')
    .slice(0, 2)
    .toUpperCase()
  const kind = id === SLACKBOT ? 'bot' : isApp ? 'app' : `person-${colour(id)}`
  return el(
    'span',
    { class: `avatar avatar-${kind} ${size}`, 'aria-hidden': 'true' },
    isApp ? appPicture() : id === SLACKBOT ? '♥' : initials,
  )
}
