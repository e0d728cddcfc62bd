// @ts-check
/** The box to write in, with the list of commands. Drafts are kept for each place while the page is open. */
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { send } from '../state/send.js'
import { html } from '../dom/html.js'
import { icon } from '../dom/icons.js'
import { useOptionList } from '../dom/option-list.js'
import { PHONE } from '../dom/phone.js'

/** @import { Client } from '../state/client.js' */
/** @import { Target } from '../state/send.js' */
/** @import { Option } from '../dom/option-list.js' */

/** @type {Map<string, string>} */
const drafts = new Map()

/** @param {Client} client @returns {Option[]} */
function commandsOf(client) {
  const { commands, app } = client.store.workspace
  const invite = {
    command: '/invite',
    usage_hint: `@${app.name}`,
    description: 'Invite the app to this channel',
  }
  return [...commands, invite].map(each => ({
    text: each.command,
    value: each.command,
    hint: each.usage_hint,
    description: each.description,
  }))
}

/** @param {{ client: Client, target: Target, label: string, hidden: boolean, onSent: () => void }} props */
export function Composer({ client, target, label, hidden, onSent }) {
  const at = `${target.channel}/${target.thread_ts ?? ''}`
  const input = useRef(/** @type {HTMLTextAreaElement | null} */ (null))
  const [text, setText] = useState(drafts.get(at) ?? '')
  const commands = commandsOf(client)
  const usageId = `usage-${useId()}`
  const list = useOptionList({ id: `commands-${useId()}`, pick: option => write(`${option.value} `) })

  const [, word = '', rest = ''] = /^(\/\S*)([\s\S]*)$/.exec(text) ?? []
  const known = rest ? commands.find(each => each.value === word) : undefined

  useLayoutEffect(() => {
    if (!PHONE.matches) input.current?.focus()
  }, [])
  // As high as its text, up to what CSS allows.
  useLayoutEffect(() => {
    const node = input.current
    if (!node) return
    node.style.height = 'auto'
    node.style.height = `${node.scrollHeight}px`
  }, [text])

  /** @param {string} now */
  function changed(now) {
    drafts.set(at, now)
    setText(now)
    const matching = /^\/\S*$/.test(now) ? commands.filter(each => each.value.startsWith(now)) : []
    if (matching.length > 0) list.show([{ label: 'Commands', options: matching }])
    else list.close()
  }

  /** @param {string} now */
  function write(now) {
    changed(now)
    input.current?.focus()
  }

  async function submit() {
    if (text.trim() === '') return
    write('')
    await send(client, target, text)
    onSent()
  }

  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    // Enter on a command typed in full sends it: there is nothing left to complete.
    const complete = commands.some(each => each.value === text)
    if (!(event.key === 'Enter' && complete)) list.handleKey(event)
    if (event.defaultPrevented || event.isComposing || event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    void submit()
  }

  /** @param {SubmitEvent} event */
  function onSubmit(event) {
    event.preventDefault()
    void submit()
  }

  return html`<div class="composer-area" hidden=${hidden}>
    <form class="composer" onSubmit=${onSubmit}>
      <textarea
        ref=${input}
        class="composer-input"
        rows="1"
        placeholder=${label}
        aria-label=${label}
        aria-describedby=${usageId}
        autocomplete="off"
        ...${list.aria}
        value=${text}
        onInput=${
          /** @param {{ currentTarget: HTMLTextAreaElement }} event */ event =>
            changed(event.currentTarget.value)
        }
        onBlur=${list.close}
        onKeyDown=${onKeyDown}
      ></textarea>
      <div class="composer-foot">
        <button class="icon-button" type="button" aria-label="Commands" title="Commands" onClick=${() => write('/')}>
          ${icon('slash')}
        </button>
        <span class="keys" aria-hidden="true">
          <kbd>Enter</kbd> to send <kbd>Shift Enter</kbd> for a new line
        </span>
        <button class="send-button" type="submit" aria-label="Send now" disabled=${text.trim() === ''}>
          ${icon('send')}
        </button>
      </div>
      ${list.view}
    </form>
    <p class="usage" id=${usageId}>${known && `${known.value} ${known.hint ?? ''} — ${known.description}`}</p>
  </div>`
}
