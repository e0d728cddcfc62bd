// @ts-check
/** The window: which pane the address asks for, and what follows when the store or the address changes. */
import { authorOf } from './avatar.js'
import { createChannelPane } from './channel.js'
import { appTabs, createAboutPane, createHomePane } from './home.js'
import { makeDrawer } from './drawer.js'
import { createFaultsPane } from './faults.js'
import { createInspector } from './inspector.js'
import { moveByKeyboard } from './keyboard.js'
import { hashOf, hashOfPermalink, parseRoute } from './route.js'
import { followPane } from './side-pane.js'
import { createSidebar } from './sidebar.js'
import { isRoot } from './store.js'
import { createThreadPane } from './thread.js'
import { announce, toast } from './toast.js'
import { createUnread } from './unread.js'

/** @typedef {import('./client.js').Client} Client */
/** @typedef {import('./route.js').Route} Route */
/** @typedef {import('./channel.js').Pane} Pane */

const PHONE = matchMedia('(max-width: 700px)')

/** @param {string} id */
function region(id) {
  const node = document.getElementById(id)
  if (!node) throw new Error(`index.html has no #${id}`)
  return node
}

/** @param {Client} client @param {Route} route @returns {Pane} */
function mainPane(client, route) {
  if (route.view === 'home') return createHomePane(client)
  if (route.view === 'about') return createAboutPane(client)
  const direct = client.store.channel(route.channel)?.is_im
  return createChannelPane(client, route.channel, direct ? [appTabs(client, route)] : [])
}

/** @param {Client} client @returns {Route} where one lands without an address */
function startingPlace(client) {
  const first =
    client.store.workspace.channels.find(each => !each.is_im && each.members.includes(client.me.id)) ??
    client.store.workspace.channels[0]
  return first ? { view: 'channel', channel: first.id } : { view: 'home' }
}

/** Fills the regions of `index.html` and keeps them current. @param {Client} client */
export function openWindow(client) {
  const { store } = client
  const unread = createUnread(store)
  const inspector = createInspector(region('inspector'), store)
  const faults = createFaultsPane(region('faults'), client, () =>
    route?.view === 'channel' ? route.channel : '',
  )
  const sidebar = createSidebar(client, {
    isUnread: unread.isUnread,
    onInspect: inspector.toggle,
    onFaults: faults.toggle,
  })
  region('sidebar').replaceChildren(sidebar.node)
  makeDrawer(region('sidebar'), region('menu'), region('scrim'))
  const mainRegion = region('main')
  const threadRegion = region('thread')
  /** @type {{ key: string, pane: Pane } | undefined} */
  let main
  /** @type {{ key: string, pane: Pane } | undefined} */
  let thread
  /** @type {Route | undefined} */
  let route

  /** @param {Route} now */
  function showMain(now) {
    const key = now.view === 'channel' ? now.channel : now.view
    if (main?.key === key) return
    main = { key, pane: mainPane(client, now) }
    mainRegion.replaceChildren(main.pane.node)
    main.pane.refresh()
    document.title = `${mainRegion.querySelector('h1')?.textContent ?? ''} · ${store.workspace.team.name}`
    if (!PHONE.matches) main.pane.focus?.()
  }

  /** @param {Route} now */
  function showThread(now) {
    const key = now.view === 'channel' && now.thread ? `${now.channel} ${now.thread}` : ''
    if (thread?.key === key || (!key && !thread)) return
    threadRegion.hidden = !key
    document.body.classList.toggle('with-thread', key !== '')
    thread =
      key && now.view === 'channel' && now.thread
        ? { key, pane: createThreadPane(client, now.channel, now.thread) }
        : undefined
    threadRegion.replaceChildren(...(thread ? [thread.pane.node] : []))
    thread?.pane.refresh()
    if (thread && !PHONE.matches) thread.pane.focus?.()
    else if (!PHONE.matches) main?.pane.focus?.()
  }

  function markRead() {
    if (route?.view === 'channel' && document.visibilityState === 'visible') unread.markRead(route.channel)
  }

  /** Goes to the message that the address names; without one, what was marked is no longer. @param {Route} now */
  function reveal(now) {
    const ts = now.view === 'channel' ? now.message : undefined
    const found = [main, thread].map(one => one?.pane.reveal?.(ts ?? '') ?? false)
    if (ts && !found.includes(true))
      toast('That message is not here: it was deleted, or only others see it.', 'error')
  }

  function follow() {
    const permalink = hashOfPermalink(location.hash.slice(1))
    if (permalink) return location.replace(permalink)
    route = parseRoute(location.hash)
    if (!route) return location.replace(hashOf(startingPlace(client)))
    showMain(route)
    showThread(route)
    reveal(route)
    markRead()
    sidebar.refresh(route)
    faults.refresh()
  }

  /** @param {import('../model/protocol.ts').Message} message */
  function sayMessage(message) {
    const here = route?.view === 'channel' && route.channel === message.channel
    const shown =
      here && (isRoot(message) || (route?.view === 'channel' && route.thread === message.thread_ts))
    if (!shown || message.user === client.me.id) return
    announce(
      `New message from ${authorOf(message.user, client).name}${message.ephemeral_to ? ', only visible to you' : ''}`,
    )
  }

  /** @param {import('../model/protocol.ts').ClientEvent} event */
  function takeNotice(event) {
    if (event.type !== 'notice' || event.user !== client.me.id) return
    const channel = event.channel ?? (route?.view === 'channel' ? route.channel : startingPlaceChannel())
    client.notice({ channel, text: event.text, level: event.level })
  }
  const startingPlaceChannel = () => {
    const place = startingPlace(client)
    return place.view === 'channel' ? place.channel : ''
  }

  store.subscribe(event => {
    if (event.type === 'notice') return takeNotice(event)
    main?.pane.refresh()
    thread?.pane.refresh()
    markRead()
    sidebar.refresh(route)
    faults.refresh()
    if (event.type === 'message') sayMessage(event.message)
  })
  addEventListener('hashchange', follow)
  addEventListener('popstate', followPane)
  addEventListener('visibilitychange', () => {
    markRead()
    sidebar.refresh(route)
  })
  // The address goes ahead of what is drawn: keys may come faster than pages.
  moveByKeyboard(sidebar.routes, () => parseRoute(location.hash) ?? route)
  // The address is for places; a plain `#main` would be taken for one.
  region('skip').addEventListener('click', event => {
    event.preventDefault()
    mainRegion.focus()
  })
  follow()
  followPane()
}
