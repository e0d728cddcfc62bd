// @ts-check
/**
 * The address is the navigation: `?user=U1&pane=requests#/C1/thread/1700000000.000100`. Who looks, and what pane is open at
 * the side, stays from place to place.
 */

/**
 * @typedef {{ view: 'channel', channel: string, thread?: string, message?: string }} ChannelRoute `message` is the
 *   one that the address leads to
 * @typedef {ChannelRoute | { view: 'home' } | { view: 'about' }} Route
 */

/**
 * @param {string} hash
 * @returns {Route | undefined} undefined for an address that means nothing here
 */
export function parseRoute(hash) {
  const [, first, ...rest] = hash.split('/')
  if (first === 'home' || first === 'about') return { view: first }
  if (!first) return undefined
  /** @type {ChannelRoute} */
  const route = { view: 'channel', channel: first }
  for (let at = 0; at < rest.length; at += 2) {
    const [word, ts] = rest.slice(at)
    if (ts && (word === 'thread' || word === 'message')) route[word] = ts
  }
  return route
}

/** @param {Route} route */
export function hashOf(route) {
  if (route.view !== 'channel') return `#/${route.view}`
  const { channel, thread, message } = route
  return `#/${channel}${thread ? `/thread/${thread}` : ''}${message ? `/message/${message}` : ''}`
}

/** @param {Route} route */
export function go(route) {
  location.hash = hashOf(route)
}

/**
 * Where a permalink of this workspace leads, as `chat.getPermalink` makes them: a thread's first message opens its
 * thread, since that is what it is about.
 * @param {unknown} address
 * @returns {string | undefined} the address within the page; undefined for any other address
 */
export function hashOfPermalink(address) {
  if (typeof address !== 'string' || !URL.canParse(address, location.href)) return undefined
  const { origin, pathname, searchParams } = new URL(address, location.href)
  const [, channel, seconds, micros] = /^\/archives\/(\w+)(?:\/p(\d{10})(\d{6}))?$/.exec(pathname) ?? []
  if (origin !== location.origin || !channel) return undefined
  if (!seconds) return hashOf({ view: 'channel', channel })
  const message = `${seconds}.${micros}`
  return hashOf({ view: 'channel', channel, thread: searchParams.get('thread_ts') ?? message, message })
}

/** The permalink of a message. @param {{ channel: string, ts: string, thread_ts?: string }} message */
export function permalinkOf({ channel, ts, thread_ts: thread }) {
  const query = thread && thread !== ts ? `?thread_ts=${thread}&cid=${channel}` : ''
  return `${location.origin}/archives/${channel}/p${ts.replace('.', '')}${query}`
}

const LAST_USER = 'slack-last-user'

/** @returns {string | null} the user id in the address; without one, who was last here, as in a permalink from elsewhere */
export function userInAddress() {
  return new URLSearchParams(location.search).get('user') ?? localStorage.getItem(LAST_USER)
}

/** Has the address say who is looking, for a reload and the next page. @param {string} user */
export function keepUser(user) {
  localStorage.setItem(LAST_USER, user)
  if (new URLSearchParams(location.search).get('user') !== user)
    history.replaceState(null, '', addressOf(user))
}

/** @returns {string} the name of the pane at the side that the address asks for; empty for none */
export function paneInAddress() {
  return new URLSearchParams(location.search).get('pane') ?? ''
}

/** Has the address ask for a pane, or for none, as a step that leads back. @param {string | undefined} pane */
export function goToPane(pane) {
  const url = new URL(location.href)
  if (pane) url.searchParams.set('pane', pane)
  else url.searchParams.delete('pane')
  history.pushState(null, '', url.href)
  dispatchEvent(new PopStateEvent('popstate'))
}

/** Calls after each change of the address, of its query as well. @param {() => void} follow */
export function onNavigate(follow) {
  addEventListener('hashchange', follow)
  addEventListener('popstate', follow)
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
