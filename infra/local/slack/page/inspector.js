// @ts-check
/** A drawer with the requests between Slack and the app, newest first. */
import { get } from './api.js'
import { el, place } from './dom.js'
import { icon } from './icons.js'

const SETTLE_MS = 250

/** @typedef {import('../traffic.ts').Exchange & { ms?: number, response: any }} Exchange */

/** @param {string} at */
const formatClock = at => at.slice(11, 23)

/** @param {unknown} value */
function pretty(value) {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2)
  try {
    return JSON.stringify(JSON.parse(value), null, 2)
  } catch {
    return value
  }
}

/** @param {string} title @param {unknown} value */
function body(title, value) {
  if (value === undefined || value === null || value === '') return null
  return [el('h3', {}, title), el('pre', { tabindex: 0 }, pretty(value))]
}

/** @param {Exchange} exchange */
function isGood({ status, response }) {
  return typeof status === 'number' && status < 400 && response?.ok !== false
}

/** @param {Exchange} exchange */
function row(exchange) {
  const toApp = exchange.direction === 'slack->app'
  return el(
    'details',
    { class: 'exchange' },
    el(
      'summary',
      {},
      el('span', { class: 'exchange-time' }, formatClock(exchange.at)),
      el(
        'span',
        { class: `exchange-way ${toApp ? 'to-app' : 'to-slack'}` },
        toApp ? 'to the app' : 'to Slack',
      ),
      el('span', { class: 'exchange-name' }, exchange.operation),
      exchange.ms !== undefined && el('span', { class: 'quiet' }, `${Math.round(exchange.ms)} ms`),
      el(
        'span',
        { class: isGood(exchange) ? 'status status-good' : 'status status-bad' },
        exchange.status,
        exchange.response?.error && ` ${exchange.response.error}`,
      ),
    ),
    body('Request', exchange.request),
    body('Response', exchange.response),
  )
}

/**
 * @param {HTMLElement} host
 * @param {import('./store.js').Store} store
 * @returns {{ toggle: () => void }}
 */
export function createInspector(host, store) {
  const list = el('div', { class: 'exchanges', tabindex: 0, role: 'region', 'aria-label': 'Requests' })
  const close = el(
    'button',
    { class: 'icon-button', type: 'button', 'aria-label': 'Close requests', on: { click: () => toggle() } },
    icon('close'),
  )
  host.append(
    el(
      'header',
      { class: 'pane-head' },
      el('h1', {}, 'Requests'),
      el('span', { class: 'quiet' }, 'between Slack and the app'),
      close,
    ),
    list,
  )
  const empty = el('p', { class: 'empty' }, 'No requests yet.')
  /** @type {Map<string, HTMLElement>} */
  let rows = new Map()
  /** @type {Element | null} */
  let opener = null

  async function load() {
    if (host.hidden) return
    /** @type {Exchange[]} */
    const exchanges = await get('requests')
    // A row that was there keeps its node, and so stays open.
    const now = new Map(
      exchanges.map((exchange, index) => {
        const key = `${index} ${exchange.at} ${exchange.operation}`
        return [key, rows.get(key) ?? row(exchange)]
      }),
    )
    rows = now
    const nodes = [...now.values()].toReversed()
    place(list, nodes.length > 0 ? nodes : [empty])
  }

  function toggle() {
    host.hidden = !host.hidden
    if (host.hidden) {
      if (opener instanceof HTMLElement) opener.focus()
      return
    }
    opener = document.activeElement
    close.focus()
    load().catch(console.error)
  }

  let timer = 0
  store.subscribe(() => {
    clearTimeout(timer)
    timer = setTimeout(() => load().catch(console.error), SETTLE_MS)
  })
  host.addEventListener('keydown', event => {
    if (event.key === 'Escape') toggle()
  })
  return { toggle }
}
