// @ts-check
/** Date and time pickers, on the browser's own inputs. */
import { el } from './dom.js'
import { instantOf, wallClock, zoneName } from './zone.js'

/** @typedef {import('./elements.js').Slot} Slot */

/** @param {Slot} slot @param {string} type of the input @param {string} initial @param {string} name of the value in the state */
function picker(slot, type, initial, name) {
  const { element } = slot
  const input = el('input', { id: slot.id, class: 'text-input date-input', type, ...slot.aria })
  input.value = (slot.typed ? slot.typed[name] : initial) ?? ''
  const read = () => ({ type: element.type, [name]: input.value || null })
  slot.holds(read)
  input.addEventListener('change', () => void slot.act(read()))
  return input
}

/** @param {Slot} slot */
export function renderDate(slot) {
  return picker(slot, 'date', slot.element.initial_date, 'selected_date')
}

/** @param {Slot} slot */
export function renderTime(slot) {
  return picker(slot, 'time', slot.element.initial_time, 'selected_time')
}

/**
 * An instant, entered as the person's own wall clock. The zone stands beside it, with the offset of the chosen
 * day. An initial value with seconds is kept to the second until the person changes it.
 * @param {Slot} slot
 */
export function renderDateTime(slot) {
  const { element } = slot
  const { tz } = slot.surface.client.me
  const initial = slot.typed ? slot.typed.selected_date_time : element.initial_date_time
  const shown = typeof initial === 'number' ? wallClock(initial, tz).slice(0, 16) : ''
  const zone = el('span', { class: 'zone', id: `${slot.id}-zone` })
  const described = `${slot.aria['aria-describedby'] ?? ''} ${zone.id}`.trim()
  const input = el('input', {
    id: slot.id,
    class: 'text-input date-input',
    type: 'datetime-local',
    ...slot.aria,
    'aria-describedby': described,
  })
  input.value = shown
  const unix = () =>
    input.value === shown ? (initial ?? null) : input.value ? instantOf(input.value, tz) : null
  const read = () => ({ type: element.type, selected_date_time: unix() })
  const sayZone = () => {
    zone.textContent = zoneName(unix() ?? Date.now() / 1000, tz)
  }
  sayZone()
  slot.holds(read)
  input.addEventListener('input', sayZone)
  input.addEventListener('change', () => void slot.act(read()))
  return el('div', { class: 'with-zone' }, input, zone)
}
