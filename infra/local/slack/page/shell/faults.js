// @ts-check
/** A pane with what may go wrong: faults of Slack to switch on, and what happens to the open channel. */
import { useId } from 'preact/hooks'
import { classes, html } from '../dom/html.js'
import { announce } from '../dom/toast.js'
import { SidePane } from './side-pane.js'

/** @import { Channel, FaultSwitch } from '../../model/protocol.ts' */
/** @import { Client } from '../state/client.js' */

/** @type {FaultSwitch['times'][]} */
const CHOICES = [0, 1, 3, 'always']

/** @param {FaultSwitch['times']} times */
function wordsFor(times) {
  if (times === 0) return 'Off'
  if (times === 'always') return 'Until switched off'
  return times === 1 ? 'Next time' : `Next ${times} times`
}

/**
 * A row: what it is called, what one will see of it, and the control that turns it.
 * @param {{ name: string, effect: string, on: boolean, control: (attributes: object) => unknown }} props
 */
function Row({ name, effect, on, control }) {
  const id = `fault-${useId()}`
  return html`<div class=${classes('fault', on && 'fault-on')}>
    <label for=${id}>${name}</label>
    ${control({ id, 'aria-describedby': `${id}-effect` })}
    <p id=${`${id}-effect`} class="quiet">${effect}</p>
  </div>`
}

/** @param {Client} client @param {FaultSwitch} fault */
function faultRow(client, { id, name, effect, times }) {
  // One that counts down stands between the choices.
  const choices = CHOICES.includes(times) ? CHOICES : [0, times, ...CHOICES.slice(1)]
  /** @param {{ currentTarget: HTMLSelectElement }} event */
  function turn({ currentTarget: { value } }) {
    const chosen = value === 'always' ? value : Number(value)
    void client.post('fault', { id, times: chosen })
    announce(`${name}: ${wordsFor(chosen)}`)
  }
  const control = /** @param {object} attributes */ attributes =>
    html`<select class="fault-times" ...${attributes} value=${String(times)} onChange=${turn}>
      ${choices.map(each => html`<option value=${String(each)}>${wordsFor(each)}</option>`)}
    </select>`
  return html`<${Row} key=${id} name=${name} effect=${effect} on=${times !== 0} control=${control} />`
}

/**
 * @type {{ name: (app: string) => string, effect: (app: string) => string, holds: (channel: Channel, bot: string) => boolean, change: (on: boolean) => object }[]}
 */
const CHANNEL_STATES = [
  {
    name: () => 'Archived',
    effect: app =>
      `Nobody writes there any more; an answer of ${app} that was on its way comes to you directly.`,
    holds: channel => channel.is_archived === true,
    change: on => ({ is_archived: on }),
  },
  {
    name: () => 'Private',
    effect: () => 'Only members see it; for anybody else it does not exist.',
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
  return CHANNEL_STATES.map(({ name, effect, holds, change }) => {
    const on = holds(channel, app.bot_user)
    const turn = /** @param {{ currentTarget: HTMLInputElement }} event */ event =>
      void client.post('channel', { channel: channel.id, ...change(event.currentTarget.checked) })
    const control = /** @param {object} attributes */ attributes =>
      html`<input type="checkbox" ...${attributes} checked=${on} onChange=${turn} />`
    return html`<${Row} name=${name(app.name)} effect=${effect(app.name)} on=${on} control=${control} />`
  })
}

/** @param {{ client: Client, channel: Channel | undefined }} props the open channel */
export function Faults({ client, channel }) {
  return html`<${SidePane} title="Faults" about="what may go wrong, to see what comes of it">
    <div class="side-pane-body">
      <section>
        <h2>Slack fails</h2>
        ${client.store.faults.map(fault => faultRow(client, fault))}
      </section>
      ${
        channel &&
        !channel.is_im &&
        html`<section><h2>${`#${channel.name} is`}</h2>${channelRows(client, channel)}</section>`
      }
    </div>
  <//>`
}
