// @ts-check
/** The page's three ways to the embedded Slack: read the state, post, and listen. Shapes: `protocol.ts`. */

/** @typedef {import('../../model/protocol.ts').ClientState} ClientState */
/** @typedef {import('../../model/protocol.ts').ClientEvent} ClientEvent */

/** @param {unknown} error what was thrown, in words */
export const messageOf = error => (error instanceof Error ? error.message : String(error))

/** @param {Response} response @returns {Promise<any>} @throws {Error} with the server's own words */
async function jsonOf(response) {
  const text = await response.text()
  let body
  try {
    body = text ? JSON.parse(text) : {}
  } catch {
    body = { error: text.slice(0, 200) }
  }
  if (!response.ok) throw new Error(String(body.error ?? `HTTP ${response.status}`))
  return body
}

/**
 * @param {string} path below `/client/`
 * @returns {Promise<any>}
 */
export async function get(path) {
  return jsonOf(await fetch(`/client/${path}`, { headers: { accept: 'application/json' } }))
}

/**
 * @param {string} path below `/client/`
 * @param {object} body
 * @returns {Promise<any>}
 */
export async function post(path, body) {
  const headers = { 'content-type': 'application/json' }
  return jsonOf(await fetch(`/client/${path}`, { method: 'POST', headers, body: JSON.stringify(body) }))
}

/**
 * The state as a person sees it. Without a user the server tells at least who there is.
 * @param {string | null} user
 * @returns {Promise<ClientState>}
 */
export function getState(user) {
  return get(`state${user ? `?user=${encodeURIComponent(user)}` : ''}`)
}

const RETRY_MS = 1000

/**
 * Listens for as long as the page is open. A browser retries a broken stream by itself but gives up on an HTTP
 * error, which is what a restarting server may answer; so that case opens a new one.
 * @param {string} user
 * @param {{ onEvent: (event: ClientEvent) => void, onOpen: () => void, onLost: () => void }} handlers
 */
export function listen(user, handlers) {
  const source = new EventSource(`/client/events?user=${encodeURIComponent(user)}`)
  source.addEventListener('open', handlers.onOpen)
  source.addEventListener('message', message => handlers.onEvent(JSON.parse(message.data)))
  source.addEventListener('error', () => {
    handlers.onLost()
    if (source.readyState !== EventSource.CLOSED) return
    setTimeout(() => listen(user, handlers), RETRY_MS)
  })
}
