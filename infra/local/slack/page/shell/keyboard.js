// @ts-check
import { go, hashOf } from '../dom/route.js'

/** @import { Route } from '../dom/route.js' */

/** The place in the sidebar that a route belongs to. @param {Route} route */
function placeOf(route) {
  return hashOf(route.view === 'channel' ? { view: 'channel', channel: route.channel } : { view: 'home' })
}

/**
 * Alt with the up and down arrows goes to the place before and after, as in Slack.
 * @param {() => Route[]} places in the order of the sidebar
 * @param {() => Route | undefined} here
 */
export function moveByKeyboard(places, here) {
  addEventListener('keydown', event => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    const route = here()
    if (!event.altKey || !step || !route || document.querySelector('dialog[open]')) return
    event.preventDefault()
    const routes = places()
    const at = routes.findIndex(place => hashOf(place) === placeOf(route))
    const next = routes[(at + step + routes.length) % routes.length]
    if (next) go(next)
  })
}
