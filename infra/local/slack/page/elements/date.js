// @ts-check
import { useState } from 'preact/hooks'
import { html } from '../dom/html.js'
import { instantOf, wallClock, zoneName } from '../text/zone.js'
import { useField } from './surface.js'

/** @import { ElementProps } from './elements.js' */

/**
 * An instant, entered as the person's own wall clock on the browser's own input. The zone is next to it, with the
 * offset of the chosen day. An initial value with seconds is kept to the second until the person changes it.
 * @param {ElementProps} props
 */
export function DateTime(props) {
  const { element, surface, id, aria, act } = props
  const { tz } = surface.client.me
  const [state, set] = useField(props, { selected_date_time: element.initial_date_time ?? null })
  const [initial] = useState(state.selected_date_time)
  const shown = /** @param {unknown} unix */ unix =>
    typeof unix === 'number' ? wallClock(unix, tz).slice(0, 16) : ''
  const [wall, setWall] = useState(shown(initial))

  /** @param {{ currentTarget: HTMLInputElement }} event */
  function onInput({ currentTarget: { value } }) {
    setWall(value)
    set({ selected_date_time: value === shown(initial) ? initial : value ? instantOf(value, tz) : null })
  }

  return html`<div class="with-zone">
    <input
      id=${id}
      class="text-input date-input"
      type="datetime-local"
      ...${aria}
      aria-describedby=${`${aria['aria-describedby'] ?? ''} ${id}-zone`.trim()}
      value=${wall}
      onInput=${onInput}
      onChange=${() => void act(set({}))}
    />
    <span class="zone" id=${`${id}-zone`}>${zoneName(state.selected_date_time ?? Date.now() / 1000, tz)}</span>
  </div>`
}
