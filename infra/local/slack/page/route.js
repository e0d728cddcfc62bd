// @ts-check
/** The address is the navigation: `?user=U1#/C1/thread/1700000000.000100`. */

/**
 * @typedef {{ view: 'channel', channel: string, thread?: string } | { view: 'home' } | { view: 'about' }} Route
 */

/**
 * @param {string} hash
 * @returns {Route | undefined} undefined for an address that means nothing here
 */
export function parseRoute(hash) {
  const [, first, word, thread] = hash.split('/')
  if (first === 'home' || first === 'about') return { view: first }
  if (!first) return undefined
  return word === 'thread' && thread
    ? { view: 'channel', channel: first, thread }
    : { view: 'channel', channel: first }
}

/** @param {Route} route */
export function hashOf(route) {
  if (route.view !== 'channel') return `#/${route.view}`
  return `#/${route.channel}${route.thread ? `/thread/${route.thread}` : ''}`
}

/** @param {Route} route */
export function go(route) {
  location.hash = hashOf(route)
}

/** @returns {string | null} the user id in the address */
export function userInAddress() {
  return new URLSearchParams(location.search).get('user')
}

/**
 * The address of the same place for someone else.
 * @param {string} user
 */
export function addressOf(user) {
  const url = new URL(location.href)
  url.searchParams.set('user', user)
  return url.href
}
