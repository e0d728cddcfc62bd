// @ts-check
/** The page's entry: who is looking, what is there, and then live. */
import { render } from 'preact'
import { getState, messageOf } from './state/api.js'
import { createClient } from './state/client.js'
import { keepUser, userInAddress } from './dom/route.js'
import { follow } from './state/follow.js'
import { createStore } from './state/store.js'
import { html } from './dom/html.js'
import { Window } from './shell/window.js'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

async function start() {
  const { workspace } = await getState(null)
  const people = workspace.users.filter(user => !user.is_bot)
  const me = people.find(user => user.id === userInAddress()) ?? people[0]
  if (!me) throw new Error('the workspace has no people')
  keepUser(me.id)
  const store = createStore(await getState(me.id), me.id)
  const client = createClient(store, me)
  const show = /** @param {boolean} offline */ offline =>
    root && render(html`<${Window} client=${client} offline=${offline} />`, root)
  show(false)
  follow(store, me.id, { onOpen: () => show(false), onLost: () => show(true) })
}

start().catch(error => {
  console.error(error)
  render(
    html`<main class="empty-page">
      <h1>Slack could not be reached</h1>
      <p>${messageOf(error)}</p>
      <button class="button button-primary" type="button" onClick=${() => location.reload()}>Try again</button>
    </main>`,
    root,
  )
})
