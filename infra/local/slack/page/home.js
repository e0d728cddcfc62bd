// @ts-check
/** The app's own pages: Home, which the app publishes, and About. */
import { avatar } from './avatar.js'
import { showBlocks } from './blocks.js'
import { el } from './dom.js'
import { hashOf } from './route.js'
import { createSurface } from './surface.js'

/** @typedef {import('./client.js').Client} Client */
/** @typedef {import('./route.js').Route} Route */
/** @typedef {import('./channel.js').Pane} Pane */

/**
 * Home, Messages and About, as Slack puts them above an app's pages.
 * @param {Client} client
 * @param {Route} current
 */
export function appTabs(client, current) {
  const direct = client.store.workspace.channels.find(each => each.is_im && each.user === client.me.id)
  /** @type {[string, Route][]} */
  const tabs = [
    ['Home', { view: 'home' }],
    ...(direct
      ? [/** @type {[string, Route]} */ (['Messages', { view: 'channel', channel: direct.id }])]
      : []),
    ['About', { view: 'about' }],
  ]
  return el(
    'nav',
    { class: 'tabs', 'aria-label': 'App' },
    tabs.map(([text, route]) =>
      el(
        'a',
        { href: hashOf(route), 'aria-current': route.view === current.view ? 'page' : undefined },
        text,
      ),
    ),
  )
}

/** @param {Client} client @param {Route} current @param {Node} body */
function appPane(client, current, body) {
  const { app } = client.store.workspace
  const head = el(
    'header',
    { class: 'pane-head' },
    el('h1', {}, avatar(app.bot_user, client, 'small'), app.name, el('span', { class: 'badge' }, 'APP')),
    appTabs(client, current),
  )
  return el('div', { class: 'pane' }, head, el('div', { class: 'page-body', tabindex: 0 }, body))
}

/** @param {Client} client @returns {Pane} */
export function createHomePane(client) {
  const blocks = el('div', { class: 'blocks home-blocks' })
  const note = el(
    'div',
    { class: 'empty-page' },
    el('h2', {}, 'Nothing here yet'),
    el(
      'p',
      {},
      `When ${client.store.workspace.app.name} publishes its Home tab, it appears here. Until then, ask in a channel: type `,
      el('code', {}, '/'),
      ' to see the commands.',
    ),
  )
  const node = appPane(client, { view: 'home' }, el('div', {}, note, blocks))
  /** @type {import('./surface.js').Surface | undefined} */
  let surface

  function refresh() {
    const { home } = client.store
    note.hidden = home !== undefined
    if (!home) return
    const container = { view_id: home.id }
    surface ??= createSurface({ kind: 'home', client, id: 'home', container })
    surface.container = container
    showBlocks(blocks, home.view.blocks, surface)
  }
  refresh()
  void client.post('home', {})
  return { node, refresh }
}

/** @param {string} name @param {string} value */
const fact = (name, value) => [el('dt', {}, name), el('dd', {}, value)]

/** @param {Client} client @returns {Pane} */
export function createAboutPane(client) {
  const { app, team } = client.store.workspace
  const body = el(
    'div',
    { class: 'about' },
    el('h2', {}, `About ${app.name}`),
    el(
      'p',
      {},
      'This is a stand-in for Slack on this machine. It sends the app the same signed requests, holds it to the same limits and clocks, and shows what the app answers. Nothing leaves the machine.',
    ),
    el(
      'dl',
      {},
      fact('Workspace', `${team.name} (${team.id})`),
      fact('App', app.id),
      fact('Bot user', app.bot_user),
    ),
  )
  return { node: appPane(client, { view: 'about' }, body), refresh() {} }
}
