// @ts-check
/** A drawer with the requests between Slack and the app, newest first. */
import { get } from './api.js'
import { el, place } from './dom.js'
import { createSidePane } from './side-pane.js'

const SETTLE_MS = 250

/** @typedef {import('../state/traffic.ts').Exchange & { response: any }} Exchange */

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
      exchange.injected && el('span', { class: 'tag' }, 'fault'),
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
  const search = el('input', {
    class: 'text-input',
    type: 'search',
    'aria-label': 'Filter requests',
    placeholder: 'Filter by anything in a request or its response',
  })
  const pane = createSidePane(host, {
    name: 'requests',
    title: 'Requests',
    about: 'between Slack and the app',
    content: [el('div', { class: 'side-pane-search' }, search), list],
    onOpen: () => void load().catch(console.error),
  })
  /** @type {Map<string, { exchange: Exchange, node: HTMLElement }>} */
  let rows = new Map()

  async function load() {
    if (!pane.isOpen()) return
    /** @type {Exchange[]} */
    const exchanges = await get('requests')
    // A row that was there keeps its node, and so stays open.
    rows = new Map(
      exchanges.map((exchange, index) => {
        const key = `${index} ${exchange.at} ${exchange.operation}`
        return [key, rows.get(key) ?? { exchange, node: row(exchange) }]
      }),
    )
    show()
  }

  function show() {
    const wanted = search.value.trim().toLowerCase()
    const found = [...rows.values()].filter(
      ({ exchange }) => wanted === '' || JSON.stringify(exchange).toLowerCase().includes(wanted),
    )
    const words = rows.size > 0 ? 'No request has that in it.' : 'No requests yet.'
    const nodes = found.map(({ node }) => node).toReversed()
    place(list, nodes.length > 0 ? nodes : [el('p', { class: 'empty' }, words)])
  }

  let timer = 0
  store.subscribe(() => {
    clearTimeout(timer)
    timer = setTimeout(() => load().catch(console.error), SETTLE_MS)
  })
  search.addEventListener('input', show)
  return { toggle: pane.toggle }
}
