// @ts-check
import { html } from '../dom/html.js'
import { renderText } from '../text/text.js'
import { useField } from './surface.js'

/** @import { ElementProps } from './elements.js' */

/**
 * @param {ElementProps} props
 * @param {'radio' | 'checkbox'} type
 * @param {any[]} chosen options that are on
 * @param {(option: any, on: boolean) => void} turn
 */
function choices({ element, options, aria, id, surface }, type, chosen, turn) {
  // In an input block the fieldset names the group; elsewhere the group names itself.
  const group = options.labelledBy ? {} : { role: type === 'radio' ? 'radiogroup' : 'group', ...aria }
  return html`<div class="choices" ...${group}>
    ${(element.options ?? []).map(
      /** @param {any} option @param {number} index */ (option, index) =>
        html`<label class="choice" key=${option.value}>
          <input
            id=${index === 0 ? id : `${id}-${index}`}
            type=${type}
            name=${id}
            aria-describedby=${options.describedBy}
            aria-invalid=${aria['aria-invalid']}
            checked=${chosen.some(each => each?.value === option.value)}
            onChange=${
              /** @param {{ currentTarget: HTMLInputElement }} event */ event =>
                turn(option, event.currentTarget.checked)
            }
          />
          <span>
            ${renderText(option.text, surface.client)}
            ${
              option.description &&
              html`<span class="hint">${renderText(option.description, surface.client)}</span>`
            }
          </span>
        </label>`,
    )}
  </div>`
}

/** @param {ElementProps} props */
export function Radios(props) {
  const { element, act } = props
  const [state, set] = useField(props, { selected_option: element.initial_option ?? null })
  return choices(
    props,
    'radio',
    [state.selected_option],
    option => void act(set({ selected_option: option })),
  )
}

/** @param {ElementProps} props */
export function Checkboxes(props) {
  const { element, act } = props
  const [state, set] = useField(props, { selected_options: element.initial_options ?? [] })
  return choices(props, 'checkbox', state.selected_options, ({ value }, on) => {
    // In the order of the options, as Slack has them.
    const chosen = (element.options ?? []).filter(
      /** @param {any} each */ each =>
        each.value === value
          ? on
          : state.selected_options.some(/** @param {any} one */ one => one.value === each.value),
    )
    void act(set({ selected_options: chosen }))
  })
}
