// @ts-check
/** The app's own pages: Home, which the app publishes, and About. */
import { useEffect, useState } from 'preact/hooks'
import { Blocks } from '../blocks/blocks.js'
import { hashOf } from '../dom/route.js'
import { html } from '../dom/html.js'
import { createSurface } from '../elements/surface.js'
import { avatar } from '../messages/avatar.js'

/** @import { Client } from '../state/client.js' */
/** @import { Route } from '../dom/route.js' */

/** Home, Messages and About, as Slack puts them above an app's pages. @param {{ client: Client, view: Route['view'] }} props */
export function AppTabs({ client, view }) {
  const direct = client.store.workspace.channels.find(each => each.is_im && each.user === client.me.id)
  /** @type {[string, Route | undefined][]} */
  const tabs = [
    ['Home', { view: 'home' }],
    ['Messages', direct && { view: 'channel', channel: direct.id }],
    ['About', { view: 'about' }],
  ]
  return html`<nav class="tabs" aria-label="App">
    ${tabs.map(
      ([text, route]) =>
        route &&
        html`<a href=${hashOf(route)} aria-current=${route.view === view ? 'page' : undefined}>${text}</a>`,
    )}
  </nav>`
}

/** @param {Client} client @param {Route['view']} view @param {unknown} body */
function appPane(client, view, body) {
  const { app } = client.store.workspace
  return html`<div class="pane">
    <header class="pane-head">
      <h1>${avatar(app.bot_user, client, 'small')}${app.name}<span class="badge">APP</span></h1>
      <${AppTabs} client=${client} view=${view} />
    </header>
    <div class="page-body" tabindex="0">${body}</div>
  </div>`
}

/** @param {{ client: Client }} props */
export function Home({ client }) {
  const { home, workspace } = client.store
  const [surface] = useState(() =>
    createSurface({ kind: 'home', client, id: 'home', container: { view_id: '' } }),
  )
  useEffect(() => void client.post('home', {}), [])
  if (!home)
    return appPane(
      client,
      'home',
      html`<div class="empty-page">
        <h2>Nothing here yet</h2>
        <p>
          ${`When ${workspace.app.name} publishes its Home tab, it appears here. Until then, ask in a channel: type `}
          <code>/</code> to see the commands.
        </p>
      </div>`,
    )
  surface.container = { view_id: home.id }
  return appPane(
    client,
    'home',
    html`<${Blocks} blocks=${home.view.blocks} surface=${surface} name="home-blocks" />`,
  )
}

/** @param {{ client: Client }} props */
export function About({ client }) {
  const { app, team } = client.store.workspace
  return appPane(
    client,
    'about',
    html`<div class="about">
      <h2>${`About ${app.name}`}</h2>
      <p>
        This is a stand-in for Slack on this machine. It sends the app the same signed requests, holds it to the same
        limits and clocks, and shows what the app answers. Nothing leaves the machine.
      </p>
      <dl>
        <dt>Workspace</dt>
        <dd>${`${team.name} (${team.id})`}</dd>
        <dt>App</dt>
        <dd>${app.id}</dd>
        <dt>Bot user</dt>
        <dd>${app.bot_user}</dd>
      </dl>
    </div>`,
  )
}
