// @ts-check
/** A list of messages with day lines, kept at the bottom while the reader is there. */
import { formatDate } from './date-format.js'
import { el, place } from './dom.js'
import { createMessage } from './message.js'
import { wallClock } from './zone.js'

/** @typedef {import('./client.js').Client} Client */
/** @typedef {import('./store.js').ShownMessage} ShownMessage */
/** @typedef {import('./message.js').MessageView} MessageView */

/** Slack groups what one author says within five minutes. */
const GROUP_SECONDS = 300
/** How near the end still counts as at the end, in pixels. */
const NEAR = 60
/** Left above a message that is scrolled to, in pixels. */
const MARGIN = 8

/** @param {ShownMessage} message @param {ShownMessage | undefined} before */
function isGrouped(message, before) {
  return (
    before !== undefined &&
    before.user === message.user &&
    !before.ephemeral_to &&
    !message.ephemeral_to &&
    Number(message.ts) - Number(before.ts) < GROUP_SECONDS
  )
}

/**
 * @param {Client} client
 * @param {{ idPrefix: string, label: string, inThread: boolean }} options
 */
export function createMessageList(client, { idPrefix, label, inThread }) {
  /** @type {Map<string, MessageView>} */
  const views = new Map()
  /** @type {Map<string, HTMLElement>} */
  const days = new Map()
  const list = el('div', { class: 'messages-inner' })
  const node = el(
    'div',
    { class: 'messages', role: 'log', 'aria-label': label, 'aria-live': 'off', tabindex: 0 },
    list,
  )
  let atEnd = true
  let restedAt = -1
  node.addEventListener('scroll', () => {
    const left = node.scrollHeight - node.scrollTop - node.clientHeight
    atEnd = left < NEAR || Math.abs(node.scrollTop - restedAt) < 2
  })
  /** To the last message: to its end, or to its beginning where it is taller than what can be seen at once. */
  const toEnd = () => {
    const last = list.lastElementChild
    const tall = last instanceof HTMLElement && last.offsetHeight > node.clientHeight
    node.scrollTop = tall ? last.offsetTop - MARGIN : node.scrollHeight
    restedAt = node.scrollTop
  }
  // Charts and pictures settle after they are placed: stay at the end through that, too.
  new ResizeObserver(() => {
    if (atEnd) toEnd()
  }).observe(list)

  /** @param {string} day */
  function dayLine(day) {
    const noon = Date.parse(`${day}T12:00:00Z`) / 1000
    const text = formatDate(noon, '{date_long_pretty}', {
      tz: 'UTC',
      now: Date.parse(`${wallClock(Date.now() / 1000, client.me.tz).slice(0, 10)}T12:00:00Z`) / 1000,
    })
    return el('h2', { class: 'day' }, el('span', {}, text))
  }

  /** @param {ShownMessage} message @param {ShownMessage | undefined} before @param {Node[]} nodes */
  function addMessage(message, before, nodes) {
    const day = wallClock(Number(message.ts), client.me.tz).slice(0, 10)
    const newDay = !before || wallClock(Number(before.ts), client.me.tz).slice(0, 10) !== day
    if (newDay && !inThread) {
      const line = days.get(day) ?? dayLine(day)
      days.set(day, line)
      nodes.push(line)
    }
    const view = views.get(message.ts) ?? createMessage(message, client, idPrefix)
    views.set(message.ts, view)
    const underRoot = inThread && before?.ts === message.thread_ts
    view.update(message, { grouped: !newDay && !underRoot && isGrouped(message, before), inThread })
    nodes.push(view.node)
  }

  return {
    node,
    /**
     * @param {ShownMessage[]} messages oldest first
     * @param {(message: ShownMessage) => Node | undefined} [after] what to put after a message
     */
    show(messages, after) {
      /** @type {Node[]} */
      const nodes = []
      for (const [index, message] of messages.entries()) {
        addMessage(message, messages[index - 1], nodes)
        const extra = after?.(message)
        if (extra) nodes.push(extra)
      }
      const present = new Set(messages.map(message => message.ts))
      for (const ts of views.keys()) if (!present.has(ts)) views.delete(ts)
      place(list, nodes)
      if (atEnd) toEnd()
    },
    toEnd() {
      atEnd = true
      toEnd()
    },
    /** Goes to a message and marks it. @param {string} ts @returns {boolean} false where it is not here */
    reveal(ts) {
      for (const { node: message } of views.values()) message.removeAttribute('data-revealed')
      const message = views.get(ts)?.node
      if (!message) return false
      atEnd = false
      message.setAttribute('data-revealed', '')
      message.focus()
      message.scrollIntoView({ block: message.offsetHeight > node.clientHeight ? 'start' : 'center' })
      restedAt = -1
      return true
    },
  }
}
