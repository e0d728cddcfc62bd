// @ts-check
/**
 * A surface is what blocks are shown on: a message, a modal or the Home tab. It knows its input elements,
 * so that it can say all their values as Slack would, and it posts what a person does with them.
 */
import { confirmed } from './confirm.js'

/** @typedef {import('./client.js').Client} Client */
/** @typedef {import('../model/protocol.ts').StateValues} StateValues */
/** @typedef {Record<string, any>} Element */
/** @typedef {Record<string, any>} State an element's value in Slack's state shape */
/** @typedef {{ blockId: string, actionId: string, read: () => State }} Control */

/**
 * @typedef {object} Surface
 * @property {'message' | 'modal' | 'home'} kind
 * @property {import('../model/protocol.ts').ActionPost['container']} container
 * @property {Client} client
 * @property {string} id prefix for ids of elements in the document
 * @property {Map<string, Control>} controls
 * @property {StateValues} typed values to keep from before an update
 * @property {{ channel: string, thread_ts?: string } | undefined} at where it stands, for a select that starts there
 */

/**
 * @param {Pick<Surface, 'kind' | 'container' | 'client' | 'id'> & { at?: Surface['at'] }} parts
 * @returns {Surface}
 */
export function createSurface({ at, ...parts }) {
  return { ...parts, at, controls: new Map(), typed: {} }
}

/**
 * The document id of an element's main control.
 * @param {Surface} surface @param {string} blockId @param {Element} element
 */
export function controlId(surface, blockId, element) {
  return `${surface.id}-${blockId}-${element.action_id ?? ''}`
}

/**
 * Makes an element's value part of the surface's state.
 * @param {Surface} surface
 * @param {Control} control
 */
export function register(surface, control) {
  surface.controls.set(`${control.blockId} ${control.actionId}`, control)
}

/**
 * What the person had entered in this element before its block was drawn anew. Slack keeps it when block_id,
 * action_id and type are the same, and then ignores a new initial value.
 * @param {Surface} surface
 * @param {string} blockId
 * @param {Element} element
 * @returns {State | undefined}
 */
export function typedState(surface, blockId, element) {
  const state = surface.typed[blockId]?.[String(element.action_id ?? '')]
  return state && state.type === element.type ? state : undefined
}

/**
 * @param {Surface} surface
 * @returns {StateValues}
 */
export function valuesOf(surface) {
  /** @type {StateValues} */
  const values = {}
  for (const { blockId, actionId, read } of surface.controls.values()) {
    values[blockId] = { ...values[blockId], [actionId]: read() }
  }
  return values
}

/**
 * Tells the app what the person did, after the element's own confirmation where it has one.
 * @param {Surface} surface
 * @param {string} blockId
 * @param {Element} element as the app sent it
 * @param {State} state the value now chosen
 * @returns {Promise<boolean>} false when the person thought better of it
 */
export async function dispatch(surface, blockId, element, state) {
  if (element.confirm && !(await confirmed(element.confirm, surface.client))) return false
  await surface.client.post('action', {
    container: surface.container,
    block_id: blockId,
    element,
    state,
    values: valuesOf(surface),
  })
  return true
}
