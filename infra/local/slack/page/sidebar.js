// @ts-check
/** The sidebar: the workspace, who one is, channels, direct messages, apps. */
import { avatar } from './avatar.js'
import { el } from './dom.js'
import { icon } from './icons.js'
import { addressOf, hashOf } from './route.js'
import { askToReset } from './reset.js'

/** @typedef {import('./client.js').Client} Client */
/** @typedef {import('./route.js').Route} Route */
/** @typedef {{ route: Route, label: string, mark: Node, isUnread: boolean }} Entry */

/** @param {Client} client @param {(channel: string) => boolean} isUnread */
function entriesOf(client, isUnread) {
  const { workspace, me } = client.store
  const entry =
    /** @param {import('../model/protocol.ts').Channel} each @param {string} label @param {Node} mark @returns {Entry} */ (
      each,
      label,
      mark,
    ) => ({ route: { view: 'channel', channel: each.id }, label, mark, isUnread: isUnread(each.id) })
  const visible = workspace.channels.filter(
    each => !each.is_im && (!each.is_private || each.members.includes(me)),
  )
  const direct = workspace.channels.filter(each => each.is_im && each.user === me)
  const picture = () => avatar(workspace.app.bot_user, client, 'small')
  /** @type {Entry} */
  const app = { route: { view: 'home' }, label: workspace.app.name, mark: picture(), isUnread: false }
  return [
    {
      title: 'Channels',
      entries: visible.map(each => entry(each, each.name, icon(each.is_private ? 'lock' : 'hash'))),
    },
    { title: 'Direct messages', entries: direct.map(each => entry(each, workspace.app.name, picture())) },
    { title: 'Apps', entries: [app] },
  ]
}

/** @param {Entry} entry @param {Route | undefined} route */
function row({ route: target, label, mark, isUnread }, route) {
  const here =
    target.view === 'channel'
      ? route?.view === 'channel' && route.channel === target.channel
      : route?.view === 'home' || route?.view === 'about'
  const unread = isUnread && !here
  return el(
    'li',
    {},
    el(
      'a',
      {
        class: `place${unread ? ' unread' : ''}`,
        href: hashOf(target),
        'aria-current': here ? 'page' : undefined,
      },
      mark,
      el('span', { class: 'place-name' }, label),
      unread && el('span', { class: 'dot' }, el('span', { class: 'visually-hidden' }, 'unread')),
    ),
  )
}

/** @param {Client} client */
function personSwitcher(client) {
  const people = client.store.workspace.users.filter(user => !user.is_bot)
  const select = el(
    'select',
    { id: 'person' },
    people.map(user => el('option', { value: user.id, selected: user.id === client.me.id }, user.real_name)),
  )
  select.addEventListener('change', () => location.assign(addressOf(select.value)))
  const groups = (client.store.workspace.usergroups ?? []).filter(({ users }) => users.includes(client.me.id))
  const handles = groups.map(({ handle }) => `@${handle}`).join(', ')
  return el(
    'div',
    { class: 'person' },
    avatar(client.me.id, client, 'small'),
    el('label', { for: 'person' }, 'You are'),
    select,
    el('p', { class: 'person-groups' }, handles ? `in ${handles}` : 'in no user group'),
  )
}

/**
 * @param {Client} client
 * @param {{ isUnread: (channel: string) => boolean, onInspect: () => void, onFaults: () => void }} options
 */
export function createSidebar(client, { isUnread, onInspect, onFaults }) {
  const node = el('div', { class: 'sidebar-inner' })
  const places = el('div', { class: 'places' })
  const inspect = el(
    'button',
    { class: 'sidebar-button', type: 'button', on: { click: onInspect } },
    icon('traffic'),
    'Requests',
  )
  const on = el('span', { class: 'faults-on' })
  const faults = el(
    'button',
    { class: 'sidebar-button', type: 'button', on: { click: onFaults } },
    icon('warning'),
    'Faults',
    on,
  )
  const reset =
    client.store.resetOffer &&
    el(
      'button',
      { class: 'sidebar-button', type: 'button', on: { click: () => askToReset(client) } },
      icon('reset'),
      'Reset',
    )
  const head = el(
    'div',
    { class: 'workspace' },
    el('strong', {}, client.store.workspace.team.name),
    el('span', { class: 'local' }, 'local'),
  )
  node.append(
    head,
    places,
    el('div', { class: 'sidebar-foot' }, inspect, faults, reset, personSwitcher(client)),
  )
  return {
    node,
    /** @param {Route | undefined} route */
    refresh(route) {
      const count = client.store.faults.filter(({ times }) => times !== 0).length
      on.textContent = count > 0 ? `${count} on` : ''
      const focused = document.activeElement
      const href = places.contains(focused) ? focused?.getAttribute('href') : undefined
      places.replaceChildren(
        ...entriesOf(client, isUnread).map(({ title, entries }) =>
          el(
            'section',
            {},
            el('h2', {}, title),
            el(
              'ul',
              {},
              entries.map(entry => row(entry, route)),
            ),
          ),
        ),
      )
      const again = href && places.querySelector(`a[href="${CSS.escape(href)}"]`)
      if (again instanceof HTMLElement) again.focus()
    },
    /** All places in order, for moving by keyboard. */
    routes: () => entriesOf(client, isUnread).flatMap(({ entries }) => entries.map(entry => entry.route)),
  }
}
