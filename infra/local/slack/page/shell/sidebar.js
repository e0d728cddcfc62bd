// @ts-check
/** The sidebar: the workspace, who one is, channels, direct messages, apps. */
import { addressOf, goToPane, hashOf, paneInAddress } from '../dom/route.js'
import { classes, html } from '../dom/html.js'
import { icon } from '../dom/icons.js'
import { avatar } from '../messages/avatar.js'
import { askToReset } from './reset.js'

/** @import { Client } from '../state/client.js' */
/** @import { Route } from '../dom/route.js' */
/** @typedef {{ route: Route, label: string, mark: unknown }} Entry */

/** @param {string} channel @param {string} label @param {unknown} mark @returns {Entry} */
const entry = (channel, label, mark) => ({ route: { view: 'channel', channel }, label, mark })

/** The pane opens, or closes where it is open. @param {string} pane */
const toggle = pane => () => goToPane(paneInAddress() === pane ? undefined : pane)

/** @param {{ currentTarget: HTMLSelectElement }} event */
const changePerson = event => location.assign(addressOf(event.currentTarget.value))

/** The sections in order. @param {Client} client @returns {{ title: string, entries: Entry[] }[]} */
function sectionsOf(client) {
  const { workspace, me } = client.store
  const { name, bot_user: bot } = workspace.app
  const visible = workspace.channels.filter(
    each => !each.is_im && (!each.is_private || each.members.includes(me)),
  )
  const direct = workspace.channels.filter(each => each.is_im && each.user === me)
  return [
    {
      title: 'Channels',
      entries: visible.map(each => entry(each.id, each.name, icon(each.is_private ? 'lock' : 'hash'))),
    },
    {
      title: 'Direct messages',
      entries: direct.map(each => entry(each.id, name, avatar(bot, client, 'small'))),
    },
    {
      title: 'Apps',
      entries: [{ route: { view: 'home' }, label: name, mark: avatar(bot, client, 'small') }],
    },
  ]
}

/** Where the sidebar leads, in order, for moving by keyboard. @param {Client} client */
export const routesOf = client =>
  sectionsOf(client).flatMap(({ entries }) => entries.map(({ route }) => route))

/** @param {Client} client */
function personSwitcher(client) {
  const { workspace } = client.store
  const handles = (workspace.usergroups ?? [])
    .filter(({ users }) => users.includes(client.me.id))
    .map(({ handle }) => `@${handle}`)
    .join(', ')
  return html`<div class="person">
    ${avatar(client.me.id, client, 'small')}
    <label for="person">You are</label>
    <select id="person" value=${client.me.id} onChange=${changePerson}>
      ${workspace.users
        .filter(user => !user.is_bot)
        .map(user => html`<option value=${user.id}>${user.real_name}</option>`)}
    </select>
    <p class="person-groups">${handles ? `in ${handles}` : 'in no user group'}</p>
  </div>`
}

/** @param {{ client: Client, route: Route, isUnread: (channel: string) => boolean }} props */
export function Sidebar({ client, route, isUnread }) {
  const { store } = client
  const on = store.faults.filter(({ times }) => times !== 0).length

  /** @param {Entry} entry */
  function row({ route: target, label, mark }) {
    const here =
      target.view === 'channel'
        ? route.view === 'channel' && route.channel === target.channel
        : route.view !== 'channel'
    const unread = !here && target.view === 'channel' && isUnread(target.channel)
    return html`<li key=${hashOf(target)}>
      <a class=${classes('place', unread && 'unread')} href=${hashOf(target)} aria-current=${here ? 'page' : undefined}>
        ${mark}
        <span class="place-name">${label}</span>
        ${unread && html`<span class="dot"><span class="visually-hidden">unread</span></span>`}
      </a>
    </li>`
  }

  return html`<div class="sidebar-inner">
    <div class="workspace">
      <strong>${store.workspace.team.name}</strong>
      <span class="local">local</span>
    </div>
    <div class="places">
      ${sectionsOf(client).map(
        ({ title, entries }) =>
          html`<section>
            <h2>${title}</h2>
            <ul>
              ${entries.map(row)}
            </ul>
          </section>`,
      )}
    </div>
    <div class="sidebar-foot">
      <button class="sidebar-button" type="button" onClick=${toggle('requests')}>${icon('traffic')}Requests</button>
      <button class="sidebar-button" type="button" onClick=${toggle('faults')}>
        ${icon('warning')}Faults<span class="faults-on">${on > 0 && `${on} on`}</span>
      </button>
      ${
        store.resetOffer &&
        html`<button class="sidebar-button" type="button" onClick=${() => askToReset(client)}>
          ${icon('reset')}Reset
        </button>`
      }
      ${personSwitcher(client)}
    </div>
  </div>`
}
