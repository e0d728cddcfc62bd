// @ts-check
/** The box to write in, with the list of commands. Drafts are kept for each place while the page is open. */
import { el, uniqueId } from './dom.js'
import { icon } from './icons.js'
import { createOptionList } from './option-list.js'
import { send } from './send.js'

/** @typedef {import('./client.js').Client} Client */
/** @typedef {import('./send.js').Target} Target */
/** @typedef {import('./combobox.js').Option} Option */

/** @type {Map<string, string>} */
const drafts = new Map()

/** @param {Client} client @returns {Option[]} */
function commandsOf(client) {
  const { commands, app } = client.store.workspace
  const own = commands.map(each => ({
    text: each.command,
    value: each.command,
    hint: each.usage_hint,
    description: each.description,
  }))
  return [
    ...own,
    {
      text: '/invite',
      value: '/invite',
      hint: `@${app.name}`,
      description: 'Invite the app to this channel',
    },
  ]
}

/** @param {HTMLTextAreaElement} input as high as its text, up to what CSS allows */
function grow(input) {
  input.style.height = 'auto'
  input.style.height = `${input.scrollHeight}px`
}

/**
 * @param {Client} client
 * @param {{ target: Target, label: string, onSent: () => void }} options
 * @returns {{ node: HTMLElement, focus: () => void }}
 */
export function createComposer(client, { target, label, onSent }) {
  const place = `${target.channel}/${target.thread_ts ?? ''}`
  const listId = uniqueId('commands')
  const usageId = uniqueId('usage')
  const input = el('textarea', {
    class: 'composer-input',
    rows: 1,
    placeholder: label,
    'aria-label': label,
    'aria-describedby': usageId,
    autocomplete: 'off',
    'aria-autocomplete': 'list',
    'aria-controls': listId,
  })
  const usage = el('p', { class: 'usage', id: usageId })
  const sendButton = el(
    'button',
    { class: 'send-button', type: 'submit', 'aria-label': 'Send now' },
    icon('send'),
  )
  const commandButton = el(
    'button',
    {
      class: 'icon-button',
      type: 'button',
      'aria-label': 'Commands',
      title: 'Commands',
      on: { click: () => write('/') },
    },
    icon('slash'),
  )
  const form = el(
    'form',
    { class: 'composer' },
    input,
    el(
      'div',
      { class: 'composer-foot' },
      commandButton,
      el(
        'span',
        { class: 'keys', 'aria-hidden': 'true' },
        el('kbd', {}, 'Enter'),
        ' to send ',
        el('kbd', {}, 'Shift Enter'),
        ' for a new line',
      ),
      sendButton,
    ),
  )
  const list = createOptionList({
    id: listId,
    input,
    anchor: form,
    multiple: false,
    pick: option => write(`${option.value} `),
  })
  form.append(list.node)

  /** @param {string} text */
  function write(text) {
    input.value = text
    input.focus()
    changed()
  }

  function changed() {
    drafts.set(place, input.value)
    sendButton.disabled = input.value.trim() === ''
    grow(input)
    suggest()
  }

  function suggest() {
    const [, word = '', rest = ''] = /^(\/\S*)([\s\S]*)$/.exec(input.value) ?? []
    const commands = commandsOf(client)
    const known = commands.find(each => each.value === word)
    usage.textContent = known && rest ? `${known.value} ${known.hint ?? ''} — ${known.description}` : ''
    const matching = word && !rest ? commands.filter(each => each.value.startsWith(word)) : []
    if (matching.length > 0) list.show([{ label: 'Commands', options: matching }], () => false)
    else list.close()
  }

  async function submit() {
    const text = input.value
    if (text.trim() === '') return
    list.close()
    write('')
    await send(client, target, text)
    onSent()
  }

  form.addEventListener('submit', event => {
    event.preventDefault()
    void submit()
  })
  input.addEventListener('input', changed)
  input.addEventListener('blur', () => list.close())
  input.addEventListener('keydown', event => {
    // Enter on a command typed in full sends it: there is nothing left to complete.
    const complete = commandsOf(client).some(each => each.value === input.value)
    if (list.isOpen() && !(event.key === 'Enter' && complete)) list.handleKey(event)
    if (event.defaultPrevented || event.isComposing || event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    void submit()
  })

  input.value = drafts.get(place) ?? ''
  sendButton.disabled = input.value.trim() === ''
  return { node: el('div', { class: 'composer-area' }, form, usage), focus: () => input.focus() }
}
