// @ts-check
/** A pane with what may go wrong: faults of Slack to switch on, and what becomes of the channel at hand. */
import { el, place, uniqueId } from './dom.js'
import { createSidePane } from './side-pane.js'
import { announce } from './toast.js'

/** @typedef {import('./client.js').Client} Client */
/** @typedef {import('../model/protocol.ts').Channel} Channel */
/** @typedef {import('../model/protocol.ts').FaultSwitch} FaultSwitch */
/** @typedef {FaultSwitch['times']} Times */

/** @type {Times[]} */
const CHOICES = [0, 1, 3, 'always']

/** @param {Times} times */
function wordsFor(times) {
  if (times === 0) return 'Off'
  if (times === 'always') return 'Until switched off'
  return times === 1 ? 'Next time' : `Next ${times} times`
}

/**
 * A row: what it is called, what one will see of it, and the control that turns it.
 * @param {string} name @param {string} effect @param {HTMLElement} control
 */
function row(name, effect, control) {
  control.id = uniqueId('fault')
  const effectId = uniqueId('effect')
  control.setAttribute('aria-describedby', effectId)
  return el(
    'div',
    { class: 'fault' },
    el('label', { for: control.id }, name),
    control,
    el('p', { id: effectId, class: 'quiet' }, effect),
  )
}

/** @param {Client} client @param {FaultSwitch} fault */
function faultRow(client, { id: fault, name, effect }) {
  const select = el('select', { class: 'fault-times' })
  const turned = () => {
    const times = select.value === 'always' ? select.value : Number(select.value)
    void client.post('fault', { id: fault, times })
    announce(`${name}: ${wordsFor(times)}`)
  }
  select.addEventListener('change', turned)
  const node = row(name, effect, select)
  return {
    node,
    /** @param {Times} times */
    show(times) {
      // One that counts down stands between the choices.
      const choices = CHOICES.includes(times) ? CHOICES : [0, times, ...CHOICES.slice(1)]
      select.replaceChildren(...choices.map(each => el('option', { value: each }, wordsFor(each))))
      select.value = String(times)
      node.classList.toggle('fault-on', times !== 0)
    },
  }
}

/**
 * @type {{ name: (app: string) => string, effect: (app: string) => string, holds: (channel: Channel, bot: string) => boolean, change: (on: boolean) => object }[]}
 */
const CHANNEL_FATES = [
  {
    name: () => 'Archived',
    effect: app =>
      `Nobody writes there any more; an answer of ${app} that was on its way comes to you directly.`,
    holds: channel => channel.is_archived === true,
    change: on => ({ is_archived: on }),
  },
  {
    name: () => 'Private',
    effect: () => 'Only members see it; for who is not in it, it does not exist.',
    holds: channel => channel.is_private,
    change: on => ({ is_private: on }),
  },
  {
    name: app => `Without ${app}`,
    effect: app => `${app} may not write there; it writes to you directly and says how to invite it.`,
    holds: (channel, bot) => !channel.members.includes(bot),
    change: on => ({ has_app: !on }),
  },
]

/** @param {Client} client @param {Channel} channel */
function channelRows(client, channel) {
  const { app } = client.store.workspace
  return CHANNEL_FATES.map(({ name, effect, holds, change }) => {
    const on = holds(channel, app.bot_user)
    const box = el('input', { type: 'checkbox', checked: on })
    const changed = () => client.post('channel', { channel: channel.id, ...change(box.checked) })
    box.addEventListener('change', () => void changed())
    const node = row(name(app.name), effect(app.name), box)
    node.classList.toggle('fault-on', on)
    return node
  })
}

/**
 * @param {HTMLElement} host
 * @param {Client} client
 * @param {() => string} here the channel at hand; empty where there is none
 */
export function createFaultsPane(host, client, here) {
  const { store } = client
  const rows = new Map(store.faults.map(fault => [fault.id, faultRow(client, fault)]))
  const channelPart = el('section', {})
  const body = el(
    'div',
    { class: 'side-pane-body' },
    el(
      'section',
      {},
      el('h2', {}, 'Slack fails'),
      [...rows.values()].map(({ node }) => node),
    ),
    channelPart,
  )
  const pane = createSidePane(host, {
    name: 'faults',
    title: 'Faults',
    about: 'what may go wrong, to see what comes of it',
    content: [body],
    onOpen: refresh,
  })
  let shown = ''

  function refresh() {
    if (!pane.isOpen()) return
    for (const { id, times } of store.faults) rows.get(id)?.show(times)
    const channel = store.channel(here())
    const now = JSON.stringify(channel ?? null)
    if (now === shown) return
    shown = now
    const focused = [...channelPart.querySelectorAll('input')].findIndex(
      each => each === document.activeElement,
    )
    const direct = !channel || channel.is_im
    place(channelPart, direct ? [] : [el('h2', {}, `#${channel.name} is`), ...channelRows(client, channel)])
    channelPart.querySelectorAll('input')[focused]?.focus()
  }
  return { toggle: pane.toggle, refresh }
}
