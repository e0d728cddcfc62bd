// @ts-check
/** Plans and task cards: work in stages, as a person follows it. */
import { html } from '../dom/html.js'
import { icon } from '../dom/icons.js'
import { renderRichText } from '../text/rich-text.js'
import { plainText } from '../text/text.js'

/** @import { BlockProps } from './blocks.js' */

/** @type {Record<string, { word: string, mark: () => unknown }>} */
const STATES = {
  pending: { word: 'Pending', mark: () => html`<span class="ring" aria-hidden="true"></span>` },
  in_progress: { word: 'In progress', mark: () => html`<span class="spinner" aria-hidden="true"></span>` },
  complete: { word: 'Complete', mark: () => icon('check') },
  error: { word: 'Failed', mark: () => icon('cross') },
}

/** @param {Record<string, any>} task */
function taskRow(task) {
  const status = task.status in STATES ? task.status : 'pending'
  const state = STATES[status]
  return html`<div class=${`task task-${status}`}>
    <span class="task-mark">${state?.mark()}<span class="visually-hidden">${`${state?.word}: `}</span></span>
    <div class="task-main">
      <div class="task-title">${plainText(task.title)}</div>
      ${task.details && html`<div class="task-details">${renderRichText(task.details)}</div>`}
    </div>
  </div>`
}

/** @param {BlockProps} props */
export const TaskCard = ({ block }) => html`<div class="plan">${taskRow(block)}</div>`

/** @param {BlockProps} props */
export function Plan({ block }) {
  /** @type {Record<string, any>[]} */
  const tasks = block.tasks ?? []
  const title = plainText(block.title)
  const done = tasks.filter(task => task.status === 'complete').length
  return html`<section class="plan" role="group" aria-label=${title}>
    <p class="plan-title">
      <strong>${title}</strong>
      ${tasks.length > 0 && html`<span class="quiet">${`${done} of ${tasks.length}`}</span>`}
    </p>
    <ol class="tasks">
      ${tasks.map(
        task =>
          html`<li aria-current=${task.status === 'in_progress' ? 'step' : undefined}>${taskRow(task)}</li>`,
      )}
    </ol>
  </section>`
}
