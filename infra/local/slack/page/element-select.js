// @ts-check
/** The select elements: static, external, and those that list the workspace's people and channels. */
import { combobox } from './combobox.js'
import { el } from './dom.js'
import { plainText } from './text.js'

/** @typedef {import('./elements.js').Slot} Slot */
/** @typedef {import('./combobox.js').Group} Group */
/** @typedef {import('./combobox.js').Option} Option */

/** @param {any[]} options @returns {Option[]} */
const fromSlack = options =>
  options.map(option => ({
    text: plainText(option.text),
    value: String(option.value),
    description: option.description && plainText(option.description),
    source: option,
  }))

/** @param {any} element options, or option_groups, of an element or of a suggestion @returns {Group[]} */
function groupsOf(element) {
  if (!element.option_groups) return [{ options: fromSlack(element.options ?? []) }]
  return element.option_groups.map(
    /** @param {any} group */ group => ({
      label: plainText(group.label),
      options: fromSlack(group.options ?? []),
    }),
  )
}

/** @param {Group[]} groups @param {string} query */
function filtered(groups, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = /** @param {Option} option */ option =>
    words.every(word => `${option.text} ${option.description ?? ''}`.toLowerCase().includes(word))
  return groups
    .map(group => ({ ...group, options: group.options.filter(fits) }))
    .filter(group => group.options.length > 0)
}

/**
 * @param {Slot} slot
 * @param {{ load: (query: string) => Group[] | Promise<Group[]>, chosen: Option[], stateOf: (chosen: Option[]) => Record<string, any> }} parts
 */
function select(slot, { load, chosen, stateOf }) {
  const { element } = slot
  const multiple = element.type.startsWith('multi_')
  const box = combobox({
    id: slot.id,
    aria: slot.aria,
    multiple,
    chosen,
    load,
    clearable: slot.options.required === false,
    max: element.max_selected_items,
    minQuery: element.type.includes('external') ? (element.min_query_length ?? 3) : 0,
    placeholder: plainText(element.placeholder) || (multiple ? 'Select options' : 'Select an option'),
    changed: () => void slot.act(read()),
  })
  const read = () => ({ type: element.type, ...stateOf(box.chosen()) })
  slot.holds(read)
  return el('div', { class: 'select' }, box.node)
}

/** @param {Slot} slot @returns {{ chosen: Option[], stateOf: (chosen: Option[]) => Record<string, any> }} */
function optionState({ element, typed }) {
  if (element.type.startsWith('multi_')) {
    const chosen = fromSlack((typed ? typed.selected_options : element.initial_options) ?? [])
    return { chosen, stateOf: options => ({ selected_options: options.map(each => each.source) }) }
  }
  const initial = typed ? typed.selected_option : element.initial_option
  return {
    chosen: initial ? fromSlack([initial]) : [],
    stateOf: options => ({ selected_option: options[0]?.source ?? null }),
  }
}

/** @param {Slot} slot */
export function renderStaticSelect(slot) {
  const groups = groupsOf(slot.element)
  const state = optionState(slot)
  // What was chosen before an update may no longer be on offer.
  const offered = new Set(groups.flatMap(group => group.options.map(option => option.value)))
  const chosen = state.chosen.filter(option => offered.has(option.value))
  return select(slot, { ...state, chosen, load: query => filtered(groups, query) })
}

/** @param {Slot} slot the app is asked for the options */
export function renderExternalSelect(slot) {
  const { surface, blockId, element } = slot
  const view = 'view_id' in surface.container ? surface.container.view_id : ''
  const load = async (/** @type {string} */ value) => {
    const answer = await surface.client.post('suggestion', {
      view_id: view,
      block_id: blockId,
      action_id: element.action_id,
      value,
    })
    return groupsOf(answer ?? {}).filter(group => group.options.length > 0)
  }
  return select(slot, { ...optionState(slot), load })
}

/** What a select offers of the workspace; conversations as far as its filter lets them. @param {Slot} slot @param {string} noun @returns {Option[]} */
function directory(slot, noun) {
  const { include, exclude_bot_users: withoutApps } = slot.element.filter ?? {}
  const offers = /** @param {string} kind */ kind => !include || include.includes(kind)
  const { workspace, me } = slot.surface.client.store
  const people = workspace.users
    .filter(user => !user.is_bot)
    .map(user => ({ text: user.real_name, description: `@${user.name}`, value: user.id }))
  const channels = workspace.channels
    .filter(each => !each.is_im && (!each.is_private || each.members.includes(me)))
    .filter(each => offers(each.is_private ? 'private' : 'public'))
    .map(each => ({ text: `#${each.name}`, value: each.id }))
  const direct = workspace.channels
    .filter(each => each.is_im && each.user === me && offers('im') && !withoutApps)
    .map(each => ({ text: 'Direct message with the app', value: each.id }))
  if (noun === 'users') return people
  return noun === 'channels' ? channels : [...channels, ...direct]
}

/** users_select, channels_select, conversations_select and their multi forms. @param {Slot} slot */
export function renderDirectorySelect(slot) {
  const { element, typed, surface } = slot
  const multiple = element.type.startsWith('multi_')
  const noun = element.type.replace(/^multi_|_select$/g, '')
  const name = multiple ? noun : noun.slice(0, -1)
  const options = directory(slot, noun)
  const here = element.default_to_current_conversation ? surface.at?.channel : undefined
  const initial = [typed ? typed[`selected_${name}`] : (element[`initial_${name}`] ?? here)].flat()
  const chosen = initial
    .filter(Boolean)
    .map(
      value =>
        options.find(option => option.value === value) ?? { text: String(value), value: String(value) },
    )
  const stateOf = /** @param {Option[]} list */ list => ({
    [`selected_${name}`]: multiple ? list.map(each => each.value) : (list[0]?.value ?? null),
  })
  return select(slot, { chosen, stateOf, load: query => filtered([{ options }], query) })
}
