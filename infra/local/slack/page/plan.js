// @ts-check
/** Plans and task cards: work in stages, as a person follows it. */
import { el, link } from './dom.js'
import { icon } from './icons.js'
import { renderRichText } from './rich-text.js'
import { plainText } from './text.js'

/** @typedef {import('./blocks.js').AnyBlock} AnyBlock */
/** @typedef {import('./surface.js').Surface} Surface */

/** @type {Record<string, { word: string, mark: () => Node }>} */
const STATES = {
  pending: { word: 'Pending', mark: () => el('span', { class: 'ring', 'aria-hidden': 'true' }) },
  in_progress: { word: 'In progress', mark: () => el('span', { class: 'spinner', 'aria-hidden': 'true' }) },
  complete: { word: 'Complete', mark: () => icon('check') },
  error: { word: 'Failed', mark: () => icon('cross') },
}

/** @param {AnyBlock} task @param {Surface} surface */
function taskBody(task, surface) {
  const sources = (task.sources ?? []).map(
    /** @param {any} source */ source => el('li', {}, link(source.url, source.text)),
  )
  return [
    task.details && el('div', { class: 'task-details' }, renderRichText(task.details, surface.client)),
    task.output && el('div', { class: 'task-output' }, renderRichText(task.output, surface.client)),
    sources.length > 0 && el('ul', { class: 'task-sources', 'aria-label': 'Sources' }, sources),
  ]
}

/** @param {AnyBlock} task @param {Surface} surface */
function taskRow(task, surface) {
  const status = task.status in STATES ? task.status : 'pending'
  const state = STATES[status]
  return el(
    'div',
    { class: `task task-${status}` },
    el(
      'span',
      { class: 'task-mark' },
      state?.mark(),
      el('span', { class: 'visually-hidden' }, `${state?.word}: `),
    ),
    el(
      'div',
      { class: 'task-main' },
      el('div', { class: 'task-title' }, plainText(task.title)),
      taskBody(task, surface),
    ),
  )
}

/** @param {AnyBlock} task @param {Surface} surface */
export function renderTaskCard(task, surface) {
  return el('div', { class: 'plan' }, taskRow(task, surface))
}

/** @param {AnyBlock} plan @param {Surface} surface */
export function renderPlan(plan, surface) {
  const tasks = plan.tasks ?? []
  const done = tasks.filter(/** @param {any} task */ task => task.status === 'complete').length
  const items = tasks.map(
    /** @param {any} task */ task =>
      el(
        'li',
        { 'aria-current': task.status === 'in_progress' ? 'step' : undefined },
        taskRow(task, surface),
      ),
  )
  return el(
    'section',
    { class: 'plan', role: 'group', 'aria-label': plainText(plan.title) },
    el(
      'p',
      { class: 'plan-title' },
      el('strong', {}, plainText(plan.title)),
      tasks.length > 0 && el('span', { class: 'quiet' }, `${done} of ${tasks.length}`),
    ),
    el('ol', { class: 'tasks' }, items),
  )
}
