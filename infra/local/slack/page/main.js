// @ts-check
/** The page's entry: who is looking, what is there, and then live. */
import { getState, listen } from './api.js'
import { createClient } from './client.js'
import { el } from './dom.js'
import { showModals } from './modal.js'
import { keepUser, userInAddress } from './route.js'
import { createStore } from './store.js'
import { openWindow } from './window.js'

/** @typedef {import('./store.js').Store} Store */

/** @param {Store} store @param {string} user */
function live(store, user) {
  const offline = document.getElementById('offline')
  listen(user, {
    onEvent: event => store.apply(event),
    // Between the first state and the stream something may have happened, as it may while a stream was lost.
    onOpen: () => {
      if (offline) offline.hidden = true
      getState(user)
        .then(state => store.reset(state))
        .catch(console.error)
    },
    onLost: () => {
      if (offline) offline.hidden = false
    },
  })
}

async function start() {
  const { workspace } = await getState(null)
  const people = workspace.users.filter(user => !user.is_bot)
  const me = people.find(user => user.id === userInAddress()) ?? people[0]
  if (!me) throw new Error('the workspace has no people')
  keepUser(me.id)
  const state = await getState(me.id)
  const store = createStore(state, me.id)
  const client = createClient(store, me)
  openWindow(client)
  showModals(client)
  live(store, me.id)
}

start().catch(error => {
  const retry = el(
    'button',
    { class: 'button button-primary', type: 'button', on: { click: () => location.reload() } },
    'Try again',
  )
  document
    .getElementById('main')
    ?.replaceChildren(
      el(
        'div',
        { class: 'empty-page' },
        el('h1', {}, 'Slack could not be reached'),
        el('p', {}, String(error.message ?? error)),
        retry,
      ),
    )
})
