// @ts-check
/** The select elements: static, external, and the one that lists the workspace's conversations. */
import { Combobox } from '../dom/combobox.js'
import { html } from '../dom/html.js'
import { plainText } from '../text/text.js'
import { useField } from './surface.js'

/** @import { Group, Option } from '../dom/option-list.js' */
/** @import { ElementProps } from './elements.js' */
/** @import { State } from './surface.js' */

/** @param {any} option Slack's option object @returns {Option} */
const fromSlack = option => ({
  text: plainText(option.text),
  value: String(option.value),
  description: option.description && plainText(option.description),
  source: option,
})

/** @param {any} element options, or option_groups, of an element or of a suggestion @returns {Group[]} */
function groupsOf({ options = [], option_groups: groups = [{ options }] }) {
  return groups.map(
    /** @param {any} group */ group => ({
      label: plainText(group.label),
      options: (group.options ?? []).map(fromSlack),
    }),
  )
}

/** @param {Group[]} groups */
const filled = groups => groups.filter(({ options }) => options.length > 0)

/** @param {Group[]} groups @param {string} query */
function filtered(groups, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = /** @param {Option} option */ ({ text, description }) =>
    words.every(word => `${text} ${description ?? ''}`.toLowerCase().includes(word))
  return filled(groups.map(group => ({ ...group, options: group.options.filter(fits) })))
}

/**
 * @param {ElementProps} props
 * @param {{ chosen: Option | undefined, load: (query: string) => Group[] | Promise<Group[]>, minQuery?: number, set: (option: Option | undefined) => State }} parts
 */
function select({ element, options, id, aria, act }, { chosen, load, minQuery = 0, set }) {
  return html`<div class="select">
    <${Combobox}
      id=${id}
      aria=${aria}
      clearable=${options.required === false}
      minQuery=${minQuery}
      placeholder=${plainText(element.placeholder) || 'Select an option'}
      chosen=${chosen}
      load=${load}
      source=${element}
      onChange=${/** @param {Option | undefined} option */ option => void act(set(option))}
    />
  </div>`
}

/** @param {ElementProps} props @returns {{ chosen: Option | undefined, set: (option: Option | undefined) => State }} */
function useOption(props) {
  const [state, set] = useField(props, { selected_option: props.element.initial_option ?? null })
  return {
    chosen: state.selected_option ? fromSlack(state.selected_option) : undefined,
    set: option => set({ selected_option: option?.source ?? null }),
  }
}

/** @param {ElementProps} props */
export function StaticSelect(props) {
  const groups = groupsOf(props.element)
  const option = useOption(props)
  const offered = groups.some(group => group.options.some(({ value }) => value === option.chosen?.value))
  // What was chosen before an update may no longer be on offer.
  if (option.chosen && !offered) option.set(undefined)
  return select(props, {
    ...option,
    chosen: offered ? option.chosen : undefined,
    load: query => filtered(groups, query),
  })
}

/** The app is asked for the options. @param {ElementProps} props */
export function ExternalSelect(props) {
  const { surface, blockId, element } = props
  const option = useOption(props)
  const load = async (/** @type {string} */ value) => {
    const answer = await surface.client.post('suggestion', {
      view_id: 'view_id' in surface.container ? surface.container.view_id : '',
      block_id: blockId,
      action_id: element.action_id,
      value,
    })
    return filled(groupsOf(answer ?? {}))
  }
  return select(props, { ...option, load, minQuery: element.min_query_length ?? 3 })
}

/** The conversations of the workspace, as far as the element's filter lets them. @param {ElementProps} props @returns {Option[]} */
function conversations({ element, surface }) {
  const filter = element.filter ?? {}
  const { include, exclude_bot_users: withoutApps, exclude_external_shared_channels: withoutShared } = filter
  const offers = /** @param {string} kind */ kind => !include || include.includes(kind)
  const { workspace, me } = surface.client.store
  const channels = workspace.channels
    .filter(each => !each.is_im && (!each.is_private || each.members.includes(me)))
    .filter(each => offers(each.is_private ? 'private' : 'public') && !(withoutShared && each.is_ext_shared))
    .map(each => ({ text: `#${each.name}`, value: each.id }))
  const direct = workspace.channels
    .filter(each => each.is_im && each.user === me && offers('im') && !withoutApps)
    .map(each => ({ text: 'Direct message with the app', value: each.id }))
  return [...channels, ...direct]
}

/** @param {ElementProps} props */
export function ConversationsSelect(props) {
  const { element } = props
  const [state, set] = useField(props, {
    selected_conversation: element.initial_conversation ?? null,
  })
  const options = conversations(props)
  const id = state.selected_conversation
  return select(props, {
    chosen: id ? (options.find(({ value }) => value === id) ?? { text: id, value: id }) : undefined,
    load: query => filtered([{ options }], query),
    set: option => set({ selected_conversation: option?.value ?? null }),
  })
}
