// @ts-check
/** The window: which pane the address asks for, and what follows when the store or the address changes. */
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks'
import { hashOf, hashOfPermalink, onNavigate, paneInAddress, parseRoute } from '../dom/route.js'
import { isRoot } from '../state/store.js'
import { createUnread } from '../state/unread.js'
import { classes, html } from '../dom/html.js'
import { icon } from '../dom/icons.js'
import { PHONE } from '../dom/phone.js'
import { announce, toast } from '../dom/toast.js'
import { authorOf } from '../messages/avatar.js'
import { Channel } from '../messages/channel.js'
import { Thread } from '../messages/thread.js'
import { Faults } from './faults.js'
import { About, AppTabs, Home } from './home.js'
import { moveByKeyboard } from './keyboard.js'
import { Modals } from './modals.js'
import { Requests } from './requests.js'
import { routesOf, Sidebar } from './sidebar.js'

/** @import { Message } from '../../model/protocol.ts' */
/** @import { Client } from '../state/client.js' */
/** @import { Route } from '../dom/route.js' */

/** @param {Client} client @returns {Route} where one lands without an address */
function startingRoute({ store, me }) {
  const { channels } = store.workspace
  const first = channels.find(each => !each.is_im && each.members.includes(me.id)) ?? channels[0]
  return first ? { view: 'channel', channel: first.id } : { view: 'home' }
}

/** @param {Client} client @returns {Route} what the address asks for; an address of another form is replaced */
function routeNow(client) {
  const permalink = hashOfPermalink(location.hash.slice(1))
  const route = permalink ? parseRoute(permalink) : parseRoute(location.hash)
  if (route && !permalink) return route
  const instead = route ?? startingRoute(client)
  history.replaceState(null, '', hashOf(instead))
  return instead
}

/** @param {Client} client @param {Route} route says aloud what others write here @param {Message} message */
function sayMessage(client, route, message) {
  const here = route.view === 'channel' && route.channel === message.channel
  const shown = here && (isRoot(message) || route.thread === message.thread_ts)
  if (!shown || message.user === client.me.id) return
  const { name } = authorOf(message.user, client)
  announce(`New message from ${name}${message.ephemeral_to ? ', only visible to you' : ''}`)
}

/** The sidebar is a drawer on a phone. Elsewhere it is always there and nothing here shows. */
function useDrawer() {
  const [open, setOpen] = useState(false)
  const button = useRef(/** @type {HTMLElement | null} */ (null))
  /** @param {MouseEvent} event also for the place one is at, to which the address does not change */
  function onClick({ target }) {
    if (target instanceof Element && target.closest('a, button')) setOpen(false)
  }
  /** @param {KeyboardEvent} event */
  function onKeyDown({ key }) {
    if (key !== 'Escape' || !open) return
    setOpen(false)
    button.current?.focus()
  }
  return { open, setOpen, button, sidebar: { onClick, onKeyDown } }
}

/** @param {{ client: Client, offline: boolean }} props */
export function Window({ client, offline }) {
  const { store, me } = client
  const [route, setRoute] = useState(() => routeNow(client))
  const [, redraw] = useReducer(/** @param {number} n */ n => n + 1, 0)
  const [unread] = useState(() => createUnread(store))
  const drawer = useDrawer()
  const main = useRef(/** @type {HTMLElement | null} */ (null))
  const channel = route.view === 'channel' ? route.channel : ''
  const thread = route.view === 'channel' ? route.thread : undefined
  const pane = paneInAddress()

  useEffect(() => {
    // The address goes ahead of what is drawn: keys may come faster than pages.
    moveByKeyboard(
      () => routesOf(client),
      () => parseRoute(location.hash),
    )
    addEventListener('visibilitychange', () => redraw(undefined))
    onNavigate(() => {
      setRoute(before => (hashOf(before) === location.hash ? before : routeNow(client)))
      redraw(undefined)
    })
  }, [])
  useLayoutEffect(
    () =>
      store.subscribe(event => {
        if (event.type === 'message') sayMessage(client, route, event.message)
        if (event.type === 'notice' && event.user === me.id) {
          const start = startingRoute(client)
          const at = event.channel ?? (channel || (start.view === 'channel' ? start.channel : ''))
          client.notice({ channel: at, text: event.text, level: event.level })
        }
        redraw(undefined)
      }),
    [route],
  )
  useLayoutEffect(() => {
    const title = main.current?.querySelector('h1')?.textContent ?? ''
    document.title = `${title} · ${store.workspace.team.name}`
  }, [route.view, channel])
  const hadThread = useRef(thread)
  useLayoutEffect(() => {
    if (hadThread.current && !thread && !PHONE.matches) main.current?.querySelector('textarea')?.focus()
    hadThread.current = thread
  }, [thread])
  useEffect(() => {
    if (route.view !== 'channel' || !route.message) return
    if (!store.shows(route, route.message))
      toast('That message is not here: it was deleted, or only others see it.', 'error')
  }, [route])
  if (channel && document.visibilityState === 'visible') unread.markRead(channel)

  /** @param {MouseEvent} event the address is for places; a plain `#main` would be taken for one */
  function skip(event) {
    event.preventDefault()
    main.current?.focus()
  }

  const direct = store.channel(channel)?.is_im
  return html`<a class="skip" href="#main" onClick=${skip}>Skip to messages</a>
    <p class="offline" role="status" hidden=${!offline}>Connection lost. Reconnecting…</p>
    <div class=${classes('frame', thread && 'with-thread', drawer.open && 'sidebar-open')}>
      <button
        ref=${drawer.button}
        class="menu-button"
        type="button"
        aria-label="Channels and apps"
        aria-controls="sidebar"
        aria-expanded=${String(drawer.open)}
        onClick=${() => drawer.setOpen(open => !open)}
      >
        ${icon('menu')}
      </button>
      <nav id="sidebar" class="sidebar" aria-label="Channels and apps" ...${drawer.sidebar}>
        <${Sidebar} client=${client} route=${route} isUnread=${unread.isUnread} />
      </nav>
      <div class="scrim" aria-hidden="true" onClick=${() => drawer.setOpen(false)}></div>
      <main ref=${main} id="main" class="main" tabindex="-1">
        ${route.view === 'home' && html`<${Home} client=${client} />`}
        ${route.view === 'about' && html`<${About} client=${client} />`}
        ${
          route.view === 'channel' &&
          html`<${Channel} key=${channel} client=${client} route=${route}>
            ${direct && html`<${AppTabs} client=${client} view="channel" />`}
          <//>`
        }
      </main>
      ${
        thread &&
        html`<aside class="thread" aria-label="Thread">
          <${Thread} key=${`${channel} ${thread}`} client=${client} route=${route} ts=${thread} />
        </aside>`
      }
      ${pane === 'requests' && html`<${Requests} store=${store} />`}
      ${pane === 'faults' && html`<${Faults} client=${client} channel=${store.channel(channel)} />`}
    </div>
    <${Modals} client=${client} />`
}
