// @ts-check
/** A list of messages with day lines, kept at the bottom while the reader is there. */
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { html } from '../dom/html.js'
import { formatDate } from '../text/date-format.js'
import { wallClock } from '../text/zone.js'
import { Message } from './message.js'

/** @import { Client } from '../state/client.js' */
/** @import { ChannelRoute } from '../dom/route.js' */
/** @import { ShownMessage } from '../state/store.js' */

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

/** @param {string} date */
const noon = date => Date.parse(`${date}T12:00:00Z`) / 1000

/** @param {string} day @param {string} today */
function dayLine(day, today) {
  const text = formatDate(noon(day), '{date_long_pretty}', { tz: 'UTC', now: noon(today) })
  return html`<h2 class="day" key=${day}><span>${text}</span></h2>`
}

/**
 * @typedef {object} MessageListProps
 * @property {Client} client
 * @property {ShownMessage[]} messages oldest first
 * @property {string} label
 * @property {ChannelRoute} route leads to one of the messages, perhaps
 * @property {number} sent changes when the reader has written: then the list goes to its end
 * @property {boolean} [inThread]
 * @property {import('../dom/html.js').Children} [before] shown above all
 * @property {import('../dom/html.js').Children} [afterFirst] shown below the first message
 */

/** @param {MessageListProps} props */
export function MessageList({ client, messages, label, route, sent, inThread = false, before, afterFirst }) {
  const outer = useRef(/** @type {HTMLElement | null} */ (null))
  const inner = useRef(/** @type {HTMLElement | null} */ (null))
  const atEnd = useRef(true)
  const restedAt = useRef(-1)

  /** To the last message: to its end, or to its beginning where it is taller than what can be seen at once. */
  function stayAtEnd() {
    const [node, last] = [outer.current, inner.current?.lastElementChild]
    if (!node || !atEnd.current) return
    const tall = last instanceof HTMLElement && last.offsetHeight > node.clientHeight
    node.scrollTop = tall ? last.offsetTop - MARGIN : node.scrollHeight
    restedAt.current = node.scrollTop
  }

  function onScroll() {
    const node = outer.current
    if (!node) return
    const left = node.scrollHeight - node.scrollTop - node.clientHeight
    atEnd.current = left < NEAR || Math.abs(node.scrollTop - restedAt.current) < 2
  }

  useLayoutEffect(() => {
    // Charts and pictures settle after they are placed: stay at the end through that, too.
    const sizes = new ResizeObserver(stayAtEnd)
    if (inner.current) sizes.observe(inner.current)
    return () => sizes.disconnect()
  }, [])
  useLayoutEffect(stayAtEnd)
  useLayoutEffect(() => {
    atEnd.current = true
    stayAtEnd()
  }, [sent])
  useEffect(() => {
    const node = outer.current
    const message = route.message && node?.querySelector(`[data-ts="${CSS.escape(route.message)}"]`)
    if (!node || !(message instanceof HTMLElement)) return
    atEnd.current = false
    message.focus()
    message.scrollIntoView({ block: message.offsetHeight > node.clientHeight ? 'start' : 'center' })
    restedAt.current = -1
  }, [route])

  const dayOf = /** @param {number} unix */ unix => wallClock(unix, client.me.tz).slice(0, 10)
  const today = dayOf(Date.now() / 1000)
  const rows = messages.flatMap((message, index) => {
    const previous = messages[index - 1]
    const day = dayOf(Number(message.ts))
    const newDay = !previous || dayOf(Number(previous.ts)) !== day
    const underRoot = inThread && previous?.ts === message.thread_ts
    return [
      newDay && !inThread && dayLine(day, today),
      html`<${Message}
        key=${message.ts}
        message=${message}
        client=${client}
        grouped=${!newDay && !underRoot && isGrouped(message, previous)}
        inThread=${inThread}
        revealed=${message.ts === route.message}
      />`,
      index === 0 && afterFirst,
    ].filter(Boolean)
  })
  return html`<div
    ref=${outer}
    class="messages"
    role="log"
    aria-label=${label}
    aria-live="off"
    tabindex="0"
    onScroll=${onScroll}
  >
    ${before}
    <div ref=${inner} class="messages-inner">${rows}</div>
  </div>`
}
