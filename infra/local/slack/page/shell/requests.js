// @ts-check
/** A pane with the requests between Slack and the app, newest first. */
import { useEffect, useState } from 'preact/hooks'
import { get } from '../state/api.js'
import { html } from '../dom/html.js'
import { SidePane } from './side-pane.js'

/** @import { Store } from '../state/store.js' */
/** @typedef {import('../../state/traffic.ts').Exchange & { response: any }} Exchange */

const SETTLE_MS = 250

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
const body = (title, value) =>
  value === undefined || value === null || value === ''
    ? null
    : html`<h3>${title}</h3>
        <pre tabindex="0">${pretty(value)}</pre>`

/** @param {Exchange} exchange @param {number} index */
function row({ at, direction, operation, injected, status, request, response }, index) {
  const toApp = direction === 'slack->app'
  const good = typeof status === 'number' && status < 400 && response?.ok !== false
  // The same key for the same exchange: a row that was opened stays open.
  return html`<details class="exchange" key=${`${index} ${at} ${operation}`}>
    <summary>
      <span class="exchange-time">${at.slice(11, 23)}</span>
      <span class=${`exchange-way ${toApp ? 'to-app' : 'to-slack'}`}>${toApp ? 'to the app' : 'to Slack'}</span>
      <span class="exchange-name">${operation}</span>
      ${injected && html`<span class="tag">fault</span>`}
      <span class=${good ? 'status status-good' : 'status status-bad'}>
        ${`${status}${response?.error ? ` ${response.error}` : ''}`}
      </span>
    </summary>
    ${body('Request', request)} ${body('Response', response)}
  </details>`
}

/** @param {{ store: Store }} props */
export function Requests({ store }) {
  const [exchanges, setExchanges] = useState(/** @type {Exchange[]} */ ([]))
  const [wanted, setWanted] = useState('')
  useEffect(() => {
    let timer = 0
    const load = () => get('requests').then(setExchanges).catch(console.error)
    const soon = () => {
      clearTimeout(timer)
      timer = setTimeout(load, SETTLE_MS)
    }
    void load()
    const unsubscribe = store.subscribe(soon)
    return () => {
      clearTimeout(timer)
      unsubscribe()
    }
  }, [])
  const word = wanted.trim().toLowerCase()
  const rows = exchanges
    .map((exchange, index) => JSON.stringify(exchange).toLowerCase().includes(word) && row(exchange, index))
    .filter(Boolean)
    .toReversed()
  const none = exchanges.length > 0 ? 'No request has that in it.' : 'No requests yet.'
  return html`<${SidePane} title="Requests" about="between Slack and the app">
    <div class="side-pane-search">
      <input
        class="text-input"
        type="search"
        aria-label="Filter requests"
        placeholder="Filter by anything in a request or its response"
        value=${wanted}
        onInput=${
          /** @param {{ currentTarget: HTMLInputElement }} event */ event =>
            setWanted(event.currentTarget.value)
        }
      />
    </div>
    <div class="exchanges" tabindex="0" role="region" aria-label="Requests">
      ${rows.length > 0 ? rows : html`<p class="empty">${none}</p>`}
    </div>
  <//>`
}
